// Stores history rows from the tenants' objects in D1, exactly once: a repeated or older row
// changes nothing.
import type { LedgerEntry } from "../../contract/rpc/ledger.ts";
import { openDatabase } from "../db/database.ts";
import { livingTenants, writeEntry } from "../db/history.ts";
import { log } from "../log.ts";

/**
 * Stores entries and returns those that the object may drop from its outbox. Each is stored on its
 * own, so that a row that D1 refuses does not hold back the rest. Rows of a deleted tenant are
 * accepted and dropped.
 */
export async function writeLedger(
  env: Env,
  entries: LedgerEntry[],
  now: Date,
): Promise<{ run: string; seq: number }[]> {
  const db = openDatabase(env.DB);
  const living = await livingTenants(db, [...new Set(entries.map((entry) => entry.tenant))]);
  const taken: { run: string; seq: number }[] = [];
  for (const entry of entries) {
    const receipt = { run: entry.run.executionId, seq: entry.seq };
    try {
      if (living.has(entry.tenant)) await writeEntry(db, entry, now);
      else log("warn", "ledgerTenantUnknown", { tenant: entry.tenant, run: receipt.run });
      taken.push(receipt);
    } catch (error) {
      log("error", "ledgerRowRefused", { tenant: entry.tenant, run: receipt.run }, error);
    }
  }
  return taken;
}
