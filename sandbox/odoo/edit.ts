// Edits records: write, create and unlink, with the stamps and links that Odoo maintains.
import { Random } from "../random.ts";
import type { Database } from "./database.ts";
import { userError, valueError } from "./errors.ts";
import { ids } from "./making.ts";
import type { Table } from "./table.ts";
import type { Json, Row, Value } from "./values.ts";

/** Writes values to a record; the write date is now, unless the values contain one. */
export function writeRow(
  database: Database,
  table: Table,
  row: Row,
  values: { [field: string]: Json },
  userId: number = ids.users.admin,
): void {
  const parsed = parsedValues(database, table, values);
  table.store.write(row, { write_uid: userId, write_date: database.stamp(), ...parsed });
}

/**
 * Creates a record from the given values. Other fields are empty: booleans false, x2many without
 * ids.
 */
export function createRow(
  database: Database,
  table: Table,
  values: { [field: string]: Json },
  userId: number = ids.users.admin,
): Row {
  const row: Row = { id: 0 };
  for (const field of table.model.fields.values()) {
    if (field.name === "active") row["active"] = true;
    else row[field.name] = field.type === "one2many" || field.type === "many2many" ? [] : false;
  }
  const stamp = database.stamp();
  Object.assign(
    row,
    { create_uid: userId, create_date: stamp, write_uid: userId, write_date: stamp },
    parsedValues(database, table, values),
  );
  row.id = typeof values["id"] === "number" ? values["id"] : table.nextId();
  table.store.append(row);
  linkToParent(table, row);
  return row;
}

/** Removes a record, and its id from its parent's list. */
export function unlinkRow(table: Table, row: Row): void {
  table.store.remove(row.id);
  const parent =
    typeof row["parent_id"] === "number" ? table.store.get(row["parent_id"]) : undefined;
  if (Array.isArray(parent?.["child_ids"]))
    parent["child_ids"] = parent["child_ids"].filter((id) => id !== row.id);
}

/** Adds a contact to the list of its company. */
export function linkToParent(table: Table, row: Row): void {
  const parent =
    typeof row["parent_id"] === "number" ? table.store.get(row["parent_id"]) : undefined;
  if (Array.isArray(parent?.["child_ids"]) && !parent["child_ids"].includes(row.id))
    parent["child_ids"].push(row.id);
}

/** Odoo refuses to delete posted documents. */
export function refuseToDeletePosted(database: Database, table: Table, row: Row): void {
  if (table.model.name !== "account.move" || row["state"] !== "posted") return;
  throw userError(
    database.traits.major >= 19
      ? "Vous ne pouvez pas supprimer une pièce comptable validée. Ne jouez pas avec votre comptabilité ; remettez la pièce comptable à l’état de brouillon avant de la supprimer."
      : "Vous ne pouvez pas supprimer une écriture comptable comptabilisée. Ne jouez pas avec votre comptabilité ; remettez la pièce comptable en brouillon avant de la supprimer.",
  );
}

/** A random sequence for the next change: the same change after the same changes. */
export function nextChange(database: Database): Random {
  database.changeSequence += 1;
  return new Random(`${database.seed}/change/${database.changeSequence}`);
}

function parsedValues(
  database: Database,
  table: Table,
  values: { [field: string]: Json },
): { [field: string]: Value } {
  const parsed: { [field: string]: Value } = {};
  for (const [name, value] of Object.entries(values)) {
    if (name === "id") continue;
    if (!table.model.fields.has(name))
      throw valueError(database.traits.invalidField(table.model.name, name));
    parsed[name] = parsedValue(value);
  }
  return parsed;
}

function parsedValue(value: Json): Value {
  if (value === null) return false;
  if (Array.isArray(value)) return value.filter((item) => typeof item === "number");
  if (typeof value === "object") throw valueError("a field holds no object");
  return value;
}
