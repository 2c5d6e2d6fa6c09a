// A file in pieces of a bounded size, whatever the source hands out at once.

/** Bytes that are read at once: what is held of a file beside the part that is open. */
export const pieceBytes = 64 * 1024;

/** A piece of this size goes through as it is. */
const fairBytes = 16 * 1024;

/**
 * The same bytes in pieces of at most one size: a source that hands out single bytes costs no more
 * than one that hands out megabytes. A piece is good until the next one is asked for: its memory is
 * used again.
 */
export async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const held = new Uint8Array(pieceBytes);
  let length = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length;) {
      if (length === 0 && chunk.length - at >= fairBytes) {
        yield chunk.subarray(at, at + pieceBytes);
        at += pieceBytes;
        continue;
      }
      const taken = chunk.subarray(at, at + pieceBytes - length);
      held.set(taken, length);
      at += taken.length;
      length += taken.length;
      if (length < pieceBytes) continue;
      yield held;
      length = 0;
    }
  }
  if (length > 0) yield held.subarray(0, length);
}
