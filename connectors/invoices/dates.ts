// Parses the dates that suppliers write into ISO dates.

/** `zero`: the sender wrote 00000000 for "none". */
export type Day = { type: "day"; day: string } | { type: "zero" } | { type: "unreadable" };

/** The ISO date, if that day exists and its year is plausible for an invoice. */
export const day = (year: string, month: string, date: string): Day => {
  const [y, m, d] = [Number(year), Number(month), Number(date)];
  const exists = y >= 1900 && y < 2100 && m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m);
  return exists ? { type: "day", day: `${year}-${month}-${date}` } : { type: "unreadable" };
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** The century of a two-digit year: 1970 to 2069. */
export const century = (year: string): string => `${Number(year) >= 70 ? "19" : "20"}${year}`;

/**
 * `exact`: whether the value has exactly the declared format. False if a date was derived from
 * another form.
 */
export type DtmDay = { type: "day"; day: string; exact: boolean } | Exclude<Day, { type: "day" }>;

/** Formats of code list 2379 that add a time and a zone to the date. */
const zoned = new Set(["303", "304", "205"]);
/** Formats with a two-digit year and a time. */
const shortTimed = new Set(["201", "202", "301", "302"]);

/**
 * Parses the date of a DTM segment by its format code (code list 2379); without one, by its length
 * if that is unambiguous.
 */
export function readDtm(value: string, format: string): DtmDay {
  if (/^0+$/.test(value)) return { type: "zero" };
  const told = format === "102" && /^\d{8}[T ]?\d{2}:?\d{2}/.test(value);
  if (zoned.has(format) || told) {
    const read = /^\d{12}/.test(value) || told ? fromEight(value.slice(0, 8)) : unreadable;
    return read.type === "day" ? { ...read, exact: false } : read;
  }
  if (shortTimed.has(format)) {
    const read = /^\d{10}/.test(value) ? readPlain(value.slice(0, 6), "101") : unreadable;
    return read.type === "day" ? { ...read, exact: false } : read;
  }
  const read = readPlain(value, format);
  return read.type === "day"
    ? {
        ...read,
        exact: !["610", "711", "718"].includes(format) && (format !== "" || value.length <= 10),
      }
    : read;
}

const unreadable: Day = { type: "unreadable" };

function readPlain(value: string, format: string): Day {
  if (!/^[\d-]+$/.test(value)) return { type: "unreadable" };
  const digits = value.replaceAll("-", "");
  switch (format) {
    case "101":
      return digits.length === 6
        ? day(century(digits.slice(0, 2)), digits.slice(2, 4), digits.slice(4))
        : { type: "unreadable" };
    case "610":
      return digits.length === 6
        ? day(digits.slice(0, 4), digits.slice(4), "01")
        : { type: "unreadable" };
    case "102":
      return digits.length === 8 ? fromEight(digits) : { type: "unreadable" };
    case "203":
    case "204":
    case "711":
    case "718":
      return digits.length >= 12 ? fromEight(digits) : { type: "unreadable" };
    case "2":
      return digits.length === 6
        ? fromSmallEnd(digits.slice(0, 4), century(digits.slice(4)))
        : { type: "unreadable" };
    case "3":
      return digits.length === 6
        ? day(century(digits.slice(4)), digits.slice(0, 2), digits.slice(2, 4))
        : { type: "unreadable" };
    case "4":
      return digits.length === 8
        ? fromSmallEnd(digits.slice(0, 4), digits.slice(4))
        : { type: "unreadable" };
    case "":
      return digits.length === 6
        ? readSix(digits)
        : digits.length >= 8
          ? fromEight(digits)
          : { type: "unreadable" };
    default:
      return { type: "unreadable" };
  }
}

const fromSmallEnd = (dayAndMonth: string, year: string): Day =>
  day(year, dayAndMonth.slice(2), dayAndMonth.slice(0, 2));

/**
 * Six digits without a format: the year may come first or last. If both readings give a date, it is
 * ambiguous.
 */
function readSix(digits: string): Day {
  const behind = fromSmallEnd(digits.slice(0, 4), century(digits.slice(4)));
  const front = day(century(digits.slice(0, 2)), digits.slice(2, 4), digits.slice(4));
  return behind.type === "day" && front.type === "day" && behind.day !== front.day
    ? unreadable
    : front;
}

const fromEight = (digits: string): Day =>
  day(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8));
