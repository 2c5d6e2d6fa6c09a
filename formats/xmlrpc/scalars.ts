// The scalar values of XML-RPC, read strictly: a wrong spelling is an error, never a guess.
import type { Json } from "../../contract/values/json.ts";
import { isHeld, unheldNumber } from "../number.ts";
import { XmlRpcError } from "./error.ts";

const integer = /^[+-]?\d{1,19}$/;
const double = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/;
const notFinite = /^(?:nan|[+-]?inf)$/;
const dateTime = /^(\d{4})-?(\d{2})-?(\d{2})T(\d{2}):(\d{2}):(\d{2})Z?$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A double holds this few digits. */
const plain = /^[-+.\d]{1,15}$/;

/**
 * Readers by tag. A number that would be rounded becomes a text that no reader accepts, as in JSON;
 * base64 stays text.
 */
export const scalars = {
  int: int32,
  i4: int32,
  i8: (text: string) => {
    const value = wholeNumber(text);
    return value >= -(2n ** 63n) && value < 2n ** 63n ? tight(value) : wrong("i8", text);
  },
  double: (text: string) => {
    // Not in the specification, but printed by Python's `repr`. Read as infinite, which no reader
    // accepts.
    if (notFinite.test(text)) return Number.POSITIVE_INFINITY;
    const value = double.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value)) return wrong("double", text);
    return plain.test(text) || isHeld(text) ? value : unheldNumber(text);
  },
  boolean: (text: string) => (text === "1" ? true : text === "0" ? false : wrong("boolean", text)),
  string: (text: string) => text,
  "dateTime.iso8601": (text: string) => {
    const [, year, month, day, hour, minute, second] =
      dateTime.exec(text) ?? wrong("dateTime", text);
    const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
    const moment = new Date(`${iso}Z`);
    return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso)
      ? iso
      : wrong("dateTime", text);
  },
  base64: (text: string) => {
    const packed = text.replace(/\s+/g, "");
    return base64.test(packed) ? packed : wrong("base64", text);
  },
  nil: (text: string) => (text === "" ? null : wrong("nil", text)),
} satisfies Record<string, (text: string) => Json>;

function int32(text: string): number {
  // Eleven characters can hold every 32-bit integer; the range is checked afterwards.
  const value = text.length <= 11 && integer.test(text) ? Number(text) : Number.NaN;
  return value >= -(2 ** 31) && value < 2 ** 31 ? value + 0 : wrong("int", text);
}

function wholeNumber(text: string): bigint {
  return integer.test(text) ? BigInt(text.replace(/^\+/, "")) : wrong("i8", text);
}

function tight(value: bigint): number | string {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
    ? Number(value)
    : unheldNumber(value.toString());
}

function wrong(tag: string, text: string): never {
  throw new XmlRpcError("unreadable", `not a ${tag} (${text.length} characters)`);
}
