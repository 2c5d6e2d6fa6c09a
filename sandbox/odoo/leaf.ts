// One condition of a domain: compares a field's value, by Odoo's rules about empty values.
import type { Field } from "./schema.ts";
import type { Json, Value } from "./values.ts";

export type Test = (value: Value | undefined) => boolean;

/** Whether a version knows an operator. */
export function knowsOperator(operator: string, major: number): boolean {
  return (
    always.has(operator) ||
    (major >= 17 && since17.has(operator)) ||
    (major >= 19 && since19.has(operator))
  );
}

const always = new Set([
  "=",
  "!=",
  "<>",
  "==",
  "<=",
  "<",
  ">",
  ">=",
  "=?",
  "=like",
  "=ilike",
  "like",
  "not like",
  "ilike",
  "not ilike",
  "in",
  "not in",
  "child_of",
  "parent_of",
]);
const since17 = new Set(["any", "not any"]);
const since19 = new Set(["not =like", "not =ilike"]);

/** Compiles the comparison of a field with a value; `label` names related records. */
export function compileLeaf({
  field,
  operator,
  value,
  label,
}: {
  field: Field;
  operator: string;
  value: Json;
  label: (id: number) => string;
}): Test {
  switch (operator) {
    case "=":
    case "==":
      return equals(field, value, label);
    case "!=":
    case "<>":
      return not(equals(field, value, label));
    case "=?":
      return value === false || value === null ? () => true : equals(field, value, label);
    case "in":
      return isIn(field, asList(value), label);
    case "not in":
      return not(isIn(field, asList(value), label));
    case "like":
    case "ilike":
    case "=like":
    case "=ilike":
      return like(operator, value, label);
    case "not like":
    case "not ilike":
    case "not =like":
    case "not =ilike":
      return not(like(operator.slice(4), value, label));
    default:
      return compares(field, operator, value);
  }
}

/**
 * Empty values pass a negated comparison, because Odoo adds `OR field IS NULL` to SQL's `!=` and
 * `NOT LIKE`.
 */
function not(test: Test): Test {
  return (value) => !test(value);
}

function asList(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

function equals(field: Field, value: Json, label: (id: number) => string): Test {
  if (value === false || value === null) return isEmpty(field);
  if (field.type === "boolean") return (held) => (held === true) === Boolean(value);
  if (field.relation && typeof value === "string") return relates((id) => label(id) === value);
  if (Array.isArray(value)) return isIn(field, value, label);
  if (isX2many(field)) return (held) => Array.isArray(held) && held.includes(Number(value));
  if (isNumber(field))
    return (held) =>
      (held === false ? 0 : held) === Number(value) &&
      (held !== false || field.type !== "many2one");
  const text =
    field.type === "datetime" && String(value).length === 10
      ? `${String(value)} 00:00:00`
      : String(value);
  // A whole second only equals a row without microseconds, as in PostgreSQL.
  return field.type === "datetime"
    ? (held) => held === text || held === `${text}.000000`
    : (held) => held === text;
}

function isIn(field: Field, values: Json[], label: (id: number) => string): Test {
  const tests =
    values.length > 8
      ? [isInSet(field, values)]
      : values.map((value) => equals(field, value, label));
  return (held) => tests.some((test) => test(held));
}

function isInSet(field: Field, values: Json[]): Test {
  const wanted = new Set<Json | undefined>(values);
  if (isX2many(field)) return (held) => Array.isArray(held) && held.some((id) => wanted.has(id));
  return (held) => !Array.isArray(held) && wanted.has(held);
}

function isEmpty(field: Field): Test {
  if (isX2many(field)) return (held) => !Array.isArray(held) || held.length === 0;
  if (field.type === "float" || field.type === "monetary" || field.type === "integer")
    return (held) => held === false || held === undefined || held === 0;
  return (held) => held === false || held === undefined || held === "";
}

function compares(field: Field, operator: string, value: Json): Test {
  if (isNumber(field)) {
    const bound = Number(value);
    return ordered(operator, (held) =>
      typeof held === "number"
        ? held - bound
        : held === false && field.type !== "many2one"
          ? -bound
          : NaN,
    );
  }
  const bound = boundOf(field, operator, String(value));
  return ordered(operator, (held) =>
    typeof held === "string" ? sideOf(field.type === "datetime" ? exact(held) : held, bound) : NaN,
  );
}

/** A day compared with a time means its first second, or its last for `>` and `<=`. */
function boundOf(field: Field, operator: string, text: string): string {
  if (field.type !== "datetime") return text;
  const bound =
    text.length === 10
      ? `${text} ${operator === ">" || operator === "<=" ? "23:59:59" : "00:00:00"}`
      : text;
  return exact(bound);
}

/**
 * The table stores six digits of a second; without them a whole second would sort before itself.
 */
const exact = (time: string): string => (time.length === 19 ? `${time}.000000` : time);

const sideOf = (held: string, bound: string): number => (held < bound ? -1 : held > bound ? 1 : 0);

function ordered(operator: string, difference: (held: Value | undefined) => number): Test {
  switch (operator) {
    case "<":
      return (held) => difference(held) < 0;
    case "<=":
      return (held) => difference(held) <= 0;
    case ">":
      return (held) => difference(held) > 0;
    default:
      return (held) => difference(held) >= 0;
  }
}

function like(operator: string, value: Json, label: (id: number) => string): Test {
  const text = value === false || value === null ? "" : String(value);
  const pattern = likePattern(
    operator.startsWith("=") ? text : `%${text}%`,
    operator.endsWith("ilike"),
  );
  const related = relates((id) => pattern.test(label(id)));
  return (held) => {
    if (typeof held === "string") return pattern.test(held);
    if (typeof held === "number" || Array.isArray(held)) return related(held);
    return false;
  };
}

function likePattern(like: string, ignoreCase: boolean): RegExp {
  const source = like.replace(
    /\\(.)|[%_]|[\^$\\.*+?()[\]{}|/-]/gu,
    (found, escaped: string | undefined) => {
      if (escaped !== undefined) return `\\u{${(escaped.codePointAt(0) ?? 0).toString(16)}}`;
      if (found === "%") return ".*";
      if (found === "_") return ".";
      return `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`;
    },
  );
  return new RegExp(`^${source}$`, ignoreCase ? "isu" : "su");
}

function relates(test: (id: number) => boolean): Test {
  return (held) => (typeof held === "number" ? test(held) : Array.isArray(held) && held.some(test));
}

function isNumber(field: Field): boolean {
  return (
    field.type === "integer" ||
    field.type === "float" ||
    field.type === "monetary" ||
    field.type === "many2one"
  );
}

function isX2many(field: Field): boolean {
  return field.type === "one2many" || field.type === "many2many";
}
