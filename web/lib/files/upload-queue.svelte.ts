// Uploads files a few at a time, with the bytes really sent of each, and one sentence about all of
// them at the end.
import type { FileLimits, Upload } from "../../../contract/api/upload.ts";
import { ApiProblem } from "../api.ts";

type SendOptions = { onprogress: (sentBytes: number) => void; signal: AbortSignal };

export type UploadItem = {
  readonly key: number;
  readonly file: File;
  status: "queued" | "sending" | "duplicate" | "failed";
  sent: number;
  /** Why it was not accepted: the server's sentence, or ours. */
  reason: string | null;
  /** `duplicate`: the earlier upload of the same bytes. */
  known: Upload | null;
  /** `failed`: the same file may be accepted at another try. */
  again: boolean;
  abort: AbortController | null;
};

export type UploadCallbacks = {
  send(file: File, options: SendOptions): Promise<Upload>;
  /** Why a file is not sent at all; null: it may be sent. */
  refuse(file: File): string | null;
  /** Called for each file that has arrived. */
  arrived(file: Upload): void;
  /** Called when all files that were chosen together are done. */
  done(counts: { brought: number; duplicates: number; failed: number }): void;
  /** Puts a problem into words. */
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

  /** Adds files, in the order in which they were chosen. */
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

  /** Stops an upload, or hides one that is done. */
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
      // A file that is too large now will be too large later.
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
 * The size limit that a file exceeds, judged by its name; null when it may be sent. The server
 * judges the contents.
 */
export function exceededLimit(
  { name, size }: Pick<File, "name" | "size">,
  limits: FileLimits,
): number | null {
  const limit = /\.(edi|edifact|xlsx?)$/i.test(name) ? limits.bytes : limits.tableBytes;
  return size > limit ? limit : null;
}
