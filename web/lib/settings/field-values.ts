// Turns saved settings into form values and back, for forms that the catalog describes.
import type { Field } from "../../../contract/api/catalog.ts";
import type { Json } from "../../../contract/values/json.ts";

export type FieldInputs = Record<string, string>;
type Settings = { [name: string]: Json };

/**
 * What the fields show at first: what is kept, or the default of a choice. Other fields start empty,
 * because their hint says what holds then.
 */
export function toInputs(fields: Field[], settings: Settings): FieldInputs {
  return Object.fromEntries(
    fields.map((field) => {
      const value = settings[field.name] ?? (field.type === "select" ? field.default : null);
      return [field.name, value === null ? "" : textOf(value)];
    }),
  );
}

/** A list as text: pairs as `name = value`, anything else as JSON. */
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

/** The settings to send. An empty optional field is omitted, so that the default applies. */
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
 * The same for a change of saved settings: an emptied field is sent as null, which removes its old
 * value.
 */
export const toSettingsChange = (fields: Field[], inputs: FieldInputs): Settings => ({
  ...Object.fromEntries(fields.filter(({ required }) => !required).map(({ name }) => [name, null])),
  ...toSettings(fields, inputs),
});

/**
 * Cleans a web address as people type it and adds a missing https; null when it is no web address.
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

/**
 * Whether the address that was typed is another than the kept one: the kept secret is not sent
 * there.
 */
export const isMoved = (fields: Field[], inputs: FieldInputs, kept: Settings): boolean =>
  fields
    .filter(({ type }) => type === "url" || type === "host")
    .some(
      ({ name, type }) =>
        placeIn(type, inputs[name] ?? "") !== placeIn(type, String(kept[name] ?? "")),
    );

/** The part of an address that a secret is bound to. */
const placeIn = (type: Field["type"], text: string): string => {
  if (type === "host") return text.trim().toLowerCase();
  return URL.canParse(text) ? new URL(text).origin : "";
};
