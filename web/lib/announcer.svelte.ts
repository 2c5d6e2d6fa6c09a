// What screen readers hear: one polite and one assertive voice, never more than one polite sentence
// in 10 s.

const quietMs = 10_000;

class Announcer {
  polite: string = $state("");
  assertive: string = $state("");
  #lastAt = 0;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /**
   * Says it when the last sentence is 10 s old; a newer sentence takes the place of a waiting one.
   */
  say(sentence: string): void {
    clearTimeout(this.#waiting);
    const waitMs = Math.max(0, this.#lastAt + quietMs - Date.now());
    this.#waiting = setTimeout(() => {
      this.#lastAt = Date.now();
      this.polite = sentence;
    }, waitMs);
  }

  /** Says it now: for what a person must know before going on. */
  alert(sentence: string): void {
    this.assertive = "";
    // The region must be seen empty first, or the same sentence twice is heard once.
    setTimeout(() => (this.assertive = sentence), 50);
  }
}

export const announcer = new Announcer();
