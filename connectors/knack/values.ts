// Reads Knack's raw values. The formatted form (`field_N`) is never read.
import type { Json } from "../../contract/values/json.ts";
import { isHeld } from "../../formats/number.ts";
import { plainTextOf } from "./markup.ts";
import { DateOrder } from "./settings.ts";

/** A value that does not have its field's type; the record becomes a reject. */
export const unreadable: unique symbol = Symbol("unreadable");
/** A number that is not a possible score. */
export const outOfRange: unique symbol = Symbol("out of range");
export type ReadValue = Json | typeof unreadable | typeof outOfRange;

/** How a column reads its field. */
export type Reader = "text" | "name" | "email" | "whole" | "score" | "day" | "linked";

/** What readers depend on besides the value. */
export type ReadContext = { dateOrder: DateOrder };

/** Knack writes blank as "", as nothing at all, as an empty list, or as a list of blanks. */
export const isBlank = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === "string" && value.trim() === "") ||
  (Array.isArray(value) && value.every((item) => item === null || item === ""));

/** Readers by name. A blank value is null, except for `linked`, which returns nobody. */
export const readers: Record<Reader, (value: Json | undefined, manner: ReadContext) => ReadValue> =
  {
    text: (value) => (isBlank(value) ? null : textOf(value)),
    name: (value) => (isBlank(value) ? null : nameOf(value)),
    email: (value) => (isBlank(value) ? null : emailOf(value)),
    whole: (value) => (isBlank(value) ? null : wholeOf(value)),
    score: (value) => (isBlank(value) ? null : scoreOf(value)),
    day: (value, { dateOrder }) => (isBlank(value) ? null : dayOf(value, dateOrder)),
    linked: (value) => (isBlank(value) ? [] : linkedOf(value)),
  };

/** No store keeps an unpaired surrogate, and what the text was cannot be guessed. */
function wholeText(text: string): ReadValue {
  if (!text.isWellFormed()) return unreadable;
  const words = plainTextOf(text);
  // Editors write an empty paragraph or a non-breaking space for a blank text.
  return isBlank(words) ? null : words;
}

/** A choice, several choices, or a number that people read as a text. */
function textOf(value: Json | undefined): ReadValue {
  if (typeof value === "string") return wholeText(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value + 0) : unreadable;
  if (!Array.isArray(value)) return unreadable;
  const chosen = value.filter((item) => item !== null);
  return chosen.every((item) => typeof item === "string")
    ? wholeText(chosen.join(", "))
    : unreadable;
}

function nameOf(value: Json | undefined): ReadValue {
  if (!isObject(value)) return textOf(value);
  const parts = ["first", "middle", "last"].map((part) => value[part] ?? "");
  if (!parts.every((part) => typeof part === "string")) return unreadable;
  const name = parts.map((part) => part.trim()).filter((part) => part !== "");
  return name.length === 0 ? null : wholeText(name.join(" "));
}

function emailOf(value: Json | undefined): ReadValue {
  const address = isObject(value) ? value["email"] : value;
  if (isBlank(address)) return null;
  return typeof address === "string" ? wholeText(address.trim()) : unreadable;
}

const numberIn = (value: Json | undefined): number | null => {
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  if (
    typeof value !== "string" ||
    !/^-?\d{1,15}(\.\d{1,15})?$/.test(value.trim()) ||
    !isHeld(value.trim())
  )
    return null;
  return Number(value.trim()) + 0;
};

function wholeOf(value: Json | undefined): ReadValue {
  const number = numberIn(value);
  return number !== null && Number.isSafeInteger(number) ? number : unreadable;
}

function scoreOf(value: Json | undefined): ReadValue {
  const number = numberIn(value);
  if (number === null) return unreadable;
  return number >= 0 && number <= 10 ? number : outOfRange;
}

/** The names of linked records. */
function linkedOf(value: Json | undefined): ReadValue {
  if (!Array.isArray(value)) return unreadable;
  const names: string[] = [];
  for (const item of value) {
    if (item === null) continue;
    const name = isObject(item) ? (item["identifier"] ?? "") : undefined;
    const read = textOf(name);
    // A deleted or unnamed record has only its id.
    const shown = read === null ? textOf(isObject(item) ? item["id"] : undefined) : read;
    if (typeof shown !== "string") return unreadable;
    names.push(shown);
  }
  return names;
}

/** The ids of linked records; null if they cannot be read. */
export function linkedIds(value: Json | undefined): string[] | null {
  if (isBlank(value)) return [];
  if (!Array.isArray(value)) return null;
  const ids = value
    .filter((item) => item !== null)
    .map((item) => (isObject(item) ? item["id"] : undefined));
  return ids.every((id) => typeof id === "string") ? ids.map((id) => id.toLowerCase()) : null;
}

/**
 * A day, from a raw date or a text. The stamps of a raw date are the school's wall clock written as
 * UTC, so their day is the day, without any time zone.
 */
function dayOf(value: Json | undefined, order: DateOrder): ReadValue {
  if (typeof value === "string") return dayIn(value, order) ?? unreadable;
  if (!isObject(value)) return unreadable;
  const { date_formatted: formatted, date } = value;
  const stamped = stampedDay(value);
  if (stamped !== null) return realDay(stamped) ?? unreadable;
  if (typeof formatted === "string") return dayIn(formatted, order) ?? unreadable;
  return typeof date === "string" ? (onlyDayIn(date) ?? unreadable) : unreadable;
}

/** The day of a raw date's stamps; null if it has none. */
function stampedDay({
  iso_timestamp: iso,
  unix_timestamp: unix,
}: {
  [name: string]: Json;
}): string | null {
  if (typeof iso === "string" && isoDay.test(iso)) return iso.slice(0, 10);
  if (typeof unix !== "number" || !Number.isFinite(unix) || Math.abs(unix) >= 8e15) return null;
  return new Date(unix).toISOString().slice(0, 10);
}

/**
 * `date` is written in the application's format, whose order is not stated, so only an unambiguous
 * date is read.
 */
function onlyDayIn(text: string): string | null {
  const days = new Set(
    DateOrder.options.map((order) => dayIn(text, order)).filter((day) => day !== null),
  );
  const [day = null] = days;
  return days.size === 1 ? day : null;
}

/**
 * The order in which the application writes dates, if a raw date proves it by its stamps; null
 * otherwise.
 */
export function orderIn(value: Json | undefined): DateOrder | null {
  if (!isObject(value) || typeof value["date_formatted"] !== "string") return null;
  const [formatted, stamped] = [value["date_formatted"], stampedDay(value)];
  const fitting = DateOrder.options.filter(
    (order) => stamped !== null && dayIn(formatted, order) === stamped,
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

const isoDay = /^\d{4}-\d{2}-\d{2}(T|$)/;
const written = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?\s*(?:am|pm)?)?$/i;

/** The day in a text: ISO, or as the application writes it, with or without a time. */
function dayIn(text: string, order: DateOrder): string | null {
  const trimmed = text.trim();
  if (isoDay.test(trimmed)) return realDay(trimmed.slice(0, 10));
  const [, one = "", other = "", year = ""] = written.exec(trimmed) ?? [];
  if (year === "") return null;
  const [day, month] = order === "dd/mm/yyyy" ? [one, other] : [other, one];
  return realDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** Null for a day like 30 February, which would roll over to another date. */
function realDay(day: string): string | null {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day) ? day : null;
}

/** Whether a value is an object. */
export const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
