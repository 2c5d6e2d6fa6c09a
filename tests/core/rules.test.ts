import { describe, expect, it } from "vitest";
import { canonical } from "../../contract/values/canonical.ts";
import { differ, meet } from "../../core/difference.ts";
import { quotaOf, acquire, release, idleGate, permitMs, type GateState } from "../../core/gate.ts";
import { exceedsGuard } from "../../core/guard.ts";
import { hashOf } from "../../core/hash.ts";
import { packPage, recordBytes, setAside } from "../../core/pack.ts";
import { otherTotal, pagesAgree } from "../../core/page-totals.ts";
import { halve } from "../../core/partitions.ts";
import { idsPerRepair, planFetch, planIds, planRepair } from "../../core/plan.ts";
import { progressOf, remainingOf } from "../../core/progress.ts";
import { dueAfterChange } from "../../core/schedule.ts";
import { step, type Event } from "../../core/step.ts";
import { aBegunRun, aRun, aStep, aSurvey, noon } from "./builders.ts";

describe("hash", () => {
  it("is the same whatever the order of the fields", () => {
    expect(canonical({ b: 1, a: [true, null, { d: "é", c: "2" }] })).toBe(
      '{"a":[true,null,{"c":"2","d":"é"}],"b":1}',
    );
    expect(hashOf(canonical({ a: 1, b: 2 }))).toBe(hashOf(canonical({ b: 2, a: 1 })));
  });
  it("tells a number from the text that looks like it", () => {
    expect(hashOf(canonical({ a: 1 }))).not.toBe(hashOf(canonical({ a: "1" })));
  });
});

describe("difference", () => {
  const kept = (hash: string | null, version: string | null = null) => ({ hash, version });
  it.each([
    [
      "nothing kept: added",
      { published: undefined, own: undefined, incoming: kept("x") },
      { write: true, kind: "added", was: null },
    ],
    [
      "the same: no row",
      { published: kept("x"), own: undefined, incoming: kept("x") },
      { write: false, kind: null, was: null },
    ],
    [
      "another hash: changed",
      { published: kept("x"), own: undefined, incoming: kept("y") },
      { write: true, kind: "changed", was: null },
    ],
    [
      "gone: removed",
      { published: kept("x"), own: undefined, incoming: kept(null) },
      { write: true, kind: "removed", was: null },
    ],
    [
      "gone and never seen: nothing",
      { published: undefined, own: undefined, incoming: kept(null) },
      { write: false, kind: null, was: null },
    ],
    [
      "back after removal: added",
      { published: kept(null), own: undefined, incoming: kept("x") },
      { write: true, kind: "added", was: null },
    ],
    [
      "twice in a run: one row",
      { published: undefined, own: kept("x"), incoming: kept("x") },
      { write: false, kind: "added", was: "added" },
    ],
    [
      "an older answer comes later: it loses",
      { published: undefined, own: kept("x", "2026-02"), incoming: kept("w", "2026-01") },
      { write: false, kind: "added", was: "added" },
    ],
    [
      "a newer answer wins",
      { published: kept("w"), own: kept("x", "1"), incoming: kept("y", "2") },
      { write: true, kind: "changed", was: "changed" },
    ],
    [
      "changed and changed back: unchanged",
      { published: kept("x"), own: kept("y", "1"), incoming: kept("x", "2") },
      { write: true, kind: null, was: "changed" },
    ],
  ])("%s", (_, meeting, expected) => {
    expect(differ(meeting)).toEqual(expected);
  });
});

describe("documents", () => {
  const kept = (hash: string, version: string) => ({ hash, version });
  it.each([
    ["first_stays", undefined, undefined, { write: true, kind: "added", was: null }],
    ["first_stays", kept("name a", "x"), undefined, { write: false, kind: null, was: null }],
    ["first_stays", kept("other", "y"), undefined, "conflicts"],
    ["first_stays", undefined, kept("name a", "x"), { write: false, kind: null, was: null }],
    ["first_stays", undefined, kept("other", "y"), "conflicts"],
    [
      "first_stays_anew",
      kept("old mapping", "x"),
      undefined,
      { write: true, kind: "changed", was: null },
    ],
    [
      "first_stays_anew",
      kept("old mapping", "x"),
      kept("name a", "x"),
      { write: false, kind: null, was: null },
    ],
    ["first_stays_anew", kept("old mapping", "y"), undefined, "conflicts"],
  ] as const)("%s beside %o and %o of the same run", (rule, published, own, expected) => {
    expect(meet(rule, { published, own, incoming: kept("name b", "x") })).toEqual(expected);
  });
});

