// The records that a call names.
import { requireVisible } from "./company-rules.ts";
import { valueError } from "./errors.ts";
import type { MethodCall } from "./method.ts";
import type { Operation } from "./rights.ts";
import type { Row } from "./values.ts";

/** The records that a call names, as far as they exist; refused when the rules hide one of them. */
export function rowsOf(call: MethodCall, operation: Operation): Row[] {
  const rows = call.bound.ids.map((id) => call.table.store.get(id)).filter((row) => row !== undefined);
  requireVisible(call, call.table.model, rows, operation);
  return rows;
}

/** The one record of a call that works on one only. */
export function oneRowOf(call: MethodCall, operation: Operation): Row {
  const [row, ...others] = rowsOf(call, operation);
  if (!row || others.length > 0)
    throw valueError(`Expected singleton: ${call.table.model.name}(${call.bound.ids.join(", ")}${call.bound.ids.length === 1 ? "," : ""})`);
  return row;
}
