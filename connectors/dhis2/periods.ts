// Periods as DHIS2 writes them: when each begins. Its year always stands in front.

/** First months of the halves and years that do not begin in January. */
const startMonths: Record<string, number> = { Apr: 4, April: 4, July: 7, Sep: 9, Oct: 10, Nov: 11 };
const weekdays: Record<string, number> = { "": 0, Wed: 2, Thu: 3, Sat: 5, Sun: 6 };

const day = (year: number, month: number, date = 1): string => new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);

/** Each form of a period, and how its first day is found. */
const forms: [RegExp, (year: number, parts: string[]) => string][] = [
  [/^(\d{4})$/, (year) => day(year, 1)],
  [/^(\d{4})(\d{2})$/, (year, [month]) => day(year, Number(month))],
  [/^(\d{4})(\d{2})(\d{2})$/, (year, [month, date]) => day(year, Number(month), Number(date))],
  [/^(\d{4})(\d{2})B$/, (year, [number]) => day(year, Number(number) * 2 - 1)],
  [/^(\d{4})Q([1-4])$/, (year, [quarter]) => day(year, Number(quarter) * 3 - 2)],
  [/^(\d{4})S([12])$/, (year, [half]) => day(year, Number(half) * 6 - 5)],
  // Half a year from April or November is called by that month; the second half begins six months later.
  [/^(\d{4})(April|Nov)S([12])$/, (year, [month = "", half]) => day(year, (startMonths[month] ?? 1) + Number(half) * 6 - 6)],
  [/^(\d{4})(April|July|Sep|Oct|Nov)$/, (year, [month = ""]) => day(year, startMonths[month] ?? 1)],
  [/^(\d{4})(Wed|Thu|Sat|Sun|)W(\d{1,2})$/, (year, [weekday = "", week]) => weekStart(year, Number(week), weekdays[weekday] ?? 0)],
  [/^(\d{4})BiW(\d{1,2})$/, (year, [number]) => weekStart(year, Number(number) * 2 - 1, 0)],
];

/** The first week is the one that holds the fourth of January; a week that begins on another day keeps that rule. */
function weekStart(year: number, week: number, weekday: number): string {
  const fourth = new Date(Date.UTC(year, 0, 4));
  const sinceStart = (((fourth.getUTCDay() + 6) % 7) - weekday + 7) % 7;
  return day(year, 1, 4 - sinceStart + (week - 1) * 7);
}

/** The first day of a period; null for a form that we do not know. */
export function firstDay(period: string): string | null {
  for (const [form, start] of forms) {
    const [whole, year, ...parts] = form.exec(period) ?? [];
    if (whole !== undefined && Number(year) > 0) return start(Number(year), parts);
  }
  return null;
}

/** Whether a period is read: an unknown form is read rather than lost. */
export const beginsFrom = (period: string, floor: string): boolean => (firstDay(period) ?? floor) >= floor;

/** Texts that cannot be periods go no further: they would become parts of ids and of addresses. */
export const isPeriod = (text: unknown): text is string => typeof text === "string" && /^\d{4}[A-Za-z0-9]{0,9}$/.test(text);

/** The first day of the month, some months before a day. */
export function monthsBefore(today: string, months: number): string {
  return day(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - months);
}
