// History on its way to D1: offered until it has arrived. A refresh never waits for it.
import type { LedgerRpc } from "../../contract/rpc/ledger.ts";
import type { LedgerEntry } from "../../contract/rpc/ledger.ts";
import { viewRun } from "../../core/view.ts";
import type { Stores } from "../stores/stores.ts";
import { errorLine } from "../../core/error-line.ts";

/** Wait before history that D1 did not take is offered again. */
const pauseMs = 5_000;
/** An offer without an answer for this long counts as lost; a late answer does no harm. */
const patienceMs = 30_000;
/** Runs offered at a time. */
const runsPerOffer = 20;

export class History {
  readonly #stores: Stores;
  readonly #ledger: () => LedgerRpc;
  readonly #now: () => number;
  /** Until when an offer is on its way, and no other is made. */
  #offeringUntil = 0;
  #notBefore = 0;

  constructor(stores: Stores, ledger: () => LedgerRpc, now: () => number) {
    this.#stores = stores;
    this.#ledger = ledger;
    this.#now = now;
  }

  /** When there is something to offer next; null when all has arrived. */
  dueAt(now: number): number | null {
    return this.#stores.outbox.isEmpty() ? null : Math.max(now + pauseMs, this.#notBefore);
  }

  /** Whether an offer is worth making now: one at a time, and not too soon after a refusal. */
  wants(now: number): boolean {
    return now >= this.#offeringUntil && now >= this.#notBefore && !this.#stores.outbox.isEmpty();
  }

  /**
   * Offers what waits and forgets what D1 took. Always resolves.
   * @param keep runs the forgetting in a transaction
   */
  async offer(keep: (work: () => void) => void): Promise<void> {
    const identity = this.#stores.metadata.identity();
    if (identity === null) return;
    this.#offeringUntil = this.#now() + patienceMs;
    const entries = this.#stores.outbox
      .waiting(runsPerOffer)
      .flatMap((run) => this.#entryOf(identity.tenant, run));
    try {
      const taken = await this.#ledger().write(entries);
      keep(() => {
        for (const { run, seq } of taken) this.#stores.outbox.arrived(run, seq);
      });
      this.#notBefore = taken.length === entries.length ? 0 : this.#now() + pauseMs;
    } catch (error) {
      console.warn("the history waits", errorLine(error));
      this.#notBefore = this.#now() + pauseMs;
    } finally {
      this.#offeringUntil = 0;
    }
  }

  #entryOf(tenant: string, id: string): LedgerEntry[] {
    const state = this.#stores.runs.find(id);
    if (state === null) return [];
    const { steps, ...run } = viewRun(state, this.#now());
    return [{ tenant, run, steps, seq: state.seq }];
  }
}
