// Single-byte Latin text, decoded the same in every runtime.

// Runtimes decode the bytes from 0x80 to 0x9f differently; these are the characters of the
// standard.
const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** One character per byte, so that an index in the text is an offset in the bytes. */
export const bytesAsText = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("latin1");

/** Windows-1252, whose printable part includes ISO-8859-1. */
export const decodeLatin = (bytes: Uint8Array): string =>
  bytesAsText(bytes).replace(
    /[\u0080-\u009f]/g,
    (letter) => upper[letter.charCodeAt(0) - 0x80] ?? letter,
  );
