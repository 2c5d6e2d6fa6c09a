// What may be written into a field: the values of a POST or PUT by field type, and Knack's errors
// for all others.
import {
  isoOf,
  type Address,
  type Asset,
  type DateOrder,
  type Json,
  type Linked,
  type Named,
  type Value,
} from "./fields.ts";
import type { FieldSpec, FieldType, ObjectSpec } from "./objects.ts";

export interface Complaint {
  type: string;
  message: string;
  field: string;
}

/** What values may refer to. */
export interface WriteContext {
  dateOrder: DateOrder;
  /** The name of a record; undefined if it does not exist. */
  named(object: string, id: string): string | undefined;
  asset(id: string): Asset | undefined;
}

/** A value that does not have its field's type. */
const wrong: unique symbol = Symbol("wrong");
type Parsed = Value | typeof wrong;

/**
 * The values of a body by field, and the errors of the others. Unknown names are ignored, as Knack
 * does.
 */
export function written(
  body: { [key: string]: Json },
  { fields }: ObjectSpec,
  around: WriteContext,
): { values: Map<string, Value>; errors: Complaint[] } {
  const values = new Map<string, Value>();
  const errors: Complaint[] = [];
  for (const [field, spec] of Object.entries(fields)) {
    const came = body[field];
    if (came === undefined || spec.type === "auto_increment") continue;
    const value = came === null || came === "" ? null : parsers[spec.type](came, spec, around);
    if (value === wrong)
      errors.push({ type: "invalid", message: `${spec.name} must be a valid value.`, field });
    else values.set(field, value);
  }
  return { values, errors };
}

/** The errors of required fields that are blank. */
export function missing({ fields }: ObjectSpec, held: Map<string, Value>): Complaint[] {
  return Object.entries(fields)
    .filter(([field, { required }]) => required === true && (held.get(field) ?? null) === null)
    .map(([field, { name }]) => ({ type: "required", message: `${name} is required.`, field }));
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textIn = (value: Json | undefined): string => (typeof value === "string" ? value : "");

function plain(came: Json): Parsed {
  return typeof came === "string" || typeof came === "number" ? String(came) : wrong;
}

function amount(came: Json): Parsed {
  const number = typeof came === "string" ? Number(came.replaceAll(/[$,\s]/g, "")) : came;
  return typeof number === "number" && Number.isFinite(number) ? number : wrong;
}

function choice(came: Json, { options, many }: FieldSpec): Parsed {
  const chosen = Array.isArray(came) ? came : [came];
  if (
    !chosen.every(
      (item) => typeof item === "string" && (options === undefined || options.includes(item)),
    )
  )
    return wrong;
  const texts = chosen.filter((item) => typeof item === "string");
  return many === true ? texts : texts.length === 1 ? (texts[0] ?? wrong) : wrong;
}

function moment(came: Json, _: FieldSpec, { dateOrder }: WriteContext): Parsed {
  const text = isObject(came) ? textIn(came["date"]) : textIn(came);
  const [written = "", ...time] = text.trim().split(/\s+/);
  const day = isoOf(written, dateOrder);
  const clock = /^(\d{1,2}):(\d{2})$/.exec(time.join(""));
  if (day === null || (time.length > 0 && clock === null)) return wrong;
  return {
    day,
    time: clock === null ? null : `${String(clock[1]).padStart(2, "0")}:${clock[2]}`,
    asText: false,
  };
}

function name(came: Json): Parsed {
  if (!isObject(came)) return wrong;
  const named: Named = { first: textIn(came["first"]), last: textIn(came["last"]) };
  return { ...named, ...(came["middle"] === undefined ? {} : { middle: textIn(came["middle"]) }) };
}

function email(came: Json): Parsed {
  const address = isObject(came) ? textIn(came["email"]) : textIn(came);
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : wrong;
}

function phone(came: Json): Parsed {
  const digits = (isObject(came) ? textIn(came["full"]) : String(came)).replaceAll(/\D/g, "");
  return digits.length >= 4 ? digits : wrong;
}

function address(came: Json): Parsed {
  if (!isObject(came)) return wrong;
  const value: Address = {
    street: textIn(came["street"]),
    city: textIn(came["city"]),
    zip: textIn(came["zip"]),
  };
  return came["street2"] === undefined ? value : { ...value, street2: textIn(came["street2"]) };
}

function link(came: Json): Parsed {
  const url = isObject(came) ? textIn(came["url"]) : textIn(came);
  return URL.canParse(url) ? url : wrong;
}

function asset(came: Json, _: FieldSpec, around: WriteContext): Parsed {
  return around.asset(textIn(came)) ?? wrong;
}

function connection(came: Json, { to = "" }: FieldSpec, around: WriteContext): Parsed {
  const linked: Linked[] = [];
  for (const item of Array.isArray(came) ? came : [came]) {
    const id = isObject(item) ? textIn(item["id"]) : textIn(item);
    const identifier = around.named(to, id);
    if (identifier === undefined) return wrong;
    linked.push({ id, identifier });
  }
  return linked;
}

const parsers: Record<FieldType, (came: Json, spec: FieldSpec, around: WriteContext) => Parsed> = {
  auto_increment: () => wrong,
  short_text: plain,
  paragraph_text: plain,
  rich_text: plain,
  number: amount,
  currency: amount,
  boolean: (came) =>
    typeof came === "boolean"
      ? came
      : /^(yes|true)$/i.test(textIn(came))
        ? true
        : /^(no|false)$/i.test(textIn(came))
          ? false
          : wrong,
  multiple_choice: choice,
  date_time: moment,
  name,
  email,
  phone,
  address,
  link,
  file: asset,
  image: asset,
  connection,
};
