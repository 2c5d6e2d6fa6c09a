// Reading an answer whole, within bounds of size and silence.

export type BodyRead = { type: "text"; text: string } | { type: "too_large" } | { type: "not_utf8" };

/** Pieces are gathered up to this before they are looked at: the runtime gives 4 kB at a time, and each look costs a turn. */
const gatherBytes = 32 * 1024;
const bufferBytes = 2 * gatherBytes;

/**
 * Reads the body piece by piece. Bytes are counted as they come out of decompression, so that a small answer
 * cannot unfold into a large one. A piece that takes too long to gather aborts the deadline.
 */
export async function readBody(
  response: Response,
  { bytes, idleMs, deadline }: { bytes: number; idleMs: number; deadline: AbortController },
): Promise<BodyRead> {
  if (!response.body) return { type: "text", text: "" };
  const reader = openReader(response.body);
  const text = new StrictText();
  let length = 0;
  for (;;) {
    const { done, value } = await readWithin(idleMs, reader, deadline);
    if (value !== undefined) {
      length += value.byteLength;
      const wrong = length > bytes ? "too_large" : text.add(value) ? null : "not_utf8";
      if (wrong !== null) {
        await reader.cancel();
        return { type: wrong };
      }
    }
    if (done) return text.end() ? { type: "text", text: text.whole } : { type: "not_utf8" };
  }
}

type Reader = { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(): Promise<void> };

/** In the Workers runtime `readAtLeast` gathers for us; elsewhere (tests under Node) pieces come as they are. */
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

/** UTF-8 as it comes; false as soon as it is found to be none. */
class StrictText {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  /** Pieces are gathered here first: a text made of millions of single bytes takes forty times its size. */
  readonly #gathered = new Uint8Array(64 * 1024);
  #length = 0;
  whole = "";

  add(bytes: Uint8Array): boolean {
    if (this.#length + bytes.length > this.#gathered.length && !this.#flush()) return false;
    if (bytes.length > this.#gathered.length) return this.#append(() => this.#decoder.decode(bytes, { stream: true }));
    this.#gathered.set(bytes, this.#length);
    this.#length += bytes.length;
    return true;
  }

  /** A character may be cut off at the end. */
  end(): boolean {
    return this.#flush() && this.#append(() => this.#decoder.decode());
  }

  #flush(): boolean {
    const gathered = this.#gathered.subarray(0, this.#length);
    this.#length = 0;
    return this.#append(() => this.#decoder.decode(gathered, { stream: true }));
  }

  #append(decode: () => string): boolean {
    try {
      this.whole += decode();
      return true;
    } catch (error) {
      if (error instanceof TypeError) return false;
      throw error;
    }
  }
}
