// Parses the periods of DHIS2 into their type and days. Every form begins with the year.

/** `type` is DHIS2's name of the period type. `from` and `to` are the first and the last day. */
export type Period = { type: string; from: string; to: string };

/** The length of a period, in calendar months or in days. */
type Length = { months: number } | { days: number };
type Start = { year: number; month: number; date?: number };
type Form = {
  form: RegExp;
  type: string;
  length: Length;
  start: (year: number, number: number) => Start;
};

const month = (year: number, number: number): Start => ({ year, month: number });

/**
 * A year that begins in another month than January. The one from November is named after the year
 * in which it ends (dhis2-core, FinancialNovemberPeriodType).
 */
const financial = (name: string, type: string, first: number): Form => ({
  form: new RegExp(`^(\\d{4})${name}$`),
  type: `Financial${type}`,
  length: { months: 12 },
  start: (year) => month(first === 11 ? year - 1 : year, first),
});

/**
 * Weeks. The first week of a year is the one with the fourth of January, whatever weekday weeks
 * begin on.
 */
const weekly = (name: string, type: string, weekday: number): Form => ({
  form: new RegExp(`^(\\d{4})${name}W(\\d{1,2})$`),
  type: `Weekly${type}`,
  length: { days: 7 },
  start: (year, week) => weekStart(year, week, weekday),
});

/** Every form of a period (dhis2-core, the classes of `org.hisp.dhis.period`, 2.40 to 2.43). */
const forms: Form[] = [
  { form: /^(\d{4})$/, type: "Yearly", length: { months: 12 }, start: (year) => month(year, 1) },
  { form: /^(\d{4})(0[1-9]|1[0-2])$/, type: "Monthly", length: { months: 1 }, start: month },
  {
    form: /^(\d{4})(\d{4})$/,
    type: "Daily",
    length: { days: 1 },
    start: (year, day) => ({ year, month: Math.floor(day / 100), date: day % 100 }),
  },
  {
    form: /^(\d{4})(0[1-6])B$/,
    type: "BiMonthly",
    length: { months: 2 },
    start: (year, number) => month(year, number * 2 - 1),
  },
  {
    form: /^(\d{4})Q([1-4])$/,
    type: "Quarterly",
    length: { months: 3 },
    start: (year, number) => month(year, number * 3 - 2),
  },
  {
    form: /^(\d{4})NovQ([1-4])$/,
    type: "QuarterlyNov",
    length: { months: 3 },
    start: (year, number) => month(year - 1, number * 3 + 8),
  },
  {
    form: /^(\d{4})S([12])$/,
    type: "SixMonthly",
    length: { months: 6 },
    start: (year, number) => month(year, number * 6 - 5),
  },
  {
    form: /^(\d{4})AprilS([12])$/,
    type: "SixMonthlyApril",
    length: { months: 6 },
    start: (year, number) => month(year, number * 6 - 2),
  },
  {
    form: /^(\d{4})NovS([12])$/,
    type: "SixMonthlyNov",
    length: { months: 6 },
    start: (year, number) => month(year - 1, number * 6 + 5),
  },
  financial("Feb", "Feb", 2),
  financial("April", "April", 4),
  financial("July", "July", 7),
  financial("Aug", "Aug", 8),
  financial("Sep", "Sep", 9),
  financial("Oct", "Oct", 10),
  financial("Nov", "Nov", 11),
  weekly("", "", 0),
  weekly("Wed", "Wednesday", 2),
  weekly("Thu", "Thursday", 3),
  weekly("Fri", "Friday", 4),
  weekly("Sat", "Saturday", 5),
  weekly("Sun", "Sunday", 6),
  {
    form: /^(\d{4})BiW(\d{1,2})$/,
    type: "BiWeekly",
    length: { days: 14 },
    start: (year, number) => weekStart(year, number * 2 - 1, 0),
  },
];

function weekStart(year: number, week: number, weekday: number): Start {
  const fourth = new Date(Date.UTC(year, 0, 4));
  const sinceStart = (((fourth.getUTCDay() + 6) % 7) - weekday + 7) % 7;
  return { year, month: 1, date: 4 - sinceStart + (week - 1) * 7 };
}

const dayOf = ({ year, month: number, date = 1 }: Start): string =>
  new Date(Date.UTC(year, number - 1, date)).toISOString().slice(0, 10);

/** The type and days of a period in the Gregorian calendar; null for an unknown form. */
export function periodIn(text: string): Period | null {
  for (const { form, type, length, start } of forms) {
    const [whole, year, number = "0"] = form.exec(text) ?? [];
    if (whole === undefined || Number(year) === 0) continue;
    const first = start(Number(year), Number(number));
    const next = "months" in length ? { ...first, month: first.month + length.months } : first;
    const days = "months" in length ? 0 : length.days;
    return { type, from: dayOf(first), to: dayOf({ ...next, date: (first.date ?? 1) + days - 1 }) };
  }
  return null;
}

/** The first day of a period; null for an unknown form. */
export const firstDay = (period: string): string | null => periodIn(period)?.from ?? null;

/** DHIS2's name of the period type; null for an unknown form. */
export const periodTypeOf = (period: string): string | null => periodIn(period)?.type ?? null;

/**
 * Whether a period begins on or after `floor`. True for an unknown form, so that its values are
 * read rather than lost.
 */
export const beginsFrom = (period: string, floor: string): boolean =>
  (firstDay(period) ?? floor) >= floor;

/** Whether a text can be a period. Texts that cannot would end up in ids and addresses. */
export const isPeriod = (text: unknown): text is string =>
  typeof text === "string" && /^\d{4}[A-Za-z0-9]{0,9}$/.test(text);

/** The first day of the month that lies `months` before a day. */
export const monthsBefore = (today: string, months: number): string =>
  dayOf({ year: Number(today.slice(0, 4)), month: Number(today.slice(5, 7)) - months });
