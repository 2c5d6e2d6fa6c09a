// Days as suppliers write them, to ISO.

/** `zero`: the sender wrote 00000000 for "none". */
export type Day = { type: "day"; day: string } | { type: "zero" } | { type: "unreadable" };

/** A day that exists, of a year in which there are invoices. */
export const day = (year: string, month: string, date: string): Day => {
  const [y, m, d] = [Number(year), Number(month), Number(date)];
  const exists = y >= 1900 && y < 2100 && m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m);
  return exists ? { type: "day", day: `${year}-${month}-${date}` } : { type: "unreadable" };
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Two figures of a year: invoices are not seventy years old, nor thirty years ahead. */
export const century = (year: string): string => `${Number(year) >= 70 ? "19" : "20"}${year}`;

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
