// Reading an answer whole, within bounds of size and silence.

export type BodyRead = { type: "text"; text: string } | { type: "too_large" };

/**
 * Pieces are gathered up to this before they are looked at: the runtime gives 4 kB at a time, and
 * each look costs a turn.
 */
const gatherBytes = 32 * 1024;
const bufferBytes = 2 * gatherBytes;

/**
 * Reads the body piece by piece. Bytes are counted as they come out of decompression, so that a
 * small answer cannot unfold into a large one. A piece that takes too long to gather aborts the
 * deadline.
 */
export async function readBody(
  response: Response,
  { bytes, idleMs, deadline }: { bytes: number; idleMs: number; deadline: AbortController },
): Promise<BodyRead> {
  if (!response.body) return { type: "text", text: "" };
  const reader = openReader(response.body);
  const arrived = new Arrived(bytes);
  let length = 0;
  for (;;) {
    const { done, value } = await readWithin(idleMs, reader, deadline);
    if (value !== undefined) {
      length += value.byteLength;
      if (length > bytes) {
        // Not awaited: a sender that goes on pouring must not make a known answer wait for the
        // deadline.
        reader.cancel().catch(() => undefined);
        return { type: "too_large" };
      }
      arrived.add(value);
    }
    if (done) break;
  }
  return { type: "text", text: arrived.text() };
}

type Reader = {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
};

/**
 * In the Workers runtime `readAtLeast` gathers for us; elsewhere (tests under Node) pieces come as
 * they are.
 */
function openReader(body: ReadableStream<Uint8Array>): Reader {
  if (!("readAtLeast" in ReadableStreamBYOBReader.prototype)) return body.getReader();
  const reader = body.getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(bufferBytes);
  return {
    read: async () => {
      const piece = await reader.readAtLeast(gatherBytes, new Uint8Array(buffer));
      if (piece.value) buffer = piece.value.buffer as ArrayBuffer;
      return piece;
    },
    cancel: () => reader.cancel(),
  };
}

async function readWithin(idleMs: number, reader: Reader, deadline: AbortController) {
  const idle = setTimeout(() => deadline.abort(), idleMs);
  try {
    return await reader.read();
  } finally {
    clearTimeout(idle);
  }
}

/**
 * The bytes of an answer that is still arriving. They stand outside the heap of JavaScript and
 * become text once, when all are there: a text that grows piece by piece is held twice when it is
 * first looked into, and an answer that turns out to be too large, or no UTF-8, never becomes one.
 */
class Arrived {
  #bytes = new Uint8Array(bufferBytes);
  #length = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  #grow(length: number): void {
    const larger = new Uint8Array(Math.max(length, Math.min(this.#most, 2 * this.#bytes.length)));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  /** The whole as text. */
  text(): string {
    const bytes = this.#bytes.subarray(0, this.#length);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    } catch (error) {
      if (error instanceof TypeError) return withMarks(bytes);
      throw error;
    }
  }
}

/**
 * What stands for bytes that are no UTF-8: halves of characters, two of them, so that no neighbour
 * makes one whole. No reader takes a text that holds them, and the record that does is left out by
 * itself; a U+FFFD could as well be the source's own.
 */
const noCharacter = "\udfff\udfff";
const replacement = [0xef, 0xbf, 0xbd] as const;

/**
 * UTF-8 as far as it is some. A U+FFFD that the source has written itself begins anew wherever it
 * stands, and stays.
 */
function withMarks(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
  const parts: string[] = [];
  let from = 0;
  for (
    let at = bytes.indexOf(replacement[0]);
    at >= 0;
    at = bytes.indexOf(replacement[0], at + 1)
  ) {
    if (bytes[at + 1] !== replacement[1] || bytes[at + 2] !== replacement[2]) continue;
    parts.push(decoder.decode(bytes.subarray(from, at)).replaceAll("\ufffd", noCharacter));
    from = at + replacement.length;
  }
  parts.push(decoder.decode(bytes.subarray(from)).replaceAll("\ufffd", noCharacter));
  return parts.join("\ufffd").replace(/^\ufeff/, "");
}
