// The typed fields of the pretend application, and the two forms in which Knack renders every value.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A moment on the wall of the school; without a time it is a day. `asText`: the field is a text that holds a date. */
export interface Moment {
  day: string;
  time: string | null;
  asText: boolean;
}
export interface Named {
  first: string;
  last: string;
}
export interface Linked {
  id: string;
  identifier: string;
}
export type Value = string | number | null | string[] | Moment | Named | Linked[];

export type FieldType = "text" | "number" | "choices" | "name" | "email" | "date" | "connection";
export type DateOrder = "dd/mm/yyyy" | "mm/dd/yyyy";

const numbers = (first: number, count: number): [string, FieldType][] =>
  Array.from({ length: count }, (_, at) => [`field_${first + at}`, "number"]);
const of = (type: FieldType, ...fields: number[]): [string, FieldType][] => fields.map((field) => [`field_${field}`, type]);

/** Objects by key: their fields and types. */
export const objects: Record<string, Record<string, FieldType>> = {
  object_2: Object.fromEntries([...of("text", 44, 2209, 63, 3573)]),
  object_10: Object.fromEntries([
    ...of("connection", 133, 439, 145),
    ...of("name", 187),
    ...of("email", 197),
    ...of("text", 144, 223, 782, 568, 143, 3511, 2302, 2303, 2304, 2499, 2493, 2494),
    ...of("choices", 2299),
    ...of("date", 855),
    ...numbers(146, 7),
    ...numbers(155, 18),
  ]),
};

/** A row as the API writes it: `field_N` for people, `field_N_raw` for programs. */
export function render(
  row: { id: string; values: Map<string, Value>; raw: Map<string, Json> },
  types: Record<string, FieldType>,
  order: DateOrder,
): Json {
  const rendered: { [key: string]: Json } = { id: row.id };
  for (const [field, type] of Object.entries(types)) {
    const [shown, raw] = forms(type, row.values.get(field) ?? null, order);
    rendered[field] = shown;
    rendered[`${field}_raw`] = row.raw.get(field) ?? raw;
  }
  return rendered;
}

function forms(type: FieldType, value: Value, order: DateOrder): [shown: Json, raw: Json] {
  if (value === null) return type === "choices" ? ["", [null]] : type === "connection" ? ["", []] : ["", ""];
  if (typeof value === "number" || typeof value === "string") return type === "email" ? emailForms(String(value)) : [value, value];
  if (Array.isArray(value)) return listForms(value);
  if ("day" in value) return dateForms(value, order);
  return [`${value.last}, ${value.first}`, { ...value }];
}

const emailForms = (email: string): [string, Json] => [`<a href="mailto:${email}">${email}</a>`, { email }];

function listForms(value: string[] | Linked[]): [string, Json] {
  const linked = value.filter((item): item is Linked => typeof item !== "string");
  if (linked.length > 0)
    return [
      linked.map(({ id, identifier }) => `<span class="${id}">${identifier}</span>`).join("<br />"),
      linked.map((one) => ({ ...one })),
    ];
  const texts = value.filter((item) => typeof item === "string");
  return [texts.join(", "), texts];
}

/** A day as people of the application write it. */
export function writtenDay(day: string, order: DateOrder): string {
  const [year, month, date] = day.split("-");
  return order === "dd/mm/yyyy" ? `${date}/${month}/${year}` : `${month}/${date}/${year}`;
}

/** Midnight is 12:00 am, and the stamps are the clock on the wall written as if it were UTC. */
function dateForms({ day, time, asText }: Moment, order: DateOrder): [string, Json] {
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
