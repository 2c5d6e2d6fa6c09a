// Knack's filters on typed values: nested groups, and the operators of each field type.
import { z } from "zod";
import type { Row } from "./data.ts";
import { momentTest, type Today } from "./dates.ts";
import type { DateOrder, Value } from "./fields.ts";
import type { FieldSpec, FieldType } from "./objects.ts";
import { FilterError, FilterRule } from "./rule.ts";

interface Group {
  match: "and" | "or";
  rules: (FilterRule | Group)[];
}
const Group: z.ZodType<Group> = z.lazy(() =>
  z.object({ match: z.enum(["and", "or"]), rules: z.array(z.union([Group, FilterRule])).max(100) }),
);
/** A bare list of rules means that all of them must match. */
const Filters = z.union([
  z.array(z.union([Group, FilterRule])).transform((rules): Group => ({ match: "and", rules })),
  Group,
]);

export type Test = (row: Row) => boolean;

/** What filters depend on. */
export interface FilterContext extends Today {
  specs: Record<string, FieldSpec>;
  dateOrder: DateOrder;
}

/** A test for rows from the text of the parameter; without one, every row matches. */
export function testOf(text: string | null, ground: FilterContext): Test {
  if (text === null || text === "") return () => true;
  return groupTest(Filters.parse(JSON.parse(text)), ground);
}

function groupTest({ match, rules }: Group, ground: FilterContext): Test {
  const tests = rules.map((rule) =>
    "rules" in rule ? groupTest(rule, ground) : ruleTest(rule, ground),
  );
  return match === "and"
    ? (row) => tests.every((test) => test(row))
    : (row) => tests.some((test) => test(row));
}

function ruleTest(rule: FilterRule, ground: FilterContext): Test {
  const { field, operator, value } = rule;
  const spec = ground.specs[field];
  if (spec === undefined) throw new FilterError(`Invalid field: ${field}`);
  const of =
    (test: (value: Value) => boolean): Test =>
    (row) =>
      test(row.values.get(field) ?? null);
  if (operator === "is blank") return of(isBlank);
  if (operator === "is not blank") return of((held) => !isBlank(held));
  if (operator === "is any") return () => true;
  if (spec.type === "date_time") return of(momentTest(rule, ground));
  if (!(operatorsOf[spec.type] ?? ofTexts).includes(operator))
    throw new FilterError(`Invalid operator: ${operator}`);
  const test = tests[operator]?.(wantedOf(value, spec.type));
  if (!test) throw new FilterError(`Invalid operator: ${operator}`);
  return of((held) => test(textsOf(held)));
}

const isBlank = (value: Value): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** Yes and true mean the same. */
function wantedOf(value: FilterRule["value"], type: FieldType): string {
  const text = String(value ?? "");
  return type === "boolean" ? String(/^(yes|true)$/i.test(text)) : text;
}

const ofTexts = ["is", "is not", "contains", "does not contain", "starts with", "ends with"];
const operatorsOf: Partial<Record<FieldType, string[]>> = {
  number: ["is", "is not", "higher than", "lower than"],
  currency: ["is", "is not", "higher than", "lower than"],
  auto_increment: ["is", "is not", "higher than", "lower than"],
  boolean: ["is", "is not"],
  connection: ["is", "is not", "contains", "does not contain"],
};

/** Texts are compared without regard to case, ids of connections exactly. */
const tests: Record<string, (wanted: string) => (texts: string[]) => boolean> = {
  is: same,
  "is not": (wanted) => not(same(wanted)),
  contains: within,
  "does not contain": (wanted) => not(within(wanted)),
  "starts with": (wanted) => (texts) =>
    texts.some((text) => text.toLowerCase().startsWith(wanted.toLowerCase())),
  "ends with": (wanted) => (texts) =>
    texts.some((text) => text.toLowerCase().endsWith(wanted.toLowerCase())),
  "higher than": (wanted) => (texts) => texts.some((text) => Number(text) > Number(wanted)),
  "lower than": (wanted) => (texts) => texts.some((text) => Number(text) < Number(wanted)),
};

function same(wanted: string): (texts: string[]) => boolean {
  return (texts) => texts.some((text) => text.toLowerCase() === wanted.toLowerCase());
}

function within(wanted: string): (texts: string[]) => boolean {
  return (texts) => texts.some((text) => text.toLowerCase().includes(wanted.toLowerCase()));
}

function not(test: (texts: string[]) => boolean): (texts: string[]) => boolean {
  return (texts) => !test(texts);
}

function textsOf(value: Value): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.map((item) => (typeof item === "string" ? item : item.id));
  if (typeof value !== "object") return [String(value)];
  if ("day" in value) return [value.day];
  if ("asset" in value) return [value.filename];
  if ("street" in value)
    return [[value.street, value.street2 ?? "", value.city, value.zip].join(" ")];
  return [`${value.first} ${value.last}`];
}
