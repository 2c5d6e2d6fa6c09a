// The letters of a text file: UTF-8 where it is valid, else Windows-1252, decided once for the file.
import { decodeLatin } from "../latin.ts";

export type Encoding = "guess" | "utf-8" | "windows-1252" | "iso-8859-1";

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes a file piece by piece; a letter may lie across two of them. */
export class Letters {
  /** A file that should be UTF-8 is not: it was read as Windows-1252 from there on. */
  fellBack = false;
  #latin: boolean;
  #carry: Uint8Array = new Uint8Array(0);
  #first = true;

  constructor(encoding: Encoding) {
    this.#latin = encoding === "windows-1252" || encoding === "iso-8859-1";
  }

  push(piece: Uint8Array): string {
    const bytes = this.#joined(piece);
    if (this.#latin) return this.#withoutMark(decodeLatin(bytes));
    const whole = bytes.length - incompleteTail(bytes);
    this.#carry = bytes.slice(whole);
    return this.#withoutMark(this.#decode(bytes.subarray(0, whole)));
  }

  end(): string {
    const rest = this.#carry;
    this.#carry = new Uint8Array(0);
    return rest.length === 0 ? "" : this.#decode(rest);
  }

  #decode(bytes: Uint8Array): string {
    if (this.#latin) return decodeLatin(bytes);
    try {
      return strictUtf8.decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      [this.#latin, this.fellBack] = [true, true];
      return decodeLatin(bytes);
    }
  }

  #joined(piece: Uint8Array): Uint8Array {
    if (this.#carry.length === 0) return piece;
    const bytes = new Uint8Array(this.#carry.length + piece.length);
    bytes.set(this.#carry);
    bytes.set(piece, this.#carry.length);
    this.#carry = new Uint8Array(0);
    return bytes;
  }

  #withoutMark(text: string): string {
    if (!this.#first || text === "") return text;
    this.#first = false;
    return text.startsWith("\ufeff") ? text.slice(1) : text;
  }
}

/** How many bytes at the end begin a letter of UTF-8 that goes on. */
function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}
