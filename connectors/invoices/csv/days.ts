// Parses dates in tables. The order of day and month must be declared or unambiguous; otherwise the
// date is not read.
import { century, day as dayOf } from "../dates.ts";
import { monthOf } from "./months.ts";
import { isFormula, unwrapped } from "./numbers.ts";

/**
 * How a column may declare its dates. `serial`: days since 30 December 1899, as spreadsheets count
 * them.
 */
export const dayFormats = [
  "YYYY-MM-DD",
  "YYYYMMDD",
  "YYYY/MM/DD",
  "DD/MM/YYYY",
  "DD/MM/YY",
  "DD-MM-YYYY",
  "DD.MM.YYYY",
  "DD.MM.YY",
  "DDMMYYYY",
  "MM/DD/YYYY",
  "MM/DD/YY",
  "YYMMDD",
  "DDMMYY",
  "serial",
] as const;
export type DayFormat = (typeof dayFormats)[number];

/** `zero`: zeros that stand for "none". `code`: why the date is refused. */
export type ReadDay =
  | { type: "day"; day: string }
  | { type: "zero" }
  | { type: "refused"; code: DayRefusal; facts: Record<string, string> };

type DayRefusal =
  | "invoice_value_unreadable"
  | "csv_date_ambiguous"
  | "csv_date_serial"
  | "csv_date_format"
  | "csv_cell_formula";

const refused = (code: DayRefusal, facts: Record<string, string> = {}): ReadDay => ({
  type: "refused",
  code,
  facts,
});

/** A date, and a time after it, which is ignored. */
const shape =
  /^(.+?)(?:[T ]+\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;

/** Parses a date. `format`: what the table declares; undefined if it declares nothing. */
export function readDay(text: string, format: DayFormat | undefined): ReadDay {
  const value = unwrapped(text.trim());
  if (/^0[0/.\s:-]*$/.test(value)) return { type: "zero" };
  if (isFormula(value)) return refused("csv_cell_formula");
  const date = (shape.exec(value)?.[1] ?? value).trim();
  const [, year = "", month = "", inMonth = ""] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(date) ?? [];
  if (year !== "") return existing(year, month, inMonth, format);
  if (/^\d+([.,]\d+)?$/.test(date)) return fromFigures(date, format);
  return named(date) ?? inThree(date, format);
}

/** ISO dates, and all that begin with the year: everywhere the month follows the year. */
function existing(
  year: string,
  month: string,
  inMonth: string,
  format: DayFormat | undefined,
): ReadDay {
  const read = dayOf(year, month.padStart(2, "0"), inMonth.padStart(2, "0"));
  return read.type === "day" ? read : wrong(format);
}

const wrong = (format: DayFormat | undefined): ReadDay =>
  format === undefined
    ? refused("invoice_value_unreadable")
    : refused("csv_date_format", { format });

/** Digits only, in the declared order. Eight digits that begin with a year are unambiguous. */
function fromFigures(date: string, format: DayFormat | undefined): ReadDay {
  const declared = format !== undefined && /^[YMD]+$/.test(format) ? format : null;
  if (format === "serial") return fromSerial(date);
  if (declared?.length === date.length) return byLetters(date, declared, format);
  const read =
    /^(19|20)\d{6}$/.test(date) && declared === null
      ? dayOf(date.slice(0, 4), date.slice(4, 6), date.slice(6))
      : null;
  if (read?.type === "day") return read;
  const serial = fromSerial(date);
  return serial.type === "day" ? refused("csv_date_serial", { day: serial.day }) : wrong(format);
}

/** From 1990 to 2079. The fraction of a day is its time. */
function fromSerial(date: string): ReadDay {
  const count = Math.floor(Number(date.replace(",", ".")));
  if (!(count >= 32_874 && count < 65_746)) return wrong("serial");
  return { type: "day", day: new Date(Date.UTC(1899, 11, 30 + count)).toISOString().slice(0, 10) };
}

function byLetters(date: string, letters: string, format: DayFormat | undefined): ReadDay {
  const part = (letter: string) => [...date].filter((_, at) => letters[at] === letter).join("");
  const year = part("Y");
  const read = dayOf(year.length === 2 ? century(year) : year, part("M"), part("D"));
  return read.type === "day" ? read : wrong(format);
}

/** `31 mars 2026`, `31-Mar-2026`, `March 31, 2026`: the month is given by name. */
function named(date: string): ReadDay | null {
  const dayFirst =
    /^(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s/.-]*(?:de\s+)?(\p{L}{3,9}\.?)[\s/.-]*(?:de\s+)?(\d{4})$/iu.exec(
      date,
    );
  const monthFirst = /^(\p{L}{3,9}\.?)[\s/.-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s/.-]+(\d{4})$/iu.exec(
    date,
  );
  const [inMonth, word, year] = dayFirst
    ? dayFirst.slice(1)
    : monthFirst
      ? [monthFirst[2], monthFirst[1], monthFirst[3]]
      : [];
  const month = word === undefined ? null : monthOf(word);
  if (month === null || inMonth === undefined || year === undefined) return null;
  const read = dayOf(year, String(month).padStart(2, "0"), inMonth.padStart(2, "0"));
  return read.type === "day" ? read : null;
}

/**
 * Three numbers in the declared order; if none is declared, in the only order that gives a date.
 */
function inThree(date: string, format: DayFormat | undefined): ReadDay {
  const [, one = "", other = "", year = ""] =
    /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})$/.exec(date) ?? [];
  if (year === "") return wrong(format);
  const dayFirst = asDay(year, other, one);
  const monthFirst = asDay(year, one, other);
  if (format !== undefined) {
    if (
      format.startsWith("Y") ||
      format === "serial" ||
      year.length !== format.replace(/[^Y]/g, "").length
    )
      return wrong(format);
    return (format.startsWith("D") ? dayFirst : monthFirst) ?? wrong(format);
  }
  if (year.length === 2)
    return refused("csv_date_ambiguous", {
      one: dayFirst?.day ?? "?",
      other: asDay(one, other, year)?.day ?? monthFirst?.day ?? "?",
    });
  if (dayFirst !== null && monthFirst !== null && dayFirst.day !== monthFirst.day)
    return refused("csv_date_ambiguous", { one: dayFirst.day, other: monthFirst.day });
  return dayFirst ?? monthFirst ?? refused("invoice_value_unreadable");
}

function asDay(year: string, month: string, inMonth: string): { type: "day"; day: string } | null {
  const whole = year.length === 4 ? year : century(year.padStart(2, "0"));
  const read = dayOf(whole, month.padStart(2, "0"), inMonth.padStart(2, "0"));
  return read.type === "day" ? read : null;
}
