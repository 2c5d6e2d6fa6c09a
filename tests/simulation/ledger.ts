// The history database as it behaves: down, slow, failing after it has kept a row, refusing one row
// for ever.
import type { LedgerRpc } from "../../contract/rpc/ledger.ts";
import type { LedgerEntry } from "../../contract/rpc/ledger.ts";
import type { World } from "./world.ts";

export class SimulatedLedger implements LedgerRpc {
  readonly #world: World;
  readonly rows = new Map<string, LedgerEntry>();
  /** Runs whose row is refused. */
  readonly poisoned = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  write(entries: LedgerEntry[]): Promise<{ run: string; seq: number }[]> {
    const world = this.#world;
    const slowMs = world.strikes("ledgerSlow") ? world.span("ledgerSlow", 500, 90_000) : 5;
    return new Promise((resolve, reject) => {
      world.agenda.in(slowMs, () => {
        world.unsettled = true;
        if (world.strikes("ledgerDown")) return reject(new Error("D1 is down"));
        const taken = entries.filter((entry) => this.#take(entry));
        if (world.strikes("ledgerFailsAfterCommit"))
          return reject(new Error("the line to D1 broke"));
        resolve(taken.map(({ run, seq }) => ({ run: run.executionId, seq })));
      });
    });
  }

  /** Rows are replaced only by newer ones. */
  #take(entry: LedgerEntry): boolean {
    const world = this.#world;
    const { executionId } = entry.run;
    if (
      !this.poisoned.has(executionId) &&
      this.rows.get(executionId) === undefined &&
      world.strikes("ledgerRowPoisoned")
    )
      this.poisoned.add(executionId);
    if (this.poisoned.has(executionId)) return false;
    const kept = this.rows.get(executionId);
    if (kept === undefined || kept.seq < entry.seq) this.rows.set(executionId, entry);
    else if (entry.seq < kept.seq) world.reached("lateLedgerRow");
    if (this.poisoned.size > 0) world.reached("poisonedRowPassed");
    return true;
  }
}
