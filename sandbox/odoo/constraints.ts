// What PostgreSQL and the models refuse: missing required values, duplicates of unique ones, and
// broken references.
import type { Database } from "./database.ts";
import { userError, validationError } from "./errors.ts";
import type { Field } from "./schema.ts";
import type { Table } from "./table.ts";
import type { Row } from "./values.ts";

/** Raises an error if a created or changed record violates a constraint. */
export function requireSound(database: Database, table: Table, row: Row): void {
  for (const field of table.model.fields.values()) {
    if (field.required && isMissing(field, row)) throw mandatory(database, table, field);
    if (field.type === "many2one" && typeof row[field.name] === "number")
      requireReference(database, table, field, Number(row[field.name]));
  }
  if (table.model.name === "res.partner" && isEmpty(row["name"]))
    throw cannotComplete("Contacts require a name");
  const unique = Object.hasOwn(uniques, table.model.name) ? uniques[table.model.name] : undefined;
  if (
    unique &&
    table.store.rows.some(
      (other) => other.id !== row.id && other[unique.field] === row[unique.field],
    )
  )
    throw cannotComplete(unique.message);
}

/** Raises an error if other records still need a record that is about to be removed. */
export function requireUnused(database: Database, table: Table, row: Row): void {
  if (table.model.name === "res.partner") {
    const users = database
      .table("res.users")
      .store.rows.filter((user) => user["partner_id"] === row.id && user["active"] === true);
    if (users.length > 0)
      throw validationError(
        `You cannot delete contacts linked to an active user.\nAsk an administrator to archive their associated user first.\n\nLinked active users :\n${users.map((user) => String(user["name"])).join(", ")}`,
      );
    const moves = database.table("account.move").store.rows;
    if (
      moves.some(
        (move) =>
          move["partner_id"] === row.id &&
          (move["state"] === "draft" || move["state"] === "posted"),
      )
    )
      throw userError("The partner cannot be deleted because it is used in Accounting");
  }
  for (const user of usersOf(database, table, row)) throw inUse(database, user.table, user.field);
}

const uniques: Record<string, { field: string; message: string }> = {
  "res.company": { field: "name", message: "The company name must be unique!" },
  "res.currency": { field: "name", message: "The currency code must be unique!" },
  "res.lang": { field: "code", message: "The code of the language must be unique!" },
  "res.users": { field: "login", message: "You can not have two users with the same login!" },
};

const isEmpty = (value: Row[string] | undefined): boolean =>
  value === undefined || value === false || value === "";

/** Booleans and numbers are never missing: false and 0 are values. */
function isMissing(field: Field, row: Row): boolean {
  return (
    !["boolean", "integer", "float", "monetary", "one2many", "many2many"].includes(field.type) &&
    isEmpty(row[field.name])
  );
}

function mandatory(database: Database, { model }: Table, field: Field) {
  const said =
    database.traits.major >= 19
      ? `Missing required value for the field '${field.string}' (${field.name}).\nModel: '${model.description}' (${model.name})\n- create/update: a mandatory field is not set\n- delete: another model requires the record being deleted, you can archive it instead\n`
      : `\n- Create/update: a mandatory field is not set.\n- Delete: another model requires the record being deleted. If possible, archive it instead.\n\nModel: ${model.description} (${model.name})\nField: ${field.string} (${field.name})\n`;
  return cannotComplete(said);
}

/**
 * PostgreSQL has the same error for a broken reference and for removing a record that is referred
 * to.
 */
function inUse(database: Database, { model }: Table, field: Field) {
  const constraint = `${model.name.replaceAll(".", "_")}_${field.name}_fkey`;
  const said =
    database.traits.major >= 19
      ? `Another model is using the record you are trying to delete.\n\nThe troublemaker is: '${model.description}' (${model.name})\nThanks to the following constraint: '${field.string}' (${field.name})\nHow about archiving the record instead?`
      : `another model requires the record being deleted. If possible, archive it instead.\n\nModel: ${model.description} (${model.name})\nConstraint: ${constraint}`;
  return cannotComplete(said);
}

const cannotComplete = (said: string) =>
  validationError(`The operation cannot be completed:${said.startsWith("\n") ? "" : " "}${said}`);

function requireReference(database: Database, table: Table, field: Field, id: number): void {
  const related = database.tables.get(field.relation ?? "");
  if (related && !related.store.get(id)) throw inUse(database, table, field);
}

/** Required references from other records, whose foreign keys PostgreSQL does not clear. */
function* usersOf(
  database: Database,
  table: Table,
  row: Row,
): Generator<{ table: Table; field: Field }> {
  for (const other of database.tables.values()) {
    for (const field of other.model.fields.values()) {
      const restricts =
        field.type === "many2one" && field.required && field.relation === table.model.name;
      if (restricts && other.store.rows.some((one) => one[field.name] === row.id))
        yield { table: other, field };
    }
  }
}
