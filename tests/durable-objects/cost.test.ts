import { runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import type { Claim, Outcome } from "../../contract/rpc/task.ts";
import { Hand, worldOf } from "./hand.ts";
import { tenantStub } from "./source.ts";

const records = 5_000;
const pageSize = 1_000;
/**
 * Cloudflare's prices beyond the included amounts, dollars a million rows of an object's SQLite
 * (November 2026).
 */
const dollarsPerMillion = { read: 0.001, written: 1 };

type Rows = { read: number; written: number };

/** The object's database, counting what Cloudflare would bill. */
function metered(storage: DurableObjectStorage): {
  storage: DurableObjectStorage;
  take: () => Rows;
} {
  let rows: Rows = { read: 0, written: 0 };
  const exec = (query: string, ...bindings: unknown[]) => {
    const cursor = storage.sql.exec(query, ...bindings);
    const found = cursor.toArray();
    rows = { read: rows.read + cursor.rowsRead, written: rows.written + cursor.rowsWritten };
    return {
      toArray: () => found,
      one: () => found[0],
      rowsWritten: cursor.rowsWritten,
      [Symbol.iterator]: () => found[Symbol.iterator](),
    };
  };
  const take = (): Rows => {
    const taken = rows;
    rows = { read: 0, written: 0 };
    return taken;
  };
  const counted = {
    sql: { exec },
    transactionSync: (work: () => unknown) => storage.transactionSync(work),
  };
  return { storage: counted as unknown as DurableObjectStorage, take };
}

/** A survey that cuts the source into pages, as a connector does. */
function inPages(hand: Hand, { kind }: Claim): Outcome | null {
  if (kind !== "survey") return null;
  const highestId = Math.max(...hand.world.keys());
  const partitions = Array.from({ length: Math.ceil(highestId / pageSize) }, (_, page) => ({
    type: "range" as const,
    from: page * pageSize + 1,
    to: Math.min((page + 1) * pageSize, highestId),
  }));
  const survey = {
    horizon: { at: null, highestId },
    coverage: "range" as const,
    toRead: hand.world.size,
    present: hand.world.size,
    cursor: { seen: 1 },
    partitions,
  };
  return { type: "surveyed", survey, fingerprint: "f" };
}

it("costs a row a record at first, a row a change later, and nothing for what did not change", () =>
  runInDurableObject(tenantStub("cost"), (_, state) => {
    const { storage, take } = metered(state.storage);
    const hand = new Hand(storage, worldOf(records));
    const refresh = () => {
      take();
      const run = hand.refresh((claim) => inPages(hand, claim));
      const { read, written } = take();
      const dollars =
        (read * dollarsPerMillion.read + written * dollarsPerMillion.written) / 1_000_000;
      return {
        status: run.status,
        recordRowsWritten: run.rowsWritten,
        rowsWritten: written,
        rowsRead: read,
        writtenPerRecord: written / records,
        readPerRecord: read / records,
        dollarsPerMillionRecords: (dollars / records) * 1_000_000,
      };
    };
    const first = refresh();
    for (let id = 1; id <= records / 100; id += 1) hand.edit(id, "changed");
    const changed = refresh();
    const unchanged = refresh();
    console.log(`COST ${JSON.stringify({ records, first, "1 % changed": changed, unchanged })}`);
    expect(first).toMatchObject({ status: "completed", recordRowsWritten: records });
    expect(changed.recordRowsWritten).toBe(records / 100);
    expect(unchanged.recordRowsWritten).toBe(0);
    // What a run writes of itself: its batches, its own row, its lists of changes.
    expect(unchanged.rowsWritten).toBeLessThan(150);
    expect(first.rowsWritten).toBeLessThan(records + 150);
    expect(unchanged.readPerRecord).toBeLessThan(30);
  }));
