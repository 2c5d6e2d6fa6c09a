// Days as suppliers write them, to ISO.

/** `zero`: the sender wrote 00000000 for "none". */
export type Day = { type: "day"; day: string } | { type: "zero" } | { type: "unreadable" };

const day = (year: string, month: string, date: string): Day => {
  const [y, m, d] = [Number(year), Number(month), Number(date)];
  const exists = y >= 1900 && m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m);
  return exists ? { type: "day", day: `${year}-${month}-${date}` } : { type: "unreadable" };
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Two figures of a year: invoices are not seventy years old, nor thirty years ahead. */
const century = (year: string): string => `${Number(year) >= 70 ? "19" : "20"}${year}`;

/** A date of a DTM segment by its format code; without one, by its length. */
export function readDtm(value: string, format: string): Day {
  if (/^0+$/.test(value)) return { type: "zero" };
  if (!/^[\d-]+$/.test(value)) return { type: "unreadable" };
  const digits = value.replaceAll("-", "");
  switch (format) {
    case "101":
      return digits.length === 6 ? day(century(digits.slice(0, 2)), digits.slice(2, 4), digits.slice(4)) : { type: "unreadable" };
    case "610":
      return digits.length === 6 ? day(digits.slice(0, 4), digits.slice(4), "01") : { type: "unreadable" };
    case "102":
      return digits.length === 8 ? fromEight(digits) : { type: "unreadable" };
    case "203":
    case "204":
    case "718":
      return digits.length >= 12 ? fromEight(digits) : { type: "unreadable" };
    case "":
      return digits.length === 6 ? readDtm(digits, "101") : digits.length >= 8 ? fromEight(digits) : { type: "unreadable" };
    default:
      return { type: "unreadable" };
  }
}

const fromEight = (digits: string): Day => day(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8));

/** How a column of a table writes its days. */
export const dayFormats = ["YYYY-MM-DD", "YYYYMMDD", "DD/MM/YYYY", "DD/MM/YY", "DD-MM-YYYY", "DD.MM.YYYY"] as const;
export type DayFormat = (typeof dayFormats)[number];

/** A date of a table in the format its definition names. A time behind it is left out. */
export function readDay(text: string, format: DayFormat): Day {
  if (/^0[0/.-]*$/.test(text)) return { type: "zero" };
  const value = text.slice(0, format.length);
  const rest = text.slice(format.length);
  if (rest !== "" && !/^[T ]\d/.test(rest)) return { type: "unreadable" };
  const shape = new RegExp(`^${format.replace(/[YMD]/g, "\\d").replaceAll(".", "\\.")}$`);
  if (!shape.test(value)) return { type: "unreadable" };
  const figures = (letter: string) => [...value].filter((_, at) => format[at] === letter).join("");
  const year = figures("Y");
  return day(year.length === 2 ? century(year) : year, figures("M"), figures("D"));
}
