// What every screen needs once: asked a single time, though the way to a screen may lead over
// others that need it, too.
import type { Me } from "../../contract/api/access.ts";
import type { Catalog } from "../../contract/api/catalog.ts";
import { api } from "./api.ts";

/** Keeps one answer on its way or come; a failed one is asked again. */
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

/**
 * Who is signed in. The frame forgets it once it is drawn: whoever asks after that wants to know
 * anew.
 */
export const me = new Cached<Me>(() => api.getMe());

/** What can be connected: the same as long as the page lives. */
export const catalog = new Cached<Catalog>(() => api.getCatalog());
