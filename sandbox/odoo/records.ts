// The records that a call names.
import { hasRules, requireVisible } from "./company-rules.ts";
import { missingRecord, valueError } from "./errors.ts";
import type { MethodCall } from "./method.ts";
import type { Operation } from "./rights.ts";
import type { Row } from "./values.ts";

/**
 * The records that a call names, as far as they exist; an error if the rules hide one of them.
 * Reading leaves out records that do not exist.
 */
export function rowsOf(call: MethodCall, operation: Operation): Row[] {
  const { bound, table, user } = call;
  const gone = bound.ids.find((id) => table.store.get(id) === undefined);
  // A rule can only be applied to an existing record; without rules nobody checks.
  if (gone !== undefined && operation !== "read" && hasRules(table.model))
    throw missingRecord(table.model.name, gone, user.id);
  const rows = bound.ids.map((id) => table.store.get(id)).filter((row) => row !== undefined);
  requireVisible(call, call.table.model, rows, operation);
  return rows;
}

/** The record of a call that works on exactly one. */
export function oneRowOf(call: MethodCall, operation: Operation): Row {
  const [row, ...others] = rowsOf(call, operation);
  if (!row || others.length > 0)
    throw valueError(
      `Expected singleton: ${call.table.model.name}(${call.bound.ids.join(", ")}${call.bound.ids.length === 1 ? "," : ""})`,
    );
  return row;
}
