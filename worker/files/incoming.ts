// A file on its way from the request to R2: piece by piece, measured and hashed on the way, never
// whole in memory.
import { fileLimits } from "../../contract/api/upload.ts";
import { HttpProblem } from "../http/problem.ts";

/** How many bytes decide what kind of file it is. */
const headBytes = 16;
const megabyte = 1024 * 1024;

export type Incoming = { body: ReadableStream<Uint8Array>; length: number };

/**
 * Stores a file under `key`. Nothing stays there when it is too large or does not arrive whole.
 * @returns its SHA-256 in hexadecimal
 * @throws `file_too_large`, `file_cut_short`
 */
export async function keepBytes(
  bucket: R2Bucket,
  key: string,
  incoming: Incoming,
): Promise<string> {
  const scale = new Scale(incoming.length);
  // R2 must know the length before the first byte; this stream fails unless the sender keeps to it.
  const fixed = new FixedLengthStream(incoming.length);
  const flowing = incoming.body.pipeThrough(scale.stream).pipeTo(fixed.writable);
  const [put, flow] = await Promise.allSettled([bucket.put(key, fixed.readable), flowing]);
  const sha256 = await scale.sha256;
  if (put.status === "fulfilled" && flow.status === "fulfilled" && sha256 !== null) return sha256;
  await bucket.delete(key);
  if (scale.refusal !== null) throw scale.refusal;
  if (scale.weighed !== incoming.length || sha256 === null) throw new HttpProblem("file_cut_short");
  throw [put, flow].find((one) => one.status === "rejected")?.reason;
}

/** Counts and hashes the bytes that flow through. */
class Scale {
  readonly stream: TransformStream<Uint8Array, Uint8Array>;
  /** null if not all of it arrived. */
  readonly sha256: Promise<string | null>;
  refusal: HttpProblem | null = null;
  /** Bytes that have arrived. */
  weighed = 0;
  readonly #length: number;
  readonly #hash: WritableStreamDefaultWriter<ArrayBuffer | ArrayBufferView>;
  #head: number[] = [];

  constructor(length: number) {
    this.#length = length;
    const digest = new crypto.DigestStream("SHA-256");
    this.#hash = digest.getWriter();
    // The stream itself reports what ends it early.
    this.#hash.closed.catch(() => undefined);
    this.sha256 = digest.digest.then(
      (bytes) => new Uint8Array(bytes).toHex(),
      () => null,
    );
    this.stream = new TransformStream({
      transform: async (piece, controller) => {
        this.weighed += piece.byteLength;
        await this.#look(piece);
        await this.#hash.write(piece);
        controller.enqueue(piece);
      },
      flush: () => this.#hash.close(),
      cancel: (reason) => this.#hash.abort(reason),
    });
  }

  /**
   * Only tables may be larger than the usual limit; the first bytes decide whether it is one, not
   * the name.
   */
  async #look(piece: Uint8Array): Promise<void> {
    if (this.#length <= fileLimits.bytes || this.#head.length >= headBytes) return;
    this.#head.push(...piece.subarray(0, headBytes - this.#head.length));
    if (this.#head.length < headBytes || looksLikeTable(this.#head)) return;
    this.refusal = tooLarge(fileLimits.bytes);
    await this.#hash.abort(this.refusal);
    throw this.refusal;
  }
}

/** Refuses a length that is too large for any file. @throws `file_too_large` */
export function refuseLength(length: number): void {
  if (length > fileLimits.tableBytes) throw tooLarge(fileLimits.tableBytes);
}

const tooLarge = (bytes: number) =>
  new HttpProblem("file_too_large", { facts: { limit: String(bytes / megabyte) } });

/** Whether the first bytes are text, but not an EDIFACT message. */
export function looksLikeTable(head: readonly number[]): boolean {
  const isText = head.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  const text = String.fromCharCode(...head.filter((byte) => byte > 32 && byte < 127));
  return isText && !/^UN[ABH]/.test(text);
}
