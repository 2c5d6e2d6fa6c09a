// A running test of a connection: its checks as they arrive, and a way to stop it.
import type { Check } from "../../../contract/source/check.ts";

const patienceMs = 60_000;

export class ConnectionTest {
  checks: Check[] = $state.raw([]);
  #abort: AbortController | null = $state.raw(null);
  readonly #ask: (signal: AbortSignal) => AsyncIterable<Check>;

  constructor(ask: (signal: AbortSignal) => AsyncIterable<Check>) {
    this.#ask = ask;
  }

  get running(): boolean {
    return this.#abort !== null;
  }

  async run(): Promise<void> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), patienceMs);
    this.#abort = abort;
    this.checks = [];
    try {
      for await (const check of this.#ask(abort.signal)) {
        if (abort.signal.aborted) return;
        this.checks = [...this.checks, check];
      }
    } catch (caught) {
      if (!abort.signal.aborted) throw caught;
    } finally {
      clearTimeout(timer);
      // Another test was started meanwhile.
      if (this.#abort === abort) this.#abort = null;
    }
  }

  /** Drops the result: the form no longer holds what was tested. */
  reset(): void {
    this.cancel();
    this.checks = [];
  }

  cancel(): void {
    this.#abort?.abort();
  }
}