describe("pages", () => {
  it.each([
    [{ count: 3, totals: [3, 3], listed: 3 }, true, null],
    [{ count: null, totals: [3, 3], listed: 3 }, true, null],
    [{ count: 4, totals: [3, 3], listed: 3 }, false, 4],
    [{ count: 3, totals: [3, 4], listed: 3 }, false, 4],
    [{ count: 3, totals: [3, 3], listed: 2 }, false, 3],
    [{ count: 3, totals: [3, null], listed: 3 }, false, null],
  ])("%o agree: %s", (told, agree, other) => {
    expect(pagesAgree(told)).toBe(agree);
    if (!agree) expect(otherTotal(told)).toBe(other);
  });
});

describe("guard", () => {
  const limits = { removalShare: 0.2, removalCount: 50 };
  it.each([
    [{ before: 1_000, removed: 0, left: 1_000 }, false],
    [{ before: 1_000, removed: 200, left: 800 }, false],
    [{ before: 1_000, removed: 201, left: 799 }, true],
    [{ before: 100, removed: 50, left: 50 }, false],
    [{ before: 3, removed: 3, left: 0 }, true],
    [{ before: 0, removed: 0, left: 0 }, false],
  ])("%o holds the removals: %s", (counts, holds) => {
    expect(exceedsGuard(counts, limits)).toBe(holds);
  });
});

describe("plan", () => {
  it("ranges of ids follow one another without a gap or an overlap", () => {
    const spans = planIds("sales", 1_000_003, 180_000).map(({ partition }) => partition);
    const covered = spans.flatMap((partition) =>
      partition?.type === "range" ? [[partition.from, partition.to] as const] : [],
    );
    expect(covered[0]?.[0]).toBe(0);
    expect(covered.at(-1)?.[1]).toBe(1_000_003);
    for (const [index, [from]] of covered.entries())
      if (index > 0) expect(from).toBe((covered[index - 1]?.[1] ?? 0) + 1);
  });
  it("names the rejected ids where a read of changes would not bring them", () => {
    const window = {
      type: "window" as const,
      since: "2026-01-01T00:00:00Z",
      until: "2026-01-02T00:00:00Z",
      after: 0,
    };
    expect(planFetch("s", { coverage: "changes", partitions: [window] }, [4])).toHaveLength(2);
    expect(
      planFetch("s", { coverage: "range", partitions: [{ type: "range", from: 1, to: 9 }] }, [4]),
    ).toHaveLength(1);
    expect(
      planFetch("s", { coverage: "pages", partitions: [{ type: "page", page: 1 }] }, ["a"]),
    ).toHaveLength(1);
  });
  it("cuts long lists of ids", () => {
    expect(
      planRepair(
        "s",
        Array.from({ length: idsPerRepair + 1 }, (_, id) => id),
      ),
    ).toHaveLength(2);
  });
  it.each([
    [
      { type: "range" as const, from: 1, to: 4 },
      [
        { type: "range", from: 1, to: 2 },
        { type: "range", from: 3, to: 4 },
      ],
    ],
    [
      { type: "range" as const, from: 1, to: 2, since: "2026-01-01T00:00:00Z" },
      [
        { type: "range", from: 1, to: 1, since: "2026-01-01T00:00:00Z" },
        { type: "range", from: 2, to: 2, since: "2026-01-01T00:00:00Z" },
      ],
    ],
    [{ type: "range" as const, from: 4, to: 4 }, null],
    [
      { type: "ids" as const, ids: [1, 2, 3] },
      [
        { type: "ids", ids: [1] },
        { type: "ids", ids: [2, 3] },
      ],
    ],
    [{ type: "ids" as const, ids: [1] }, null],
  ])("halves %o", (partition, halves) => {
    expect(halve(partition)).toEqual(halves);
  });
  it("cuts a window on a whole second, and leaves one second whole", () => {
    const window = {
      type: "window" as const,
      since: "2026-01-01T00:00:00.000Z",
      until: "2026-01-01T00:00:03.000Z",
      after: 0,
    };
    expect(halve(window)).toEqual([
      { ...window, until: "2026-01-01T00:00:01.000Z" },
      { ...window, since: "2026-01-01T00:00:02.000Z" },
    ]);
    expect(halve({ ...window, until: window.since })).toBeNull();
  });
});

