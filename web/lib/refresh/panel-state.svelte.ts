// The progress panel of a tenant: whether it is open, and where the focus goes when it closes.
import { tick } from "svelte";
import type { Run } from "../../../contract/api/run.ts";
import { getStored, setStored } from "../local-storage.ts";

const storageKey = "panel";

export class PanelState {
  isOpen: boolean = $state(false);
  /** True when somebody asked for the panel, so it takes the focus. */
  isFocused: boolean = $state(false);
  /** Tells whoever clicked second whose refresh they are watching. */
  joinedText: string | null = $state(null);
  #opener: HTMLElement | null = null;

  /** @param opener gets the focus back; by default what has the focus now. */
  open(run: Run, opener: HTMLElement | null = this.#opener): void {
    const focused = document.activeElement;
    this.#opener = opener ?? (focused instanceof HTMLElement ? focused : null);
    this.isFocused = true;
    this.isOpen = true;
    setStored(storageKey, run.executionId);
  }

  /** After a reload the panel of a running refresh opens by itself, without taking the focus. */
  reopen(run: Run): void {
    if (run.endedAt === null && getStored(storageKey) === run.executionId) this.isOpen = true;
  }

  async hide(): Promise<void> {
    this.isOpen = false;
    this.joinedText = null;
    this.forget();
    await tick();
    // The opener may be gone by now; then the page's own refresh button takes the focus.
    const target = this.#opener?.isConnected
      ? this.#opener
      : document.querySelector<HTMLElement>("[data-refresh]");
    target?.focus();
    this.#opener = null;
  }

  /** The next visit starts with the panel closed. */
  forget(): void {
    setStored(storageKey, null);
  }
}
