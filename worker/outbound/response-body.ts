// Reads a response body whole, within limits of size and silence.

export type BodyRead = { type: "text"; text: string } | { type: "too_large" };

/**
 * How many bytes are collected per read: the runtime delivers 4 kB at a time, and each read costs a
 * turn.
 */
const gatherBytes = 32 * 1024;
const bufferBytes = 2 * gatherBytes;

/**
 * Reads the body chunk by chunk. Bytes are counted after decompression, so that a small response
 * cannot unfold into a large one. A chunk that takes longer than `idleMs` aborts the deadline.
 */
export async function readBody(
  response: Response,
  { bytes, idleMs, deadline }: { bytes: number; idleMs: number; deadline: AbortController },
): Promise<BodyRead> {
  if (!response.body) return { type: "text", text: "" };
  const reader = openReader(response.body);
  const arrived = new BodyBuffer(bytes);
  let length = 0;
  for (;;) {
    const { done, value } = await readWithin(idleMs, reader, deadline);
    if (value !== undefined) {
      length += value.byteLength;
      if (length > bytes) {
        // Not awaited: a sender that keeps sending must not delay the result until the deadline.
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
 * In the Workers runtime `readAtLeast` collects bytes for us; elsewhere (tests under Node) chunks
 * come as they are.
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
 * The bytes of a response that is still arriving. They are outside the JavaScript heap and become
 * text once, when all are there: a text that grows chunk by chunk is held twice when it is first
 * used, and a response that is too large, or not UTF-8, never becomes text at all.
 */
class BodyBuffer {
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

  /** Decodes all bytes. */
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
 * Replaces bytes that are not UTF-8: two unpaired surrogates, so that no neighbour completes one.
 * No reader accepts a text that holds them, so only the record it belongs to is lost. A U+FFFD
 * could be the source's own.
 */
const noCharacter = "\udfff\udfff";
const replacement = [0xef, 0xbf, 0xbd] as const;

/**
 * Decodes bytes that are not all UTF-8. A U+FFFD that the source itself sent stays; decoding starts
 * over after it.
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