describe("progress", () => {
  const surveyed: Event = {
    type: "surveyed",
    resource: "sales",
    survey: aSurvey({ toRead: 1_000 }),
    fingerprint: "f",
    rejectedIds: [],
  };
  it("rises with the records read, never falls and is 100 only at the end", () => {
    const shown: number[] = [];
    let run = step(aBegunRun(), surveyed, noon).run;
    for (let page = 0; page < 10; page += 1) {
      run = step(
        run,
        {
          type: "pageApplied",
          resource: "sales",
          tally: { read: 100 },
          byName: 0,
          more: page === 9 ? 0 : 1,
          rowsWritten: 0,
        },
        noon,
      ).run;
      shown.push(run.progressPercentage);
    }
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(shown[0]).toBeGreaterThan(5);
    expect(shown.at(-1)).toBeLessThan(100);
    expect(progressOf({ ...run, status: "completed" })).toBe(100);
  });
  it("stays when a survey finds more work than was expected", () => {
    const run = aRun({
      status: "fetching",
      progressPercentage: 60,
      steps: [aStep({ toRead: 100_000 })],
    });
    expect(progressOf(run)).toBe(60);
  });
  it("weighs the steps by what was counted", () => {
    const run = aRun({
      status: "fetching",
      steps: [aStep({ toRead: 900, status: "ready" }), aStep({ resource: "b", toRead: 100 })],
    });
    expect(progressOf(run)).toBeGreaterThan(88);
  });
});

describe("time left", () => {
  const reading = (over = {}) =>
    aRun({ status: "fetching", progressPercentage: 50, startedAt: noon, ...over });
  it("is not known at first", () => {
    expect(remainingOf(reading({ progressPercentage: 5 }), noon + 60_000)).toBeNull();
    expect(remainingOf(reading(), noon + 1_000)).toBeNull();
  });
  it("is a range from this run's pace", () => {
    expect(remainingOf(reading(), noon + 10_000)).toEqual({ lowSeconds: 8, highSeconds: 13 });
  });
  it("is known from the start after three runs", () => {
    expect(
      remainingOf(
        reading({ progressPercentage: 0, pastDurationsMs: [30_000, 32_000, 90_000] }),
        noon,
      ),
    ).toEqual({
      lowSeconds: 26,
      highSeconds: 42,
    });
  });
  it("is not estimated while the run waits for the source", () => {
    const waiting = { code: "source_busy", facts: {}, until: noon + 60_000 };
    expect(remainingOf(reading({ waiting }), noon + 10_000)).toBeNull();
  });
});

describe("a new copy of the schedules", () => {
  const plan = (everyMinutes: number) => ({
    schedule: { everyMinutes, fromHour: 0, toHour: 24 },
    timeZone: "UTC",
  });
  const stored = { plan: plan(60), dueAt: noon + 1_000, anchorAt: noon + 1_000, lastAt: null };
  it.each([
    ["leaves a schedule that is the same where it was", plan(60), stored, noon + 1_000],
    ["counts a changed one anew", plan(30), stored, noon + 30 * 60_000],
    ["counts a first one from now", plan(30), undefined, noon + 30 * 60_000],
    [
      "counts from the last run",
      plan(30),
      { ...stored, lastAt: noon - 20 * 60_000 },
      noon + 10 * 60_000,
    ],
  ])("%s", (_, copy, before, due) => {
    expect(dueAfterChange(copy, before, noon)?.dueAt).toBe(due);
  });
});

describe("packing", () => {
  const page = (records: { id: number; version: string | null; data: Record<string, string> }[]) =>
    packPage({
      type: "page",
      records,
      rejects: [],
      covers: { type: "range", from: 1, to: 9 },
      rest: null,
    });
  it("keeps the higher version of two answers for one id", () => {
    const packed = page([
      { id: 1, version: "2", data: { a: "new" } },
      { id: 1, version: "1", data: { a: "old" } },
    ]);
    expect(packed.records).toMatchObject([{ id: 1, version: "2", data: '{"a":"new"}' }]);
  });
  it("keeps the first of two records with one id where they never change, and lists another one in the survey's words", () => {
    const records = [
      { id: "7", version: "x", data: { file: "a" } },
      { id: "7", version: "x", data: { file: "b" } },
      { id: "7", version: "y", data: { file: "c" } },
    ];
    const packed = packPage(
      { type: "page", records, rejects: [], covers: { type: "file", file: "f" }, rest: null },
      { coverage: "files", idTakenCode: "document_conflicts" },
    );
    expect(packed).toMatchObject({
      read: 2,
      records: [{ data: '{"file":"a"}' }],
      rejects: [{ id: "7", code: "document_conflicts" }],
    });
    expect(setAside(packed, ["7"], "document_conflicts")).toMatchObject({
      records: [],
      rejects: [
        { code: "document_conflicts", sample: '{"file":"c"}' },
        { code: "document_conflicts", sample: '{"file":"a"}' },
      ],
    });
    expect(setAside(packed, ["7"], null).rejects[1]?.code).toBe("record_id_taken");
  });
  it("carries the total that a page reports", () => {
    expect(
      packPage({
        type: "page",
        records: [],
        rejects: [],
        covers: { type: "page", page: 1 },
        rest: null,
        total: 12,
      }).total,
    ).toBe(12);
  });
  it("sets aside a record that the platform would not keep", () => {
    const packed = page([{ id: 7, version: null, data: { text: "x".repeat(recordBytes) } }]);
    expect(packed).toMatchObject({
      records: [],
      read: 1,
      rejects: [{ id: 7, code: "record_too_large", facts: { size: "1.9 MB" } }],
    });
  });
});

