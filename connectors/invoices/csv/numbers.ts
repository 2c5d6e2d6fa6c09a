// Parses numbers in tables. A number that can be read in two ways is not read: the marks must be
// declared or unambiguous.
import { amountText, type Amount } from "../amount.ts";

/** The marks that a table declares; null for those it does not. `none`: no thousands separator. */
export type Marks = {
  decimal: "." | "," | null;
  thousands: "." | "," | " " | "'" | "none" | null;
  grouping: "three" | "indian";
};

/**
 * `currency` and `percent`: what was written beside the number. `code`: why the number is refused.
 */
export type ReadNumber =
  | { type: "number"; amount: Amount; currency: string; percent: boolean }
  | { type: "refused"; code: NumberRefusal; facts: Record<string, string> };

type NumberRefusal =
  | "invoice_value_unreadable"
  | "csv_number_ambiguous"
  | "csv_number_marks"
  | "csv_number_scientific"
  | "csv_number_figures"
  | "csv_number_size"
  | "csv_cell_formula";

const refused = (code: NumberRefusal, facts: Record<string, string> = {}): ReadNumber => ({
  type: "refused",
  code,
  facts,
});

/** A spreadsheet's error, a formula, or the `###` of a column that is too narrow. */
export const isFormula = (text: string): boolean =>
  /^(#{2,}|#[\p{L}/0-9]+[!?]?$|=|[-+@][A-Z]+\d*[(:])/u.test(text);

/** The text inside `="00123"`, which spreadsheets use to keep a text from becoming a number. */
export const unwrapped = (text: string): string =>
  /^=\s*"([^"]*)"$/.exec(text)?.[1]?.trim() ?? text;

/** Nearly all numbers: digits, and at most one mark followed by one or two digits. */
const plain = /^-?\d{1,15}$/;

