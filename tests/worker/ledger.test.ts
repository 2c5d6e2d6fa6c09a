// The ledger: every run and step once, with the newest state, in whatever order the states arrive.
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../contract/rpc/ledger.ts";
import type { RunSummary, Step } from "../../contract/api/run.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { listHistory } from "../../worker/db/history.ts";
import { run, step, tenant } from "../../worker/db/schema.ts";
import { writeLedger } from "../../worker/queue/ledger.ts";
import { ask, openFixture, read, signIn } from "./fixture.ts";

const db = openDatabase(env.DB);
const noon = new Date("2026-11-22T12:00:00.000Z");
const counts = {
  read: 0,
  toRead: null,
  added: 0,
  changed: 0,
  removed: 0,
  unchanged: 0,
  rejected: 0,
};

const aStep = (resource: string, over: Partial<Step> = {}): Step => ({
  resource,
  label: { en: resource, fr: resource },
  status: "fetching",
  progressPercentage: 0,
  counts,
  verified: null,
  files: null,
  findings: null,
  delivery: null,
  startedAt: null,
  endedAt: null,
  problem: null,
  ...over,
});

function anEntry(
  over: Partial<LedgerEntry["run"]> = {},
  rest: Partial<LedgerEntry> = {},
): LedgerEntry {
  const facts: LedgerEntry["run"] = {
    executionId: "r1",
    configuration: "f1",
    configurationName: "Treasury",
    status: "fetching",
    startedBy: { kind: "person", id: "p1", name: "Jean" },
    startedAt: noon.toISOString(),
    endedAt: null,
    progressPercentage: 10,
    counts,
    rowsWritten: 0,
    published: false,
    undone: false,
    retryOf: null,
    problems: [],
    seq: 1,
    ...over,
  };
  return {
    tenant: "ours",
    run: facts,
    steps: [aStep("sales"), aStep("purchases")],
    seq: facts.seq,
    ...rest,
  };
}

const write = (...entries: LedgerEntry[]) => writeLedger(env, entries, noon);

beforeAll(openFixture);
beforeEach(async () => {
  await db.delete(run);
  await db.delete(step);
});

describe("the ledger", () => {
  it("keeps a run with its steps in their order", async () => {
    expect(await write(anEntry())).toEqual([{ run: "r1", seq: 1 }]);
    expect(
      (await db.select().from(step)).map(({ resource, position }) => [resource, position]),
    ).toEqual([
      ["sales", 0],
      ["purchases", 1],
    ]);
  });

  it.each([
    ["in order", [1, 2, 3]],
    ["backwards", [3, 2, 1]],
    ["again and again", [1, 3, 1, 3, 2, 3]],
  ])("ends with the newest state, stored in the order %s", async (_, seqs) => {
    for (const seq of seqs) {
      const entry = anEntry(
        { seq, progressPercentage: seq * 10 },
        { steps: [aStep("sales", { progressPercentage: seq * 10 })] },
      );
      expect(await write(entry)).toEqual([{ run: "r1", seq }]);
    }
    expect(
      (await db.select().from(run)).map(({ seq, progressPercentage }) => [seq, progressPercentage]),
    ).toEqual([[3, 30]]);
    expect(
      (await db.select().from(step)).map(({ progressPercentage }) => progressPercentage),
    ).toEqual([30]);
  });

  it("takes the rest when one row cannot be kept", async () => {
    const broken = anEntry({ executionId: "r2", configurationName: null as unknown as string });
    expect(await write(anEntry(), broken, anEntry({ executionId: "r3" }))).toEqual([
      { run: "r1", seq: 1 },
      { run: "r3", seq: 1 },
    ]);
    expect((await db.select().from(run)).map(({ id }) => id).sort()).toEqual(["r1", "r3"]);
    expect((await db.select().from(step)).filter((one) => one.run === "r2")).toEqual([]);
  });

  it("drops late rows of a deleted tenant, and has them not sent again", async () => {
    await db
      .insert(tenant)
      .values({ id: "gone", name: "Gone", timeZone: "UTC", createdAt: noon, deletedAt: noon })
      .onConflictDoNothing();
    expect(await write(anEntry({}, { tenant: "gone" }))).toEqual([{ run: "r1", seq: 1 }]);
    expect(await db.select().from(run)).toEqual([]);
  });
});

describe("the history of all establishments", () => {
  const startedAt = (minute: number) => new Date(noon.getTime() + minute * 60_000).toISOString();

  it("reads page by page, newest first, without gap or repeat, also where starts are equal", async () => {
    await write(
      ...[0, 1, 1, 1, 2].map((minute, index) =>
        anEntry({ executionId: `r${index}`, startedAt: startedAt(minute) }),
      ),
    );
    const seen: string[] = [];
    for (let before: string | null = null; ;) {
      const page = await listHistory(db, { before, limit: 2, tenant: null, status: null });
      seen.push(...page.runs.map(({ executionId }) => executionId));
      if (page.next === null) break;
      before = page.next;
    }
    expect(seen).toEqual(["r4", "r3", "r2", "r1", "r0"]);
  });

  it("is for global admins, in their language, with the words of what went wrong", async () => {
    await write(
      anEntry({
        status: "failed",
        problems: [
          { code: "sign_in_refused", facts: { host: "odoo.example.com" }, resource: null },
        ],
      }),
    );
    const answer = await ask("/api/runs?status=failed", {
      as: await signIn("global"),
      headers: { "accept-language": "fr" },
    });
    const { runs } = await read<{ runs: RunSummary[] }>(answer);
    expect(runs.map(({ tenant: id, tenantName }) => [id, tenantName])).toEqual([["ours", "ours"]]);
    expect(runs[0]?.problems[0]?.message).toContain(
      "odoo.example.com a refusé notre identification",
    );
    const none = await read<{ runs: RunSummary[] }>(
      await ask("/api/runs?tenant=theirs", { as: await signIn("global") }),
    );
    expect(none.runs).toEqual([]);
  });
});
