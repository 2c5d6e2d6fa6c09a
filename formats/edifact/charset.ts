// The letters of an interchange: which bytes stand for what, by the syntax identifier of its UNB.
import { decodeLatin } from "../latin.ts";

/** `plain`: only ASCII is promised; senders put UTF-8 or Latin-1 there all the same. */
type Charset = { label: string; plain: boolean };

const charsets: Record<string, Charset> = {
  UNOA: { label: "utf-8", plain: true },
  UNOB: { label: "utf-8", plain: true },
  UNOC: { label: "iso-8859-1", plain: false },
  UNOD: { label: "iso-8859-2", plain: false },
  UNOE: { label: "iso-8859-5", plain: false },
  UNOF: { label: "iso-8859-7", plain: false },
  UNOL: { label: "iso-8859-15", plain: false },
  UNOW: { label: "utf-8", plain: false },
  UNOY: { label: "utf-8", plain: false },
};

/** Bytes as text; `broken` when they are not what the syntax identifier promises. */
export type Decode = (bytes: Uint8Array) => { text: string; broken: boolean };

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 where it is valid, else Latin-1: what senders use when they say neither. */
function decodeEither(bytes: Uint8Array): { text: string; utf8: boolean } {
  try {
    return { text: strictUtf8.decode(bytes), utf8: true };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: decodeLatin(bytes), utf8: false };
  }
}

/** How the letters of an interchange are read. An unknown identifier is read as the plainest one. */
export function decoderOf(syntax: string): Decode {
  const { label, plain } = charsets[syntax] ?? { label: "utf-8", plain: true };
  if (label === "utf-8") {
    return (bytes) => {
      const { text, utf8 } = decodeEither(bytes);
      return { text, broken: plain || !utf8 };
    };
  }
  if (label === "iso-8859-1") return (bytes) => ({ text: decodeLatin(bytes), broken: false });
  const decoder = new TextDecoder(label);
  return (bytes) => ({ text: decoder.decode(bytes), broken: false });
}
