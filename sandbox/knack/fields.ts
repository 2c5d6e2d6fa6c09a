// The values of the simulated application, and the two forms in which Knack returns each of them.
import type { FieldSpec } from "./objects.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * A time on the school's wall clock, or a day if there is no time. `asText`: the field is a text
 * that holds a date.
 */
export interface WallTime {
  day: string;
  time: string | null;
  asText: boolean;
}
export interface Named {
  first: string;
  last: string;
  middle?: string;
  title?: string;
}
export interface Linked {
  id: string;
  identifier: string;
}
export interface Address {
  street: string;
  street2?: string;
  city: string;
  zip: string;
}
/** An uploaded file or image. */
export interface Asset {
  asset: string;
  filename: string;
  sizeBytes: number;
}
export type Value =
  string | number | boolean | null | string[] | WallTime | Named | Linked[] | Address | Asset;

export type DateOrder = "dd/mm/yyyy" | "mm/dd/yyyy";
/** The application's settings that affect the forms. */
export interface ApplicationSettings {
  dateOrder: DateOrder;
  application: string;
}

/** Knack leaves out the raw form of an empty field. */
type Forms = [shown: Json, raw: Json | undefined];

/** A row as the API returns it: `field_N` for people, `field_N_raw` for programs. */
export function render(
  row: { id: string; values: Map<string, Value>; raw: Map<string, Json> },
  specs: Record<string, FieldSpec>,
  manner: ApplicationSettings,
): Json {
  const rendered: { [key: string]: Json } = { id: row.id };
  for (const [field, spec] of Object.entries(specs)) {
    const [shown, raw] = forms(row.values.get(field) ?? null, { field, spec, manner });
    rendered[field] = shown;
    const given = row.raw.get(field) ?? raw;
    if (given !== undefined) rendered[`${field}_raw`] = given;
  }
  return rendered;
}

type FieldContext = { field: string; spec: FieldSpec; manner: ApplicationSettings };

function forms(value: Value, { field, spec, manner }: FieldContext): Forms {
  if (value === null)
    return [
      "",
      spec.type === "multiple_choice" && spec.many
        ? [null]
        : spec.type === "connection"
          ? []
          : undefined,
    ];
  if (typeof value === "boolean") return [value ? "Yes" : "No", value];
  if (typeof value === "number" || typeof value === "string") return plainForms(value, spec);
  if (Array.isArray(value)) return listForms(value);
  if ("day" in value) return dateForms(value, manner.dateOrder);
  if ("asset" in value) return assetForms(value, { field, spec, manner });
  if ("street" in value) return addressForms(value);
  return [`${value.last}, ${[value.first, value.middle ?? ""].join(" ").trim()}`, { ...value }];
}

function plainForms(value: string | number, { type }: FieldSpec): Forms {
  const text = String(value);
  if (type === "email") return [`<a href="mailto:${text}">${text}</a>`, { email: text }];
  if (type === "link") return [`<a href="${text}">${text}</a>`, { url: text }];
  if (type === "currency") return [`$${Number(value).toFixed(2)}`, Number(value).toFixed(2)];
  if (type === "phone") return phoneForms(text);
  return [value, value];
}

function phoneForms(digits: string): Forms {
  const [area, number] = [digits.slice(0, 3), digits.slice(3)];
  const formatted = `(${area}) ${number.slice(0, 3)}-${number.slice(3)}`;
  return [formatted, { area, number, full: digits, formatted }];
}

function listForms(value: string[] | Linked[]): Forms {
  const linked = value.filter((item): item is Linked => typeof item !== "string");
  if (linked.length > 0)
    return [
      linked.map(({ id, identifier }) => `<span class="${id}">${identifier}</span>`).join("<br />"),
      linked.map((one) => ({ ...one })),
    ];
  const texts = value.filter((item) => typeof item === "string");
  return [texts.join(", "), texts];
}

function addressForms({ street, street2 = "", city, zip }: Address): Forms {
  const lines = [street, street2, `${city} ${zip}`].filter((line) => line !== "");
  return [lines.join("<br />"), { street, ...(street2 === "" ? {} : { street2 }), city, zip }];
}

/** The address of an application's asset, as on Knack's own servers. */
const assetAddress = (application: string, { asset, filename }: Asset): string =>
  `https://api.knack.com/v1/applications/${application}/download/asset/${asset}/${filename}`;

function assetForms(value: Asset, { field, spec, manner: { application } }: FieldContext): Forms {
  const url = assetAddress(application, value);
  const raw = {
    id: value.asset,
    application_id: application,
    s3: true,
    type: spec.type,
    filename: value.filename,
    url,
    thumb_url: spec.type === "image" ? url : "",
    size: value.sizeBytes,
    field_key: field,
  };
  if (spec.type === "image") return [`<img src="${url}" />`, raw];
  const marks = `data-field-key="${field}" data-asset-id="${value.asset}" data-file-name="${value.filename}"`;
  return [`<a class="kn-view-asset" ${marks} href="${url}">${value.filename}</a>`, raw];
}

/** A day as the application writes it. */
function writtenDay(day: string, order: DateOrder): string {
  const [year, month, date] = day.split("-");
  return order === "dd/mm/yyyy" ? `${date}/${month}/${year}` : `${month}/${date}/${year}`;
}

/** A written day as ISO. A date in the other order is another date, or null. */
export function isoOf(text: string, order: DateOrder): string | null {
  const [, one = "", other = "", year = ""] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const [day, month] = order === "dd/mm/yyyy" ? [one, other] : [other, one];
  if (year === "" || Number(month) > 12 || Number(day) > 31) return null;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** Midnight is 12:00 am. The stamps are the wall clock written as UTC. */
function dateForms({ day, time, asText }: WallTime, order: DateOrder): Forms {
  const date = writtenDay(day, order);
  const shown = time === null ? date : `${date} ${time}`;
  if (asText) return [shown, shown];
  const [hour = 0, minute = 0] = (time ?? "00:00").split(":").map(Number);
  const half = hour < 12 ? "AM" : "PM";
  const hours = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, "0");
  const minutes = String(minute).padStart(2, "0");
  const iso = `${day}T${String(hour).padStart(2, "0")}:${minutes}:00.000Z`;
  const raw = {
    date,
    date_formatted: date,
    hours,
    minutes,
    am_pm: half,
    unix_timestamp: Date.parse(iso),
    iso_timestamp: iso,
    timestamp: `${date} ${hours}:${minutes} ${half.toLowerCase()}`,
    time: hour * 60 + minute === 0 ? 720 : hour * 60 + minute,
  };
  return [shown, raw];
}
