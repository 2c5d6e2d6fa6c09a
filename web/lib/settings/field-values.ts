// Values of a form that the catalog describes: from what is kept to what is inputs, and back.
import type { Field } from "../../../contract/api/catalog.ts";
import type { Json } from "../../../contract/values/json.ts";

export type FieldInputs = Record<string, string>;
type Settings = { [name: string]: Json };

/** What the fields show at first. */
export function toInputs(fields: Field[], settings: Settings): FieldInputs {
  return Object.fromEntries(
    fields.map((field) => {
      const value = settings[field.name];
      const first = field.required ? "" : (field.choices?.[0]?.value ?? "");
      return [field.name, value === undefined || value === null ? first : textOf(value)];
    }),
  );
}

/** A list as it can be typed again: pairs as `name = value`, anything else as JSON. */
function textOf(value: NonNullable<Json>): string {
  if (typeof value !== "object") return String(value);
  if (!Array.isArray(value)) return JSON.stringify(value);
  const pairs = value.map(pairOf);
  if (pairs.includes(null)) return JSON.stringify(value);
  return pairs.join(", ");
}

function pairOf(item: Json): string | null {
  const parts =
    typeof item === "object" && item !== null && !Array.isArray(item) ? Object.values(item) : [];
  return parts.length === 2 && parts.every((part) => typeof part === "string")
    ? parts.join(" = ")
    : null;
}

/** What is sent: an optional field left empty is left out, and the system's own default holds. */
export function toSettings(fields: Field[], inputs: FieldInputs): Settings {
  const filled = fields.filter((field) => (inputs[field.name] ?? "").trim() !== "");
  return Object.fromEntries(
    filled.map((field) => {
      const text = (inputs[field.name] ?? "").trim();
      return [field.name, field.type === "integer" ? Number(text) : text];
    }),
  );
}

/**
 * The same for a change of saved settings: a field that was emptied is named null, so that its old
 * value goes.
 */
export const toSettingsChange = (fields: Field[], inputs: FieldInputs): Settings => ({
  ...Object.fromEntries(fields.filter(({ required }) => !required).map(({ name }) => [name, null])),
  ...toSettings(fields, inputs),
});

/**
 * A web address as people type it: cleaned, with https in front when no scheme was given; null when
 * it is none.
 */
export function cleanUrl(text: string): { url: string; httpsAdded: boolean } | null {
  const typed = text.trim();
  const httpsAdded = !/^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
  const url = httpsAdded ? `https://${typed}` : typed;
  if (!URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && hostname !== ""
    ? { url: url.replace(/\/+$/, ""), httpsAdded }
    : null;
}

export const originOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).origin : "";
