// Reading an answer whole, within bounds of size and silence.

export type BodyRead = { type: "text"; text: string } | { type: "too_large" } | { type: "not_utf8" };

/**
 * Reads the body piece by piece. Bytes are counted as they come out of decompression, so that a small answer
 * cannot unfold into a large one. Silence between two pieces aborts the deadline.
 */
export async function readBody(
  response: Response,
  { bytes, idleMs, deadline }: { bytes: number; idleMs: number; deadline: AbortController },
): Promise<BodyRead> {
  if (!response.body) return { type: "text", text: "" };
  const reader = response.body.getReader();
  const text = new StrictText();
  let length = 0;
  for (;;) {
    const { done, value } = await readWithin(idleMs, reader, deadline);
    if (done) return text.end() ? { type: "text", text: text.whole } : { type: "not_utf8" };
    length += value.byteLength;
    const wrong = length > bytes ? "too_large" : text.add(value) ? null : "not_utf8";
    if (wrong === null) continue;
    await reader.cancel();
    return { type: wrong };
  }
}

async function readWithin(idleMs: number, reader: ReadableStreamDefaultReader<Uint8Array>, deadline: AbortController) {
  const idle = setTimeout(() => deadline.abort(), idleMs);
  try {
    return await reader.read();
  } finally {
    clearTimeout(idle);
  }
}

/** UTF-8 as it comes; false as soon as it is none. */
class StrictText {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  whole = "";

  add(bytes: Uint8Array): boolean {
    return this.#append(() => this.#decoder.decode(bytes, { stream: true }));
  }

  /** A character may be cut off at the end. */
  end(): boolean {
    return this.#append(() => this.#decoder.decode());
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
