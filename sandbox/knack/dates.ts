// Knack's date operators: by day and exclusive at both ends, with dates as the application writes
// them or relative to today.
import { isoOf, type DateOrder, type Value } from "./fields.ts";
import { FilterError, type FilterRule } from "./rule.ts";

/** The current day and time in the application's time zone. */
export interface Today {
  today: string;
  time: string;
}

interface WallClock {
  day: string;
  time: string | null;
}
type Test = (moment: WallClock) => boolean;

/** A test for the date a field holds; a field without one never matches. */
export function momentTest(
  rule: FilterRule,
  ground: Today & { dateOrder: DateOrder },
): (value: Value) => boolean {
  const test = relativeTest(rule, ground) ?? writtenTest(rule, ground.dateOrder);
  return (value) => value !== null && typeof value === "object" && "day" in value && test(value);
}

/** A date in the other order is another date, or none at all, which matches nothing. */
function writtenTest({ operator, value }: FilterRule, order: DateOrder): Test {
  const compare: Record<string, (day: string, other: string) => boolean> = {
    is: (day, other) => day === other,
    "is not": (day, other) => day !== other,
    "is after": (day, other) => day > other,
    "is before": (day, other) => day < other,
  };
  const test = compare[operator];
  if (!test) throw new FilterError(`Invalid operator: ${operator}`);
  const wanted = isoOf(String(value ?? ""), order);
  return ({ day }) => wanted !== null && test(day, wanted);
}

function relativeTest(
  { operator, range = 1, type, value }: FilterRule,
  { today, time }: Today,
): Test | null {
  const unit = String(type ?? value ?? "days");
  const at = `${today} ${time}`;
  const stamp = (moment: WallClock) => `${moment.day} ${moment.time ?? "00:00"}`;
  const by: Record<string, () => Test> = {
    "is today": () => (moment) => moment.day === today,
    "is today or before": () => (moment) => moment.day <= today,
    "is today or after": () => (moment) => moment.day >= today,
    "is before today": () => (moment) => moment.day < today,
    "is after today": () => (moment) => moment.day > today,
    "is before current time": () => (moment) => stamp(moment) < at,
    "is after current time": () => (moment) => stamp(moment) > at,
    "is during the current": () =>
      within(startOfUnit(today, unit), shiftedDay(startOfUnit(today, unit), 1, unit)),
    "is during the previous": () => within(shiftedDay(today, -range, unit), today),
    "is during the next": () =>
      within(shiftedDay(today, 0, "days", 1), shiftedDay(today, range, unit, 1)),
    "is before the previous": () => (moment) => moment.day < shiftedDay(today, -range, unit),
    "is after the next": () => (moment) => moment.day > shiftedDay(today, range, unit),
  };
  return by[operator]?.() ?? null;
}

/** From a day up to another, exclusive. */
const within =
  (from: string, to: string): Test =>
  ({ day }) =>
    day >= from && day < to;

const unitOf = (unit: string): "day" | "week" | "month" | "year" => {
  const name = unit.toLowerCase().replace(/s$/, "");
  if (name === "day" || name === "week" || name === "month" || name === "year") return name;
  throw new FilterError(`Invalid type: ${unit}`);
};

/** The day `count` units later, plus `days`. In a shorter month, it is the last day. */
function shiftedDay(day: string, count: number, unit: string, days = 0): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const name = unitOf(unit);
  const months = name === "year" ? count * 12 : name === "month" ? count : 0;
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const more = (name === "week" ? count * 7 : name === "day" ? count : 0) + days;
  return new Date(first.setUTCDate(Math.min(date, last)) + more * 86_400_000)
    .toISOString()
    .slice(0, 10);
}

/** The first day of the week, month or year; weeks begin on Monday. */
function startOfUnit(day: string, unit: string): string {
  const name = unitOf(unit);
  if (name === "year") return `${day.slice(0, 4)}-01-01`;
  if (name === "month") return `${day.slice(0, 7)}-01`;
  return name === "day"
    ? day
    : shiftedDay(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7), "days");
}