describe("gate", () => {
  const limits = { callsPerSecond: 2, parallelCalls: 2, callsPerDay: 10, dayReserve: 2 };
  const ask = (
    gate: GateState,
    permit: string,
    now = noon,
    tenant = "a",
    over = {},
    urgent = false,
  ) => acquire(gate, { tenant, permit, now, limits: { ...limits, ...over }, urgent });
  it("lets so many calls in a second and says when to come back", () => {
    const one = ask(idleGate, "1");
    const two = ask(release(one.gate, { permit: "1", now: noon }), "2");
    expect(ask(release(two.gate, { permit: "2", now: noon }), "3").answer).toEqual({
      type: "notBefore",
      at: noon + 1_000,
      why: "pace",
    });
  });
  it("lets so many calls run at once, and forgets permits that lapse", () => {
    const wide = { callsPerSecond: 100 };
    const full = ask(ask(idleGate, "1", noon, "a", wide).gate, "2", noon, "a", wide).gate;
    expect(ask(full, "3", noon, "a", wide).answer.type).toBe("notBefore");
    expect(ask(full, "3", noon + permitMs + 1, "a", wide).answer.type).toBe("go");
  });
  it("keeps the silence the source asked for", () => {
    const gate = release(idleGate, { permit: "", now: noon, silentUntil: noon + 30_000 });
    expect(ask(gate, "1").answer).toEqual({ type: "notBefore", at: noon + 30_000, why: "silence" });
  });
  it("is not silenced for a day by one answer", () => {
    const gate = release(idleGate, { permit: "", now: noon, silentUntil: noon + 86_400_000 });
    expect(ask(gate, "1").answer).toEqual({
      type: "notBefore",
      at: noon + 300_000,
      why: "silence",
    });
    expect(ask(gate, "1", noon + 300_000).answer.type).toBe("go");
    // Kept from before there was a limit.
    expect(ask({ ...idleGate, silentUntil: noon + 86_400_000 }, "1").answer).toMatchObject({
      at: noon + 300_000,
    });
  });
  it("keeps a reserve of the day for people, and waits for midnight UTC", () => {
    const gate = release(idleGate, { permit: "", now: noon, day: { remaining: 2, limit: 10 } });
    const midnight = Date.parse("2026-03-03T00:00:00Z");
    expect(ask(gate, "1").answer).toEqual({ type: "notBefore", at: midnight, why: "day" });
    expect(ask(gate, "1", noon, "a", {}, true).answer.type).toBe("go");
    const empty = release(gate, { permit: "", now: noon, day: { remaining: 0, limit: 10 } });
    expect(ask(empty, "1", noon, "a", {}, true).answer).toEqual({
      type: "notBefore",
      at: midnight,
      why: "day",
    });
    expect(ask(empty, "1", midnight + 1).answer.type).toBe("go");
  });
  it("says what is left of the day: as the source reported, otherwise as counted", () => {
    expect(quotaOf(ask(idleGate, "1").gate, limits, noon)).toEqual({
      remaining: 9,
      limit: 10,
      resetsAt: "2026-03-03T00:00:00.000Z",
    });
    const told = release(idleGate, { permit: "", now: noon, day: { remaining: 14, limit: 4_988 } });
    expect(quotaOf(told, limits, noon)).toMatchObject({ remaining: 14, limit: 4_988 });
    expect(quotaOf(told, { ...limits, callsPerDay: null }, noon + 24 * 3_600_000)).toBeNull();
  });
  it("gives a waiting tenant its share", () => {
    const wide = { callsPerSecond: 100, parallelCalls: 4 };
    let gate = idleGate;
    for (const permit of ["1", "2", "3", "4"]) gate = ask(gate, permit, noon, "a", wide).gate;
    gate = ask(gate, "5", noon, "b", wide).gate;
    gate = release(gate, { permit: "1", now: noon + 1 });
    expect(ask(gate, "6", noon + 2, "a", wide).answer.type).toBe("notBefore");
    expect(ask(gate, "7", noon + 2, "b", wide).answer.type).toBe("go");
  });
});
