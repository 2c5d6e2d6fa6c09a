// Single-byte Latin text, the same in every runtime.

const utf8 = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/** Letters that are made from codes at once: more arguments than this are too many for some engines. */
const atOnce = 8 * 1024;

/**
 * One character a byte, of the byte's own code: a place in the text is a place in the bytes. The runtime's own decoder for such
 * text makes characters of two bytes each, which doubles the memory of a file.
 */
export function bytesAsText(bytes: Uint8Array): string {
  if (isAscii(bytes)) return utf8.decode(bytes);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += atOnce) parts.push(String.fromCharCode(...bytes.subarray(at, at + atOnce)));
  return parts.join("");
}

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] ?? 0) > 0x7f) return false;
  return true;
}

const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Windows-1252, of which ISO-8859-1 is the printable part. */
export const decodeLatin = (bytes: Uint8Array): string =>
  bytesAsText(bytes).replace(/[\u0080-\u009f]/g, (letter) => upper[letter.charCodeAt(0) - 0x80] ?? letter);
