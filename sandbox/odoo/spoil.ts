// Faults inside Odoo's responses: errors, wrong counts, wrong types, rows that change meanwhile.
import type { Exchange } from "../exchange.ts";
import { change, changeable } from "./change.ts";
import { accessDenied } from "./errors.ts";
import { execute, type Execution } from "./odoo.ts";
import { refusal } from "./rights.ts";
import { Float, Rows, type Column, type Result, type Row, type Value } from "./values.ts";

/** Runs a method as `execute` does, with the faults that apply to the request. */
export function executeWithFaults(exchange: Exchange, execution: Execution): Result {
  const { database, model, user } = execution;
  if (exchange.fault("access_denied")) throw accessDenied();
  const table = database.tables.get(model);
  if (exchange.fault("no_rights") && table) throw refusal(database, table.model, "read", user.lang);
  const moving = exchange.fault("rows_changing");
  if (moving && changeable.some((name) => name === model))
    change(database, {
      model,
      changed: moving.changed,
      added: moving.added,
      removed: moving.removed,
    });
  const result = execute(execution);
  const lie = exchange.fault("lying_counts");
  if (lie && execution.method === "search_count" && typeof result === "number")
    return Math.max(0, result + lie.by);
  return exchange.fault("wrong_types") ? wrongTypes(result) : result;
}

/** Ids and amounts as text, dates as numbers, labels alone: what a broken module might send. */
function wrongTypes(result: Result): Result {
  if (result instanceof Rows)
    return result.rows.map((row) =>
      Object.fromEntries(
        result.columns.map((column) => [column.field.name, wrongCell(column, row)]),
      ),
    );
  if (result instanceof Float) return String(result.number);
  if (typeof result === "number") return String(result);
  if (Array.isArray(result)) return result.map(wrongTypes);
  return result;
}

function wrongCell({ field, value, label }: Column, row: Row): Result {
  const held: Value = value(row);
  switch (field.type) {
    case "integer":
    case "float":
    case "monetary":
      return String(held);
    case "date":
    case "datetime":
      return typeof held === "string" ? Date.parse(held.replace(" ", "T")) : 0;
    case "many2one":
      return typeof held === "number" && label ? label(held) : null;
    case "boolean":
      return held === true ? "yes" : "no";
    default:
      return Array.isArray(held) ? held.join(",") : held;
  }
}
