// The fields that a read returns, and how each is read: labels, languages, and fields the user may
// not see.
import type { Database } from "./database.ts";
import { accessError, valueError } from "./errors.ts";
import { refusal, type User } from "./rights.ts";
import type { Field } from "./schema.ts";
import type { Table } from "./table.ts";
import type { Column, Json, Row } from "./values.ts";
import type { Lang } from "./version.ts";

export interface ReadContext {
  database: Database;
  user: User;
  lang: Lang;
  /** The language of error messages. */
  refusalLang: Lang;
}

/** The columns of a read. `id` always comes first; without requested fields, all are returned. */
export function columnsOf(
  reading: ReadContext,
  table: Table,
  asked: Json,
  withLabels: (field: Field) => boolean,
): Column[] {
  const fields =
    Array.isArray(asked) && asked.length > 0
      ? namedFields(reading, table, asked)
      : allFields(reading, table);
  const others = fields.filter((field) => field.name !== "id");
  return [table.model.fields.get("id"), ...new Set(others)]
    .filter((field) => field !== undefined)
    .map((field) => columnOf(reading, table, field, withLabels(field)));
}

function namedFields({ database, user }: ReadContext, table: Table, asked: Json[]): Field[] {
  const fields = asked.map((name) => {
    const field = table.model.fields.get(String(name));
    if (!field) throw valueError(database.traits.invalidField(table.model.name, String(name)));
    return field;
  });
  const hidden = fields
    .filter((field) => field.hr && user.role === "limited")
    .map((field) => field.name);
  if (hidden.length > 0) throw hiddenFields(table, user, hidden);
  return fields;
}

function allFields({ database, user, refusalLang }: ReadContext, table: Table): Field[] {
  const fields = [...table.model.fields.values()].filter(
    (field) => !(field.hr && user.role === "limited"),
  );
  const closed = fields.find((field) => field.admin);
  if (closed && user.role !== "admin") {
    const related = { name: closed.relation ?? "", description: "Mail RTC session" };
    throw refusal(
      database,
      related,
      "read",
      refusalLang,
      `Failed to read field ${table.model.name}.${closed.name}\n`,
    );
  }
  return fields;
}

function hiddenFields(table: Table, user: User, names: string[]) {
  const { description, name } = table.model;
  const lines = names
    .map((field) => `- ${field} (allowed for groups 'Employees / Officer: Manage all employees')`)
    .join("\n");
  return accessError(
    `You do not have enough rights to access the fields "${names.join(",")}" on ${description} (${name}). Please contact your system administrator.\n\nOperation: read\nUser: ${user.id}\nFields: \n${lines}`,
  );
}

function columnOf(
  { database, lang }: Pick<ReadContext, "database" | "lang">,
  table: Table,
  field: Field,
  withLabel: boolean,
): Column {
  const { relation } = field;
  const label =
    relation && withLabel ? { label: (id: number) => database.label(relation, id, lang) } : {};
  return { field, ...label, value: readerOf({ database, lang, table, field }) };
}

function readerOf({
  database,
  lang,
  table,
  field: { name, translated },
}: {
  database: Database;
  lang: Lang;
  table: Table;
  field: Field;
}): (row: Row) => Row[string] {
  if (name === "display_name" || name === "complete_name")
    return (row) => database.displayName(table.model.name, row, lang);
  if (translated && lang === "fr_FR") return (row) => row[`${name}@fr`] ?? row[name] ?? false;
  return (row) => row[name] ?? false;
}
