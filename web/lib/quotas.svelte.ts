// The calls left today, by configuration: fetched when first read, and again after a refresh has
// used some.
import type { Quota } from "../../contract/api/quota.ts";

type Ask = (configuration: string) => Promise<Quota | null>;

export class Quotas {
  #known: Record<string, Quota | null> = $state.raw({});
  readonly #asked = new Set<string>();
  readonly #ask: Ask | null;

  /** @param ask null for people who may not know */
  constructor(ask: Ask | null) {
    this.#ask = ask;
  }

  /** null where the source has no quota, and until it is known. */
  of(configuration: string): Quota | null {
    if (this.#ask !== null && !this.#asked.has(configuration)) {
      this.#asked.add(configuration);
      void this.#ask(configuration).then(
        (quota) => (this.#known = { ...this.#known, [configuration]: quota }),
      );
    }
    return this.#known[configuration] ?? null;
  }

  /** Fetches again at the next read, where there is a quota. */
  forget(configuration: string): void {
    if (this.#known[configuration]) this.#asked.delete(configuration);
    this.#known = { ...this.#known };
  }
}
