// Files on their way: a few at a time, each with what has really been sent, and one sentence for
// all of them at the end.
import type { FileLimits, Upload } from "../../../contract/api/upload.ts";
import { ApiProblem } from "../api.ts";

type SendOptions = { onprogress: (sentBytes: number) => void; signal: AbortSignal };

export type UploadItem = {
  readonly key: number;
  readonly file: File;
  status: "queued" | "sending" | "duplicate" | "failed";
  sent: number;
  /** Why it was not taken: the server's sentence, or ours. */
  reason: string | null;
  /** `duplicate`: the file of that time. */
  known: Upload | null;
  /** `failed`: the same file may be taken another time. */
  again: boolean;
  abort: AbortController | null;
};

export type UploadCallbacks = {
  send(file: File, options: SendOptions): Promise<Upload>;
  /** Why a file need not even be sent; null: it may go. */
  refuse(file: File): string | null;
  /** A file has arrived. */
  arrived(file: Upload): void;
  /** All that were chosen together have been dealt with. */
  done(counts: { brought: number; duplicates: number; failed: number }): void;
  /** A problem in words. */
  word(problem: ApiProblem): string;
};

const atOnce = 3;

export class UploadQueue {
  items: UploadItem[] = $state([]);
  readonly #care: UploadCallbacks;
  #next = 0;
  #counts = { brought: 0, duplicates: 0, failed: 0 };

  constructor(care: UploadCallbacks) {
    this.#care = care;
  }

  /** Takes files, in the order in which they were chosen. */
  take(files: Iterable<File>): void {
    for (const file of files) {
      const reason = this.#care.refuse(file);
      const status = reason === null ? ("queued" as const) : ("failed" as const);
      if (reason !== null) this.#counts.failed += 1;
      this.items.push({
        key: this.#next,
        file,
        status,
        sent: 0,
        reason,
        known: null,
        again: false,
        abort: null,
      });
      this.#next += 1;
    }
    this.#goOn();
  }

  again(key: number): void {
    const item = this.items.find((one) => one.key === key);
    if (!item) return;
    Object.assign(item, { status: "queued", sent: 0, reason: null });
    this.#goOn();
  }

  /** Stops what is being sent, or hides what was dealt with. */
  drop(key: number): void {
    this.items.find((one) => one.key === key)?.abort?.abort();
    this.items = this.items.filter((one) => one.key !== key);
    this.#goOn();
  }

  leave(): void {
    for (const { abort } of this.items) abort?.abort();
  }

  #goOn(): void {
    const sending = this.items.filter(({ status }) => status === "sending").length;
    const queued = this.items.filter(({ status }) => status === "queued");
    for (const item of queued.slice(0, Math.max(0, atOnce - sending))) void this.#send(item);
    const { brought, duplicates, failed } = this.#counts;
    if (sending > 0 || queued.length > 0 || brought + duplicates + failed === 0) return;
    this.#care.done(this.#counts);
    this.#counts = { brought: 0, duplicates: 0, failed: 0 };
  }

  async #send(item: UploadItem): Promise<void> {
    const abort = new AbortController();
    Object.assign(item, { status: "sending", abort });
    try {
      const made = await this.#care.send(item.file, {
        signal: abort.signal,
        onprogress: (sent) => (item.sent = sent),
      });
      if (made.alreadyThere) {
        this.#counts.duplicates += 1;
        Object.assign(item, { status: "duplicate", known: made, abort: null });
      } else {
        this.#counts.brought += 1;
        this.items = this.items.filter((one) => one.key !== item.key);
        this.#care.arrived(made);
      }
    } catch (problem) {
      if (abort.signal.aborted) return;
      if (!(problem instanceof ApiProblem)) throw problem;
      this.#counts.failed += 1;
      // What is too large now is too large later.
      Object.assign(item, {
        status: "failed",
        reason: this.#care.word(problem),
        again: problem.status !== 413,
        abort: null,
      });
    } finally {
      this.#goOn();
    }
  }
}

/**
 * The limit a file of this name would break; null when it may be sent. What a file really is, the
 * server sees.
 */
export function exceededLimit(
  { name, size }: Pick<File, "name" | "size">,
  limits: FileLimits,
): number | null {
  const limit = /\.(edi|edifact|xlsx?)$/i.test(name) ? limits.bytes : limits.tableBytes;
  return size > limit ? limit : null;
}
