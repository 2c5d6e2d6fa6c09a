// Files on their way: a few at a time, each with what has really been sent, and one sentence for
// all of them at the end.
import type { FileLimits, Upload } from "../../../contract/api/upload.ts";
import { ApiProblem, type UploadCare } from "../api.ts";

export type Parcel = {
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

export type TrayCare = {
  send(file: File, care: UploadCare): Promise<Upload>;
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

export class Tray {
  parcels: Parcel[] = $state([]);
  readonly #care: TrayCare;
  #next = 0;
  #counts = { brought: 0, duplicates: 0, failed: 0 };

  constructor(care: TrayCare) {
    this.#care = care;
  }

  /** Takes files, in the order in which they were chosen. */
  take(files: Iterable<File>): void {
    for (const file of files) {
      const reason = this.#care.refuse(file);
      const status = reason === null ? ("queued" as const) : ("failed" as const);
      if (reason !== null) this.#counts.failed += 1;
      this.parcels.push({
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
    const parcel = this.parcels.find((one) => one.key === key);
    if (!parcel) return;
    Object.assign(parcel, { status: "queued", sent: 0, reason: null });
    this.#goOn();
  }

  /** Stops what is being sent, or hides what was dealt with. */
  drop(key: number): void {
    this.parcels.find((one) => one.key === key)?.abort?.abort();
    this.parcels = this.parcels.filter((one) => one.key !== key);
    this.#goOn();
  }

  leave(): void {
    for (const { abort } of this.parcels) abort?.abort();
  }

  #goOn(): void {
    const sending = this.parcels.filter(({ status }) => status === "sending").length;
    const queued = this.parcels.filter(({ status }) => status === "queued");
    for (const parcel of queued.slice(0, Math.max(0, atOnce - sending))) void this.#send(parcel);
    const { brought, duplicates, failed } = this.#counts;
    if (sending > 0 || queued.length > 0 || brought + duplicates + failed === 0) return;
    this.#care.done(this.#counts);
    this.#counts = { brought: 0, duplicates: 0, failed: 0 };
  }

  async #send(parcel: Parcel): Promise<void> {
    const abort = new AbortController();
    Object.assign(parcel, { status: "sending", abort });
    try {
      const made = await this.#care.send(parcel.file, {
        signal: abort.signal,
        onprogress: (sent) => (parcel.sent = sent),
      });
      if (made.alreadyThere) {
        this.#counts.duplicates += 1;
        Object.assign(parcel, { status: "duplicate", known: made, abort: null });
      } else {
        this.#counts.brought += 1;
        this.parcels = this.parcels.filter((one) => one.key !== parcel.key);
        this.#care.arrived(made);
      }
    } catch (problem) {
      if (abort.signal.aborted) return;
      if (!(problem instanceof ApiProblem)) throw problem;
      this.#counts.failed += 1;
      // What is too large now is too large later.
      Object.assign(parcel, {
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
export function limitBroken(
  { name, size }: Pick<File, "name" | "size">,
  limits: FileLimits,
): number | null {
  const limit = /\.(edi|edifact|xlsx?)$/i.test(name) ? limits.bytes : limits.tableBytes;
  return size > limit ? limit : null;
}
