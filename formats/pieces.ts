// Reads a file in chunks of bounded size, whatever the source delivers at once.

/** Bytes per chunk, which is what is held of a file besides its open part. */
export const pieceBytes = 64 * 1024;

/** A chunk of at least this size is passed on as it is. */
const fairBytes = 16 * 1024;

/**
 * The same bytes in chunks of at most one size, so that a source that delivers single bytes costs
 * no more than one that delivers megabytes. A chunk is only valid until the next one is requested,
 * because its memory is reused.
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
