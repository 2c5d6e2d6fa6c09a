// Whether an answer contains translated text, because only then does Odoo look at the language of a
// context.
import type { Database } from "./database.ts";
import { hasRules } from "./company-rules.ts";
import type { Field } from "./schema.ts";
import type { Bound } from "./signature.ts";
import type { Table } from "./table.ts";
import type { Json } from "./values.ts";

/** Whether a call's answer, its filter, its order or its model's rules depend on the language. */
export function dependsOnLanguage(
  database: Database,
  table: Table,
  method: string,
  { values }: Bound,
): boolean {
  const { fields, load, groupby, domain, order, attributes } = values;
  const isRead = reading.has(method);
  // A server caches a model's rules until something is installed, so it may answer a second call
  // that it refused at first.
  if (isRead && hasRules(table.model)) return true;
  const usual = typeof order === "string" && order !== "" ? order : table.model.order;
  const sought = [...leavesOf(domain ?? null), ...(ordered.has(method) ? ordersBy(usual) : [])];
  if (isRead && sought.some((name) => isWord(database, table, name))) return true;
  switch (method) {
    case "fields_get":
      return (
        !Array.isArray(attributes) ||
        attributes.length === 0 ||
        attributes.some((name) => translatedAttributes.has(name))
      );
    case "name_search":
    case "name_get":
      return hasWordedLabel(table);
    case "search_read":
      return namesOf(table, fields).some((name) => isWord(database, table, name, true));
    case "read":
      return namesOf(table, fields).some((name) =>
        isWord(database, table, name, load === undefined || load === "_classic_read"),
      );
    case "read_group":
    case "formatted_read_group":
      return namesOf(table, groupby ?? []).some((name) =>
        isWord(database, table, name.split(":")[0] ?? name, true),
      );
    default:
      return false;
  }
}

const reading = new Set([
  "search",
  "search_count",
  "search_read",
  "read",
  "name_search",
  "name_get",
  "read_group",
  "formatted_read_group",
]);
const ordered = new Set(["search", "search_read", "name_search"]);
const translatedAttributes = new Set<Json>(["string", "help", "selection"]);

/** Models whose labels Odoo computes anew at every read. */
const translatedLabels = new Set(["res.partner", "account.move", "res.company"]);

function isWord(database: Database, table: Table, path: string, withLabel = false): boolean {
  const field: Field | undefined = table.model.fields.get(path.split(".")[0] ?? path);
  if (!field) return false;
  if (field.translated) return true;
  if (field.name === "display_name") return hasWordedLabel(table);
  const related = field.type === "many2one" ? database.tables.get(field.relation ?? "") : undefined;
  return withLabel && related !== undefined && hasWordedLabel(related);
}

function hasWordedLabel({ model }: Table): boolean {
  return translatedLabels.has(model.name) || model.fields.get("name")?.translated === true;
}

function namesOf(table: Table, asked: Json | undefined): string[] {
  if (typeof asked === "string") return [asked];
  const names = Array.isArray(asked) ? asked.filter((name) => typeof name === "string") : [];
  return names.length > 0 || asked !== undefined ? names : [...table.model.fields.keys()];
}

function leavesOf(domain: Json): string[] {
  if (!Array.isArray(domain)) return [];
  return domain.flatMap((term) =>
    Array.isArray(term) && typeof term[0] === "string" ? [term[0]] : [],
  );
}

function ordersBy(order: Json | undefined): string[] {
  return typeof order === "string"
    ? order.split(",").map((part) => part.trim().split(/\s+/)[0] ?? "")
    : [];
}
