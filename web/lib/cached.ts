// Answers that many screens need, fetched once.
import type { Me } from "../../contract/api/access.ts";
import type { Catalog } from "../../contract/api/catalog.ts";
import { api } from "./api.ts";

/** Keeps one answer, pending or arrived; a failed request is repeated at the next call. */
class Cached<Answer> {
  #answer: Promise<Answer> | null = null;
  readonly #ask: () => Promise<Answer>;

  constructor(ask: () => Promise<Answer>) {
    this.#ask = ask;
  }

  get(): Promise<Answer> {
    this.#answer ??= this.#ask().catch((problem: unknown) => {
      this.#answer = null;
      throw problem;
    });
    return this.#answer;
  }

  forget(): void {
    this.#answer = null;
  }
}

/** Who is signed in. The frame forgets it once the page is drawn: the next load asks again. */
export const me = new Cached<Me>(() => api.getMe());

/** The catalog of systems: it does not change while the page is open. */
export const catalog = new Cached<Catalog>(() => api.getCatalog());
