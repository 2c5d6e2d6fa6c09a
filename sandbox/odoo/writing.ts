// Creates, changes, copies and removes records for a client, with the errors of a real server.
import { written, type Related } from "./commands.ts";
import { requireVisible, rulesFor } from "./company-rules.ts";
import { requireSound, requireUnused } from "./constraints.ts";
import { initialValues } from "./defaults.ts";
import { createRow, refuseToDeletePosted, unlinkRow, writeRow } from "./edit.ts";
import { accessError, typeError, valueError } from "./errors.ts";
import type { MethodCall } from "./method.ts";
import { oneRowOf, rowsOf } from "./records.ts";
import type { Table } from "./table.ts";
import { isObject, type Json, type Result, type Row } from "./values.ts";

type Values = { [field: string]: Json };

/** One id for one dictionary, a list of ids for a list. */
export function create(call: MethodCall): Result {
  const values = call.bound.values["vals_list"];
  if (isObject(values)) return createOne(call, values).id;
  if (!Array.isArray(values))
    throw typeError("create() needs a dictionary or a list of dictionaries");
  return values.filter(isObject).map((each) => createOne(call, each).id);
}

/** Writes to every record that a call names, and returns `result`. */
export function writeAll(call: MethodCall, values: Json | undefined, result: Result): Result {
  if (!isObject(values)) throw typeError("write() needs a dictionary");
  for (const row of rowsOf(call, "write")) writeOne(call, row, values);
  return result;
}

export function unlink(call: MethodCall): Result {
  /** Removes the records that a call names. */
  const rows = rowsOf(call, "unlink");
  for (const row of rows) removable(call, row);
  for (const row of rows) unlinkRow(call.table, row);
  return true;
}

/**
 * Version 18 and later copy several records and return their ids; earlier ones copy one record and
 * return its id.
 */
export function copy(call: MethodCall): Result {
  const { database, table, bound } = call;
  const { default: given } = bound.values;
  const copied = (row: Row) =>
    createOne(call, { ...copyOf(table, row), ...(isObject(given) ? given : {}) }).id;
  if (database.traits.major < 18) return copied(oneRowOf(call, "create"));
  return rowsOf(call, "create").map(copied);
  /** Posts invoices, which only an administrator may do here. */
}

export function actionPost(call: MethodCall): Result {
  if (call.user.role !== "admin")
    throw accessError("You don't have the access rights to post an invoice.");
  return writeAll(call, { state: "posted" }, false);
}

function createOne(call: MethodCall, values: Values): Row {
  const { database, table, user } = call;
  const row = createRow(database, table, {}, user.id);
  try {
    const all = { ...initialValues(call), ...values };
    table.store.write(row, fitted(call, row, all));
    return settled(call, row, "create");
  } catch (error) {
    // A failed transaction leaves nothing but a gap in the sequence.
    unlinkRow(table, row);
    throw error;
  }
}

function writeOne(call: MethodCall, row: Row, values: Values): void {
  const { database, table, user } = call;
  const before = { ...row };
  try {
    table.store.write(row, fitted(call, row, values));
    writeRow(database, table, row, {}, user.id);
    settled(call, row, "write");
  } catch (error) {
    table.store.write(row, before);
    throw error;
  }
}

function fitted(call: MethodCall, row: Row, values: Values): Row {
  const { database, table } = call;
  const after: Row = { id: row.id };
  for (const [name, value] of Object.entries(values)) {
    const field = table.model.fields.get(name);
    if (!field) throw valueError(database.traits.unknownFieldWritten(table.model.name, name));
    if (name === "id" || name === "display_name") continue;
    after[name] = written(table.model.name, field, value, row[name], relatedOf(call));
  }
  return after;
}

function settled(call: MethodCall, row: Row, operation: "create" | "write"): Row {
  requireSound(call.database, call.table, row);
  requireVisible(call, call.table.model, [row], operation);
  return row;
}

function removable({ database, table }: MethodCall, row: Row): void {
  refuseToDeletePosted(database, table, row);
  requireUnused(database, table, row);
}

/** The same call on another model, for the commands of x2many fields. */
function relatedOf(call: MethodCall): Related {
  const on = (model: string): MethodCall => {
    const table = call.database.tables.get(model);
    if (!table) throw valueError(`no model ${model} here`);
    return { ...call, table, visible: rulesFor(call, table.model) };
  };
  const found = (other: MethodCall, id: number): Row[] =>
    [other.table.store.get(id)].filter((row) => row !== undefined);
  return {
    create: (model, values) => createOne(on(model), values).id,
    write: (model, id, values) =>
      found(on(model), id).forEach((row) => writeOne(on(model), row, values)),
    unlink: (model, id) =>
      found(on(model), id).forEach((row) => {
        removable(on(model), row);
        unlinkRow(on(model).table, row);
      }),
  };
}

/**
 * Posted invoices are copied as drafts without a number; copies of named records say so in their
 * name.
 */
function copyOf({ model }: Table, row: Row): Values {
  const kept = [...model.fields.values()].filter(
    ({ type, name }) => type !== "one2many" && !notCopied.has(name),
  );
  const values: Values = Object.fromEntries(kept.map(({ name }) => [name, row[name] ?? false]));
  if (model.name === "res.partner") return { ...values, name: `${String(row["name"])} (copy)` };
  if (model.name === "account.move")
    return { ...values, name: false, state: "draft", payment_state: "not_paid" };
  return values;
}

const notCopied = new Set([
  "id",
  "display_name",
  "complete_name",
  "create_uid",
  "create_date",
  "write_uid",
  "write_date",
]);
