// Single-byte Latin text, the same in every runtime.

// Runtimes differ in what they make of the bytes between 0x80 and 0x9f: these are the letters that
// the standard wants there.
const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** One character a byte: a place in the text is a place in the bytes. */
export const bytesAsText = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("latin1");

/** Windows-1252, of which ISO-8859-1 is the printable part. */
export const decodeLatin = (bytes: Uint8Array): string =>
  bytesAsText(bytes).replace(
    /[\u0080-\u009f]/g,
    (letter) => upper[letter.charCodeAt(0) - 0x80] ?? letter,
  );
