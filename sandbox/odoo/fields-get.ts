// fields_get: a model's description of its fields, with attributes in alphabetical order as in the
// recordings.
import type { ReadContext } from "./columns.ts";
import type { Field } from "./schema.ts";
import type { Table } from "./table.ts";
import type { Json, Result } from "./values.ts";
import type { Lang } from "./version.ts";

/** The descriptions of the requested fields; unknown names are silently left out. */
export function describeFields(
  { lang, user, table }: Omit<ReadContext, "database"> & { table: Table },
  allfields: Json,
  attributes: Json,
): Result {
  const names = Array.isArray(allfields) && allfields.length > 0 ? new Set(allfields) : undefined;
  const wanted =
    Array.isArray(attributes) && attributes.length > 0 ? new Set(attributes) : undefined;
  const described = [...table.model.fields.values()]
    .filter((field) => (!names || names.has(field.name)) && !(field.hr && user.role === "limited"))
    .map((field) => [field.name, describe(field, lang, wanted)] as const);
  return Object.fromEntries(described);
}

const notStored = new Set(["display_name", "rtc_session_ids"]);

function describe(
  field: Field,
  lang: Lang,
  wanted: Set<Json> | undefined,
): { [attribute: string]: Result } {
  const stored = !notStored.has(field.name);
  const all: { [attribute: string]: Result } = {
    name: field.name,
    readonly: field.readonly,
    ...(field.relation ? { relation: field.relation } : {}),
    required: field.required,
    searchable: true,
    ...(field.selection
      ? { selection: field.selection.map(([value, en, fr]) => [value, lang === "fr_FR" ? fr : en]) }
      : {}),
    sortable: stored,
    store: stored,
    string: lang === "fr_FR" ? field.fr : field.string,
    type: field.type,
  };
  return wanted
    ? Object.fromEntries(Object.entries(all).filter(([attribute]) => wanted.has(attribute)))
    : all;
}
