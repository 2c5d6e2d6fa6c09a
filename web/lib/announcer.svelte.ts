// Sentences for screen readers: polite ones at most every 10 s, assertive ones at once.

const quietMs = 10_000;

class Announcer {
  polite: string = $state("");
  assertive: string = $state("");
  #lastAt = 0;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /**
   * Announces a sentence, at the earliest 10 s after the last one. A newer sentence replaces a
   * waiting one.
   */
  say(sentence: string): void {
    clearTimeout(this.#waiting);
    const waitMs = Math.max(0, this.#lastAt + quietMs - Date.now());
    this.#waiting = setTimeout(() => {
      this.#lastAt = Date.now();
      this.polite = sentence;
    }, waitMs);
  }

  /** Announces a sentence at once: for what people must know before they go on. */
  alert(sentence: string): void {
    this.assertive = "";
    // The region must be empty for a moment, or a repeated sentence is not announced again.
    setTimeout(() => (this.assertive = sentence), 50);
  }
}

export const announcer = new Announcer();
