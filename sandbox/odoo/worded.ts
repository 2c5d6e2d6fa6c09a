// Whether an answer is worded: Odoo looks at the language of a context only then.
import type { Database } from "./database.ts";
import type { Field } from "./schema.ts";
import type { Bound } from "./signature.ts";
import type { Table } from "./table.ts";
import type { Json } from "./values.ts";

/** True when a call's answer, its filter or its order depends on the language. */
export function isWorded(database: Database, table: Table, method: string, { values }: Bound): boolean {
  const { fields, load, groupby, domain, order } = values;
  const searches =
    leavesOf(domain ?? null).some((name) => isWord(database, table, name)) || ordersBy(order).some((name) => isWord(database, table, name));
  switch (method) {
    case "fields_get":
    case "name_search":
    case "name_get":
      return true;
    case "search_read":
      return searches || namesOf(table, fields).some((name) => isWord(database, table, name, true));
    case "read":
      return namesOf(table, fields).some((name) => isWord(database, table, name, load === undefined || load === "_classic_read"));
    case "read_group":
    case "formatted_read_group":
      return searches || namesOf(table, groupby ?? []).some((name) => isWord(database, table, name.split(":")[0] ?? name, true));
    default:
      return searches;
  }
}

/** Models whose labels Odoo words anew at every reading. */
const wordedLabels = new Set(["res.partner", "account.move"]);

function isWord(database: Database, table: Table, path: string, withLabel = false): boolean {
  const field: Field | undefined = table.model.fields.get(path.split(".")[0] ?? path);
  if (!field) return false;
  if (field.translated) return true;
  if (field.name === "display_name") return hasWordedLabel(table);
  const related = field.type === "many2one" ? database.tables.get(field.relation ?? "") : undefined;
  return withLabel && related !== undefined && hasWordedLabel(related);
}

function hasWordedLabel({ model }: Table): boolean {
  return wordedLabels.has(model.name) || model.fields.get("name")?.translated === true;
}

function namesOf(table: Table, asked: Json | undefined): string[] {
  if (typeof asked === "string") return [asked];
  const names = Array.isArray(asked) ? asked.filter((name) => typeof name === "string") : [];
  return names.length > 0 || asked !== undefined ? names : [...table.model.fields.keys()];
}

function leavesOf(domain: Json): string[] {
  if (!Array.isArray(domain)) return [];
  return domain.flatMap((term) => (Array.isArray(term) && typeof term[0] === "string" ? [term[0]] : []));
}

function ordersBy(order: Json | undefined): string[] {
  return typeof order === "string" ? order.split(",").map((part) => part.trim().split(/\s+/)[0] ?? "") : [];
}