/** Parses a number by the declared marks. An ambiguous number is refused with its reason. */
export function readNumber(text: string, marks: Marks): ReadNumber {
  const value = unwrapped(text.trim());
  if (plain.test(value))
    return numberOf({
      negative: value.startsWith("-"),
      whole: value.replace("-", ""),
      fraction: "",
    });
  if (isFormula(value)) return refused("csv_cell_formula");
  if (/(?![0-9])\p{Nd}/u.test(value)) return refused("csv_number_figures");
  const bare = withoutSurroundings(value);
  if (bare === null) return refused("invoice_value_unreadable");
  if (/^[\d.,]+e[-+]?\d+$/i.test(bare.body)) return refused("csv_number_scientific");
  if (!/\d/.test(bare.body) || /[^\d., ']/.test(bare.body))
    return refused("invoice_value_unreadable");
  const parts = partsOf(bare.body, marks);
  if ("refusal" in parts) return parts.refusal;
  return numberOf({ ...bare, ...parts });
}

type Bare = { body: string; negative: boolean; currency: string; percent: boolean };

const blanks = /[\u0020\u00a0\u2007\u2009\u202f]/g;

/**
 * Strips sign, parentheses, currency and per cent, each at most once. Null if anything else
 * surrounds the number.
 */
function withoutSurroundings(text: string): Bare | null {
  let body = text
    .replace(blanks, " ")
    .replace(/[’ʼ]/g, "'")
    .replace(/[\u2212\u2013\ufe63\uff0d]/g, "-");
  let [signs, negative, percent] = [0, false, false];
  const currencies: string[] = [];
  for (let before = ""; before !== body;) {
    before = body;
    body = body.trim();
    const [, inside] = /^\((.*)\)$/.exec(body) ?? [];
    if (inside !== undefined) [signs, negative, body] = [signs + 1, true, inside];
    else if (/^[-+]/.test(body))
      [signs, negative, body] = [signs + 1, negative || body.startsWith("-"), body.slice(1)];
    else if (/[-+]$/.test(body))
      [signs, negative, body] = [signs + 1, negative || body.endsWith("-"), body.slice(0, -1)];
    else if (/[%٪]$/.test(body) && !percent) [percent, body] = [true, body.slice(0, -1)];
    else {
      const [sign = ""] =
        /^(\p{Sc}|[A-Z]{3}(?![A-Z]))/u.exec(body) ??
        /(\p{Sc}|(?<![A-Za-z])[A-Z]{3})$/u.exec(body) ??
        [];
      if (sign === "") continue;
      currencies.push(sign);
      body = body.startsWith(sign) ? body.slice(sign.length) : body.slice(0, -sign.length);
    }
  }
  // `(-5)` and `-5-` state a sign twice.
  return signs > 1 || currencies.length > 1
    ? null
    : { body, negative, percent, currency: currencies[0] ?? "" };
}

type Parts = { whole: string; fraction: string } | { refusal: ReadNumber };

/** Which mark is the decimal one, and whether the others group digits as they should. */
function partsOf(body: string, marks: Marks): Parts {
  const found = [...new Set(body.replace(/\d/g, ""))];
  const points = found.filter((mark) => mark === "." || mark === ",");
  const decimal = decimalOf(body, points, marks);
  if (decimal === "ambiguous") return ambiguous(body);
  if (decimal === "contradiction") return { refusal: refused("csv_number_marks") };
  const at = decimal === null ? body.length : body.lastIndexOf(decimal);
  const [left, fraction] = [body.slice(0, at), body.slice(at + 1)];
  if (/\D/.test(fraction)) return { refusal: refused("invoice_value_unreadable") };
  const group = [...new Set(left.replace(/\d/g, ""))];
  if (group.length > 1) return { refusal: refused("invoice_value_unreadable") };
  const [mark] = group;
  if (mark === undefined) return { whole: left, fraction };
  if (!mayGroup(mark, marks)) return { refusal: refused("csv_number_marks") };
  if (!isGrouped(left, mark, marks.grouping))
    return { refusal: refused("invoice_value_unreadable") };
  return { whole: left.replaceAll(mark, ""), fraction };
}

/**
 * Points and commas: if both occur, the last one is the decimal mark; a single kind may be either.
 */
function decimalOf(
  body: string,
  points: string[],
  { decimal, thousands }: Marks,
): string | null | "ambiguous" | "contradiction" {
  const last = Math.max(body.lastIndexOf("."), body.lastIndexOf(","));
  const mark = body[last];
  const often = body.split(mark ?? "x").length - 1;
  if (points.length === 0 || mark === undefined) return null;
  if (points.length === 2) return decimal === null || decimal === mark ? mark : "contradiction";
  if (often > 1) return decimal === mark ? "contradiction" : null;
  if (decimal === mark) return mark;
  // It must be a decimal mark if spaces already group the thousands, or if the digits before it are
  // not a group of one to three.
  const alone = /^[1-9]\d{0,2}$/.test(body.slice(0, last));
  const couldGroup = alone && /^\d{3}$/.test(body.slice(last + 1));
  if (decimal !== null) return couldGroup ? null : "contradiction";
  if (thousands === mark) return couldGroup ? null : "contradiction";
  return !couldGroup || thousands !== null ? mark : "ambiguous";
}

function ambiguous(body: string): Parts {
  const [whole = "", fraction = ""] = body.split(/[.,]/);
  const thousands = numberOf({ whole: whole + fraction, fraction: "" });
  const decimals = numberOf({ whole, fraction });
  const text = (read: ReadNumber) => (read.type === "number" ? amountText(read.amount) : "");
  return {
    refusal: refused("csv_number_ambiguous", { one: text(decimals), other: text(thousands) }),
  };
}

/**
 * Spaces and apostrophes can only group; points and commas group as declared, or as the number
 * itself shows.
 */
const mayGroup = (mark: string, { decimal, thousands }: Marks): boolean => {
  if (thousands === "none" || mark === decimal) return false;
  return mark === " " || mark === "'" || thousands === null || thousands === mark;
};

function isGrouped(left: string, mark: string, grouping: Marks["grouping"]): boolean {
  const [first = "", ...groups] = left.split(mark);
  const last = groups.pop() ?? "";
  if (!/^[1-9]\d{0,2}$/.test(first) || !/^\d{3}$/.test(last)) return false;
  if (grouping === "three") return groups.every((group) => group.length === 3);
  return first.length <= 2 && groups.every((group) => group.length === 2);
}

const scale = 8;
const maxDigits = 15;

type Figures = {
  whole: string;
  fraction: string;
  negative?: boolean;
  currency?: string;
  percent?: boolean;
};

/** The exact amount. */
function numberOf({
  whole,
  fraction,
  negative = false,
  currency = "",
  percent = false,
}: Figures): ReadNumber {
  const fine = fraction.replace(/0+$/, "");
  const figures = whole.replace(/^0+/, "");
  if (figures.length > maxDigits || fine.length > scale) return refused("csv_number_size");
  const amount = BigInt(figures + fine.padEnd(scale, "0"));
  return { type: "number", amount: negative ? -amount : amount, currency, percent };
}
