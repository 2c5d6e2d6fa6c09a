// Encodes XML-RPC requests: a method and its parameters as XML text.
import { serializeMethodCall } from "xmlrpc/lib/serializer.js";
import type { Json } from "../../contract/values/json.ts";

/** A value that XML-RPC cannot express. */
export class UnencodableError extends Error {
  override name = "UnencodableError";
}

/** The XML of a method call. Throws `UnencodableError`. */
export function encodeCall(method: string, parameters: Json[]): string {
  const kept: string[] = [];
  const written = serializeMethodCall(
    method,
    parameters.map((parameter) => encodable(parameter, kept)),
  );
  return written.replace(/\ue000(\d+)\ue000/g, (_, at: string) => escaped(kept[Number(at)] ?? ""));
}

function encodable(value: Json, kept: string[]): Json {
  if (typeof value === "string") return encodableText(value, kept);
  if (typeof value === "number") return encodableNumber(value);
  if (Array.isArray(value)) return value.map((item) => encodable(item, kept));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, encodable(member, kept)]),
  );
}

// eslint-disable-next-line no-control-regex
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * The package writes special characters as CDATA, which cannot hold `]]>` and loses carriage
 * returns. Such texts are set aside under a number between two private-use characters, and written
 * here. A text with such a character is set aside too.
 */
function encodableText(text: string, kept: string[]): string {
  if (notXml.test(text) || !text.isWellFormed())
    throw new UnencodableError("text with a character that XML cannot hold");
  return /[<&>\r\ue000]/.test(text) ? `\ue000${kept.push(text) - 1}\ue000` : text;
}

const entities: Record<string, string> = { "<": "&lt;", "&": "&amp;", ">": "&gt;", "\r": "&#13;" };

const escaped = (text: string): string =>
  text.replace(/[<&>\r]/g, (character) => entities[character] ?? character);

function encodableNumber(number: number): number {
  const fits =
    Number.isFinite(number) &&
    (!Number.isInteger(number) || (number >= -(2 ** 31) && number < 2 ** 31));
  if (!fits) throw new UnencodableError("a number outside XML-RPC's 32 bits");
  return number;
}
