// Whether somebody is in the middle of reading: then new data waits until it is asked for.

const idleMs = 5_000;
const signs = ["pointerdown", "keydown", "wheel", "touchmove"] as const;

class UserActivity {
  #lastSignAt = 0;

  /** Listens to the page until the returned function is called. */
  watch(): () => void {
    const note = (event: Event) => {
      // Watching the progress of a refresh is no reading of what it replaces.
      const watching =
        event.target instanceof Element && event.target.closest("[data-watching]") !== null;
      if (!watching) this.#lastSignAt = Date.now();
    };
    for (const sign of signs) addEventListener(sign, note, { passive: true });
    return () => {
      for (const sign of signs) removeEventListener(sign, note);
    };
  }

  /** The last thing done was to ask for new data: what comes is expected. */
  reset(): void {
    this.#lastSignAt = 0;
  }

  /**
   * True while content must not move: a recent sign of life, a selection or something being typed.
   */
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
