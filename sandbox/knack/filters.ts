// Knack's filters over typed values: dates by the day, exclusive at both ends, and written as the application writes them.
import { z } from "zod";
import type { Row } from "./data.ts";
import type { DateOrder, FieldType, Value } from "./fields.ts";

const Rule = z.object({ field: z.string(), operator: z.string(), value: z.union([z.string(), z.number(), z.boolean()]).optional() });
export type Rule = z.infer<typeof Rule>;
const Filters = z.union([
  z.array(Rule).transform((rules) => ({ match: "and" as const, rules })),
  z.object({ match: z.enum(["and", "or"]), rules: z.array(Rule) }),
]);

/** Knack's complaint about a filter it cannot use. */
export class FilterError extends Error {}

export type Test = (row: Row) => boolean;

/** A test for rows from the text of the parameter; every row passes when there is none. */
export function testOf(text: string | null, types: Record<string, FieldType>, order: DateOrder): Test {
  if (text === null || text === "") return () => true;
  const { match, rules } = Filters.parse(JSON.parse(text));
  const tests = rules.map((rule) => ruleTest(rule, types, order));
  return match === "and" ? (row) => tests.every((test) => test(row)) : (row) => tests.some((test) => test(row));
}

function ruleTest({ field, operator, value }: Rule, types: Record<string, FieldType>, order: DateOrder): Test {
  const type = types[field];
  if (type === undefined) throw new FilterError(`Invalid field: ${field}`);
  const wanted = String(value ?? "");
  const of =
    (test: (value: Value) => boolean): Test =>
    (row) =>
      test(row.values.get(field) ?? null);
  if (operator === "is blank") return of(isBlank);
  if (operator === "is not blank") return of((held) => !isBlank(held));
  if (type === "date") return of(dateTest(operator, isoOf(wanted, order)));
  const test = textTest(operator, wanted);
  return of((held) => test(textsOf(held)));
}

const isBlank = (value: Value): boolean => value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** A date in the other order is another date, or none at all: then nothing is found. */
function isoOf(text: string, order: DateOrder): string | null {
  const [, one = "", other = "", year = ""] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const [day, month] = order === "dd/mm/yyyy" ? [one, other] : [other, one];
  if (year === "" || Number(month) > 12 || Number(day) > 31) return null;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

function dateTest(operator: string, wanted: string | null): (value: Value) => boolean {
  const compare: Record<string, (day: string, other: string) => boolean> = {
    is: (day, other) => day === other,
    "is not": (day, other) => day !== other,
    "is after": (day, other) => day > other,
    "is before": (day, other) => day < other,
  };
  const test = compare[operator];
  if (!test) throw new FilterError(`Invalid operator: ${operator}`);
  return (value) => wanted !== null && value !== null && typeof value === "object" && "day" in value && test(value.day, wanted);
}

/** Texts are compared whatever their case; the ids of connections, as they stand. */
function textTest(operator: string, wanted: string): (texts: string[]) => boolean {
  const low = wanted.toLowerCase();
  const tests: Record<string, (texts: string[]) => boolean> = {
    is: (texts) => texts.some((text) => text.toLowerCase() === low),
    "is not": (texts) => !texts.some((text) => text.toLowerCase() === low),
    contains: (texts) => texts.some((text) => text.toLowerCase().includes(low)),
    "does not contain": (texts) => !texts.some((text) => text.toLowerCase().includes(low)),
    "starts with": (texts) => texts.some((text) => text.toLowerCase().startsWith(low)),
    "ends with": (texts) => texts.some((text) => text.toLowerCase().endsWith(low)),
    "higher than": (texts) => texts.some((text) => Number(text) > Number(wanted)),
    "lower than": (texts) => texts.some((text) => Number(text) < Number(wanted)),
  };
  const test = tests[operator];
  if (!test) throw new FilterError(`Invalid operator: ${operator}`);
  return test;
}

function textsOf(value: Value): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.map((item) => (typeof item === "string" ? item : item.id));
  if (typeof value === "object") return "day" in value ? [value.day] : [`${value.first} ${value.last}`];
  return [String(value)];
}
