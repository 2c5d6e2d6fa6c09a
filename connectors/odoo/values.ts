// Converts Odoo's values to ours: the same through every transport, version and language.
import { scaled } from "../../contract/values/decimal.ts";
import type { Instant, Json } from "../../contract/values/json.ts";

/** A value its field cannot have; the record becomes a reject. */
export const unreadable: unique symbol = Symbol("unreadable");
export type ReadValue = Json | typeof unreadable;

/**
 * How a column reads its field. `label` and `id` are the two halves of a many2one; `names` are ids
 * until looked up.
 */
export type Reader =
  | "text"
  | "integer"
  | "number"
  | "money"
  | "date"
  | "datetime"
  | "boolean"
  | "label"
  | "id"
  | "ids"
  | "names";

/** Readers by name. Odoo writes `false` for empty, except where false is a value. */
export const readers: Record<Reader, (value: Json | undefined) => ReadValue> = {
  text: (value) => (value === false ? null : isText(value) ? plainText(value) : unreadable),
  integer: (value) =>
    value === false ? null : Number.isSafeInteger(value) ? (value as number) + 0 : unreadable,
  number: (value) => (value === false ? null : isFinite(value) ? value + 0 : unreadable),
  money: (value) => (value === false ? null : isFinite(value) ? decimal(value) : unreadable),
  date: (value) =>
    value === false ? null : typeof value === "string" && isDate(value) ? value : unreadable,
  datetime: (value) =>
    value === false
      ? null
      : typeof value === "string"
        ? (instant(value) ?? unreadable)
        : unreadable,
  boolean: (value) => (typeof value === "boolean" ? value : unreadable),
  label: (value) => (value === false ? null : isPair(value) ? labelOf(value) : unreadable),
  id: (value) => (value === false ? null : isPair(value) ? value[0] : unreadable),
  ids: idsOf,
  names: idsOf,
};

function idsOf(value: Json | undefined): ReadValue {
  if (value === false) return [];
  return Array.isArray(value) && value.every((id) => Number.isSafeInteger(id)) ? value : unreadable;
}

/** The field types each reader accepts. A field of another type is treated as missing. */
export const typesOf: Record<Reader, readonly string[]> = {
  text: ["char", "text", "html", "selection"],
  integer: ["integer"],
  number: ["float", "monetary", "integer"],
  money: ["monetary", "float"],
  date: ["date"],
  datetime: ["datetime"],
  boolean: ["boolean"],
  label: ["many2one"],
  id: ["many2one"],
  ids: ["one2many", "many2many"],
  names: ["one2many", "many2many"],
};

/** The shortest decimal text of the number, without exponent; -0 becomes 0. */
export function decimal(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  const [digits = "", exponent] = text.split("e");
  const negative = digits.startsWith("-");
  const [whole = "", fraction = ""] = digits.replace("-", "").split(".");
  const shift = Number(exponent) + whole.length;
  const all = whole + fraction;
  const plain =
    shift <= 0
      ? `0.${"0".repeat(-shift)}${all}`
      : all.padEnd(shift, "0").replace(new RegExp(`^(\\d{${shift}})(\\d+)$`), "$1.$2");
  return negative ? `-${plain}` : plain;
}

/** The exact product of two decimal texts. */
export function multiply(one: string, other: string): string {
  const [a, b] = [parts(one), parts(other)];
  return scaled(a.digits * b.digits, a.scale + b.scale);
}

const parts = (text: string): { digits: bigint; scale: number } => {
  const [whole = "0", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
};

/** "2026-11-22 04:13:37", as Odoo compares times. */
export const odooTime = (time: Instant): string =>
  new Date(time).toISOString().slice(0, 19).replace("T", " ");

/** Converts "2026-11-22 04:13:37" (always UTC) to ISO; null when malformed. */
export function instant(text: string): string | null {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.\d{1,6})?$/.exec(text) ?? [];
  if (
    day === undefined ||
    time === undefined ||
    !isDate(day) ||
    !/^([01]\d|2[0-3])(:[0-5]\d){2}$/.test(time)
  )
    return null;
  return `${day}T${time}Z`;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [
    Number(text.slice(0, 4)),
    Number(text.slice(5, 7)),
    Number(text.slice(8)),
  ];
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

// XML cannot carry control characters nor bare carriage returns: JSON loses them too, so that both
// say the same.
// eslint-disable-next-line no-control-regex
const lostInXml = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/;

/** A text as both transports carry it: without control characters, with plain line feeds. */
export function plainText(text: string): string {
  if (!lostInXml.test(text)) return text.toWellFormed();
  const lines = text.replace(/\r\n?/g, "\n");
  // eslint-disable-next-line no-control-regex
  return lines.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, "").toWellFormed();
}

/** A raw value with its texts normalised. */
export function plainJson(value: Json): Json {
  if (typeof value === "string") return plainText(value);
  if (typeof value === "number") return value + 0;
  if (Array.isArray(value)) return value.map(plainJson);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, plainJson(member)]),
  );
}

/**
 * Lone surrogates occur in JSON only, and no store accepts them. Such a text is unreadable, since
 * guessing it is not our job.
 */
const isText = (value: Json | undefined): value is string =>
  typeof value === "string" && value.isWellFormed();

const isFinite = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isFinite(value);

const isPair = (value: Json | undefined): value is [number, string | false] =>
  Array.isArray(value) &&
  value.length === 2 &&
  Number.isSafeInteger(value[0]) &&
  (isText(value[1]) || value[1] === false);

/** A related record that the account may not read has no label. */
const labelOf = ([, label]: [number, string | false]): string | null =>
  label === false ? null : plainText(label);
