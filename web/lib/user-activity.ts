// Whether the person is reading at the moment: then new data waits.

const idleMs = 5_000;
const signs = ["pointerdown", "keydown", "wheel", "touchmove"] as const;

class UserActivity {
  #lastSignAt = 0;

  /** Listens to the page until the returned function is called. */
  watch(): () => void {
    const note = (event: Event) => {
      // Watching the progress of a refresh does not count as reading the data it replaces.
      const watching =
        event.target instanceof Element && event.target.closest("[data-watching]") !== null;
      if (!watching) this.#lastSignAt = Date.now();
    };
    for (const sign of signs) addEventListener(sign, note, { passive: true });
    return () => {
      for (const sign of signs) removeEventListener(sign, note);
    };
  }

  /** Forgets the activity so far: the person has just asked for new data. */
  reset(): void {
    this.#lastSignAt = 0;
  }

  /** True while content must not move: after recent input, or while text is selected or typed. */
  get isReading(): boolean {
    const typing =
      document.activeElement?.matches(
        "input:not([type=checkbox],[type=radio]), textarea, select",
      ) ?? false;
    const selecting = !(document.getSelection()?.isCollapsed ?? true);
    return typing || selecting || Date.now() - this.#lastSignAt < idleMs;
  }
}

export const userActivity = new UserActivity();
