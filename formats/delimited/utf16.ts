// UTF-16, as spreadsheets write "Unicode text": recognised by its byte order mark, or by the zero
// byte beside each ASCII character.

export type ByteOrder = "little" | "big";

/** How many bytes are searched for the pattern. */
const searchedBytes = 4_096;

/** The byte order of a file that begins like this; null if it is not UTF-16. */
export function utf16Of(start: Uint8Array): ByteOrder | null {
  if (start[0] === 0xff && start[1] === 0xfe) return "little";
  if (start[0] === 0xfe && start[1] === 0xff) return "big";
  const pairs = Math.floor(Math.min(start.length, searchedBytes) / 2);
  if (pairs < 4) return null;
  let [first, second] = [0, 0];
  for (let at = 0; at < 2 * pairs; at += 2) {
    if (start[at] === 0) first += 1;
    if (start[at + 1] === 0) second += 1;
  }
  // Delimiters, digits and line ends alone are more than a quarter of a table, and a real character
  // never has two zero bytes.
  if (second * 4 > pairs && first === 0) return "little";
  return first * 4 > pairs && second === 0 ? "big" : null;
}

/** Decodes chunk by chunk. An unpaired surrogate becomes U+FFFD. */
export class Utf16 {
  readonly #order: ByteOrder;
  /** A byte, or the first half of a surrogate pair, that continues in the next chunk. */
  #carry = new Uint8Array(0);

  constructor(order: ByteOrder) {
    this.#order = order;
  }

  push(piece: Uint8Array): string {
    const bytes = new Uint8Array(this.#carry.length + piece.length);
    bytes.set(this.#carry);
    bytes.set(piece, this.#carry.length);
    const even = bytes.length - (bytes.length % 2);
    const whole = even >= 2 && isFirstHalf(this.#unit(bytes, even - 2)) ? even - 2 : even;
    this.#carry = bytes.slice(whole);
    return this.#text(bytes, whole);
  }

  /** Whatever is left over is not a character. */
  end(): string {
    const left = this.#carry.length;
    this.#carry = new Uint8Array(0);
    return left === 0 ? "" : "\ufffd";
  }

  #unit(bytes: Uint8Array, at: number): number {
    const [one = 0, other = 0] = [bytes[at], bytes[at + 1]];
    return this.#order === "little" ? one + (other << 8) : other + (one << 8);
  }

  #text(bytes: Uint8Array, length: number): string {
    const units = new Uint16Array(length / 2);
    for (let at = 0; at < units.length; at += 1) units[at] = this.#unit(bytes, 2 * at);
    let text = "";
    // As many arguments as every runtime accepts.
    for (let at = 0; at < units.length; at += 8_192)
      text += String.fromCharCode(...units.subarray(at, at + 8_192));
    return text.toWellFormed();
  }
}

const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
