// The academic year: which one it is, how it is written, and the filter rules for exactly its days.
import type { Instant } from "../../contract/values/json.ts";
import type { Calendar, DateOrder } from "./settings.ts";

/** `first` and `last` are ISO dates; both belong to the year. */
export type AcademicYear = { label: string; first: string; last: string };

/** The time zone of schools with this calendar, in which their days begin. */
const zones: Record<Calendar, string> = { uk: "Europe/London", australia: "Australia/Sydney" };

/** The local day of a school at an instant. */
export function dayAt(calendar: Calendar, at: Instant): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zones[calendar],
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  })
    .formatToParts(new Date(at))
    .map(({ type, value }) => [type, value] as const);
  const { year = "", month = "", day = "" } = Object.fromEntries(parts) as Record<string, string>;
  return `${year.padStart(4, "0")}-${month}-${day}`;
}

/**
 * The academic year of a day: 1 August to 31 July in the United Kingdom, the calendar year in
 * Australia.
 */
export function academicYearOf(calendar: Calendar, day: string): AcademicYear {
  const year = Number(day.slice(0, 4));
  if (calendar === "australia")
    return { label: `${year}/${year}`, first: `${year}-01-01`, last: `${year}-12-31` };
  const begins = day.slice(5) >= "08-01" ? year : year - 1;
  return {
    label: `${begins}/${begins + 1}`,
    first: `${begins}-08-01`,
    last: `${begins + 1}-07-31`,
  };
}

export type FilterRule = { field: string; operator: string; value: string };

/**
 * The filter rules for a year. Knack compares whole days and excludes the given day, so the days
 * around the year are used.
 */
export function rulesWithin(year: AcademicYear, field: string, order: DateOrder): FilterRule[] {
  return [
    { field, operator: "is after", value: writtenDay(beside(year.first, -1), order) },
    { field, operator: "is before", value: writtenDay(beside(year.last, 1), order) },
  ];
}

function beside(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function writtenDay(iso: string, order: DateOrder): string {
  const [year, month, day] = iso.split("-");
  return order === "dd/mm/yyyy" ? `${day}/${month}/${year}` : `${month}/${day}/${year}`;
}
