// Checks that the server applied the filter: each row is evaluated against the domain of its own
// query.
import type { Json } from "../../contract/values/json.ts";
import type { Condition, Domain, Row } from "./queries.ts";

/** The field whose condition a row violates; null when the row's own fields show no violation. */
export function violatedField(row: Row, domain: Domain): string | null {
  let at = 0;
  while (at < domain.length) {
    const { holds, next, field } = evaluate(row, domain, at);
    if (holds === false) return field;
    at = next;
  }
  return null;
}

/** Whether a row meets a condition; null when its fields cannot tell. */
type Ternary = boolean | null;
type Evaluation = { holds: Ternary; next: number; field: string };

/** Evaluates one term of a domain in Odoo's prefix notation. */
function evaluate(row: Row, domain: Domain, at: number): Evaluation {
  const term = domain[at];
  if (term === undefined) return { holds: null, next: at + 1, field: "" };
  if (term === "!") {
    const { holds, next, field } = evaluate(row, domain, at + 1);
    return { holds: not(holds), next, field };
  }
  if (term !== "&" && term !== "|")
    return { holds: matches(row, term), next: at + 1, field: term[0] };
  const one = evaluate(row, domain, at + 1);
  const other = evaluate(row, domain, one.next);
  return { holds: joined(term, one.holds, other.holds), next: other.next, field: one.field };
}

function joined(by: "&" | "|", one: Ternary, other: Ternary): Ternary {
  const decides = by === "|";
  if (one === decides || other === decides) return decides;
  return one === null || other === null ? null : !decides;
}

/**
 * The value of a field, or the id of a many2one. Null for an unreadable value, which becomes a
 * reject later.
 */
function valueIn(row: Row, field: string): string | number | boolean | null {
  const value = Object.hasOwn(row, field) ? row[field] : undefined;
  const held = Array.isArray(value) ? value[0] : value;
  return typeof held === "string" ||
    typeof held === "boolean" ||
    (typeof held === "number" && Number.isFinite(held))
    ? held
    : null;
}

function matches(row: Row, [field, operator, wanted]: Condition): Ternary {
  const held = valueIn(row, field);
  if (held === null) return null;
  switch (operator) {
    case "=":
      return isOneOf(held, [wanted]);
    case "!=":
      return not(isOneOf(held, [wanted]));
    case "in":
      return Array.isArray(wanted) ? isOneOf(held, wanted) : null;
    case "not in":
      return Array.isArray(wanted) ? not(isOneOf(held, wanted)) : null;
    case "=ilike":
      return typeof wanted === "string" ? startsWith(held, wanted) : null;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compare(held, operator, wanted);
    default:
      return null;
  }
}

const not = (verdict: Ternary): Ternary => (verdict === null ? null : !verdict);

/** A value of another type is not a mismatch but unreadable. False means empty, for any type. */
function isOneOf(held: string | number | boolean, wanted: Json[]): Ternary {
  if (wanted.includes(held)) return true;
  return held === false || wanted.some((one) => typeof one === typeof held || one === false)
    ? false
    : null;
}

/**
 * Our only patterns are prefixes such as `CE%`. PostgreSQL folds case by locale, so only ASCII can
 * be judged here.
 */
function startsWith(held: string | number | boolean, pattern: string): Ternary {
  if (held === false) return false;
  const beginning = pattern.slice(0, -1);
  if (
    typeof held !== "string" ||
    !pattern.endsWith("%") ||
    !/^[ -~]*$/.test(beginning) ||
    /[%_\\]/.test(beginning)
  )
    return null;
  return held.slice(0, beginning.length).toLowerCase() === beginning.toLowerCase();
}

/**
 * Compares numbers as numbers, and dates and times as text. An empty date is neither before nor
 * after another.
 */
function compare(
  held: string | number | boolean,
  operator: "<" | "<=" | ">" | ">=",
  wanted: Json,
): Ternary {
  if (held === false && typeof wanted === "string") return false;
  if (typeof held !== typeof wanted || typeof held === "boolean") return null;
  const [one, other] = [held, wanted as string | number];
  // The table stores microseconds but answers show whole seconds, so `<` and `>` are judged by
  // whole seconds as well.
  if (operator === "<") return one < other;
  if (operator === "<=") return one <= other;
  return operator === ">=" || (typeof one === "string" && one.length === 19)
    ? one >= other
    : one > other;
}
