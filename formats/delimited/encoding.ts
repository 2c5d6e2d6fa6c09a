// Decodes the characters of a text file: UTF-16 and UTF-8 if the bytes show it, otherwise
// Windows-1252. The place of every character that does not fit is reported.
import { bytesAsText, decodeLatin } from "../latin.ts";
import { Utf16, utf16Of } from "./utf16.ts";

export type Encoding = "guess" | "utf-8" | "windows-1252" | "iso-8859-1";

/** A line and a character in it, both counted from 1. */
export type CharacterPlace = { line: number; column: number };

/** The first places in a file, and their number in all. */
export type Places = { first: CharacterPlace[]; count: number };

/**
 * `read`: the encoding the file was read in. `strays`: characters of the other encoding than most
 * of the file. `lost`: characters that cannot be decoded, or that the sender had lost before; they
 * are U+FFFD now.
 */
export type EncodingFindings = {
  read: "ascii" | "utf-8" | "utf-16" | "windows-1252";
  strays: Places;
  lost: Places;
};

const maxPlaces = 5;
const lost = "\ufffd";

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A character beyond ASCII in UTF-8, or a byte that is none; bytes as Latin-1. After 0xED there are
 * surrogates.
 */
const beyondAscii =
  /[\u00c2-\u00df][\u0080-\u00bf]|\u00e0[\u00a0-\u00bf][\u0080-\u00bf]|[\u00e1-\u00ef][\u0080-\u00bf]{2}|\u00f0[\u0090-\u00bf][\u0080-\u00bf]{2}|[\u00f1-\u00f3][\u0080-\u00bf]{3}|\u00f4[\u0080-\u008f][\u0080-\u00bf]{2}|[\u0080-\u00ff]/g;

/**
 * The first bytes of pairs that are Western European letters in UTF-8, and nonsense in
 * Windows-1252.
 */
const surelyUtf8 = /^[\u00c2\u00c3\u00e2]/;

/** Decodes a file chunk by chunk; a character may span two of them. */
export class CharacterDecoder {
  readonly #findings: EncodingFindings = {
    read: "ascii",
    strays: { first: [], count: 0 },
    lost: { first: [], count: 0 },
  };
  #utf16: Utf16 | null = null;
  #carry: Uint8Array = new Uint8Array(0);
  #first = true;
  /** Where the next chunk begins. */
  #at: CharacterPlace = { line: 1, column: 1 };

  /** The findings so far; those of the whole file after `end`. */
  get findings(): EncodingFindings {
    return this.#findings;
  }

  push(piece: Uint8Array): string {
    if (this.#first && piece.length > 0) {
      this.#first = false;
      const order = utf16Of(piece);
      if (order !== null) [this.#utf16, this.#findings.read] = [new Utf16(order), "utf-16"];
      else if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf)
        this.#findings.read = "utf-8";
      return this.#withoutMark(this.#decode(piece));
    }
    return this.#decode(piece);
  }

  end(): string {
    if (this.#utf16 !== null) return this.#seen(this.#utf16.end());
    const rest = this.#carry;
    this.#carry = new Uint8Array(0);
    return rest.length === 0 ? "" : this.#seen(this.#mixed(rest));
  }

  #decode(piece: Uint8Array): string {
    if (this.#utf16 !== null) return this.#seen(this.#utf16.push(piece));
    const bytes = this.#joined(piece);
    const whole = bytes.length - incompleteTail(bytes);
    this.#carry = bytes.slice(whole);
    return this.#seen(this.#eight(bytes.subarray(0, whole)));
  }

  /** Nearly all chunks are pure UTF-8. */
  #eight(bytes: Uint8Array): string {
    if (this.#findings.read === "windows-1252") return this.#mixed(bytes);
    try {
      const text = strictUtf8.decode(bytes);
      if (text.length !== bytes.length) this.#findings.read = "utf-8";
      return text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return this.#mixed(bytes);
    }
  }

  /**
   * The first chunk with characters beyond ASCII decides the encoding by their majority. The others
   * are decoded as what they are, and noted.
   */
  #mixed(bytes: Uint8Array): string {
    const text = bytesAsText(bytes);
    if (this.#findings.read === "ascii")
      this.#findings.read = mostlyUtf8(text) ? "utf-8" : "windows-1252";
    const isUtf8 = this.#findings.read === "utf-8";
    return text.replace(beyondAscii, (letter: string, at: number) => {
      if (isUtf8 !== letter.length > 1)
        this.#note(this.#findings.strays, () => this.#placeOfByte(text, at));
      return isWide(letter, isUtf8) ? utf8Letter(letter) : latinLetters(letter);
    });
  }

  /** Advances the place, and notes lost characters. */
  #seen(text: string): string {
    for (let at = text.indexOf(lost); at >= 0; at = text.indexOf(lost, at + 1))
      this.#note(this.#findings.lost, () => placeIn(text, at, this.#at));
    this.#at = placeIn(text, text.length, this.#at);
    return text;
  }

  #note(places: Places, place: () => CharacterPlace): void {
    places.count += 1;
    if (places.first.length < maxPlaces) places.first.push(place());
  }

  /** The bytes of one character count as one. */
  #placeOfByte(text: string, at: number): CharacterPlace {
    const isUtf8 = this.#findings.read === "utf-8";
    const before = text
      .slice(0, at)
      .replace(beyondAscii, (letter) => (isWide(letter, isUtf8) ? "x" : letter));
    return placeIn(before, before.length, this.#at);
  }

  #joined(piece: Uint8Array): Uint8Array {
    if (this.#carry.length === 0) return piece;
    const bytes = new Uint8Array(this.#carry.length + piece.length);
    bytes.set(this.#carry);
    bytes.set(piece, this.#carry.length);
    this.#carry = new Uint8Array(0);
    return bytes;
  }

  /** The byte order mark is not a character of the first line. */
  #withoutMark(text: string): string {
    if (!text.startsWith("\ufeff")) return text;
    if (this.#at.line === 1) this.#at.column -= 1;
    return text.slice(1);
  }
}

const isWide = (letter: string, isUtf8: boolean): boolean =>
  letter.length > 1 && (isUtf8 || surelyUtf8.test(letter));

/** The place of an index in a text that begins at `from`. */
function placeIn(text: string, at: number, from: CharacterPlace): CharacterPlace {
  let [line, begins] = [from.line, -1];
  for (let next = text.indexOf("\n"); next >= 0 && next < at; next = text.indexOf("\n", next + 1))
    [line, begins] = [line + 1, next];
  const length = at - begins - 1;
  return { line, column: begins < 0 ? from.column + length : length + 1 };
}

function mostlyUtf8(text: string): boolean {
  let [wide, single] = [0, 0];
  for (const [letter] of text.matchAll(beyondAscii)) {
    if (letter.length > 1) wide += 1;
    else single += 1;
  }
  return wide > single;
}

/** An unpaired surrogate is not a character. */
function utf8Letter(bytes: string): string {
  if (bytes.startsWith("\u00ed") && bytes.charCodeAt(1) >= 0xa0) return lost;
  return strictUtf8.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}

/** Five bytes have no meaning in Windows-1252. */
const latinLetters = (bytes: string): string =>
  decodeLatin(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))).replace(
    /[\u0081\u008d\u008f\u0090\u009d]/g,
    lost,
  );

/** How many bytes at the end begin an incomplete UTF-8 character. */
function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}
