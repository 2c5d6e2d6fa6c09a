// Decodes the characters of an interchange, by the syntax identifier of its UNB.
import { decodeLatin } from "../latin.ts";

/**
 * Syntax levels of ISO 9735 (code list 0001) and their character tables. `ascii`: only ASCII is
 * promised, but senders put UTF-8 or Latin-1 there all the same. UNOX switches tables by escape
 * sequences (ISO 2022); in practice its senders write UTF-8.
 */
const labels = new Map<string, string>([
  ["UNOA", "ascii"],
  ["UNOB", "ascii"],
  ["UNOC", "iso-8859-1"],
  ["UNOD", "iso-8859-2"],
  ["UNOE", "iso-8859-5"],
  ["UNOF", "iso-8859-7"],
  ["UNOG", "iso-8859-3"],
  ["UNOH", "iso-8859-4"],
  ["UNOI", "iso-8859-6"],
  ["UNOJ", "iso-8859-8"],
  ["UNOK", "iso-8859-9"],
  ["UNOL", "iso-8859-15"],
  ["UNOW", "utf-8"],
  ["UNOX", "utf-8"],
  ["UNOY", "utf-8"],
  ["KECA", "euc-kr"],
]);

/** Decodes bytes; `broken` if they are not what the syntax identifier promises. */
export type Decode = (bytes: Uint8Array) => { text: string; broken: boolean };

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * The decoder for an interchange, only called for bytes beyond ASCII. Valid UTF-8 is decoded as
 * such whatever was declared, because in any other table it would be a sequence of characters that
 * occurs in no name.
 */
export function decoderOf(syntax: string): Decode {
  const label = labels.get(syntax) ?? "ascii";
  const declared = tableOf(label);
  return (bytes) => {
    const text = decodeUtf8(bytes);
    if (text !== null) return { text, broken: label !== "utf-8" };
    const read = declared(bytes);
    return { text: read, broken: label === "ascii" || label === "utf-8" || replaced.test(read) };
  };
}

/** Characters that a table does not have. */
const replaced = /[\u0080-\u009f\ufffd]/;

/** The decoder of a table; a byte that it does not have becomes U+FFFD. */
function tableOf(label: string): (bytes: Uint8Array) => string {
  if (label === "ascii" || label === "utf-8" || label === "iso-8859-1") return decodeLatin;
  const decoder = new TextDecoder(label);
  return (bytes) => decoder.decode(bytes);
}
