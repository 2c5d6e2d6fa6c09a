import { describe, expect, it } from "vitest";
import { hasEnded, mayMove, moves, noTally, type RunState } from "../../core/run.ts";
import { maxRounds } from "../../core/resource.ts";
import { step, type Effect, type Event } from "../../core/step.ts";
import type { RunStatus } from "../../contract/api/run.ts";
import { aBegunRun, aRun, aStep, aSurvey, noon } from "./builders.ts";

const problem = {
  code: "rights_missing",
  facts: { host: "odoo.test", model: "sale.order" },
  resource: "sales",
};
const surveyed: Event = {
  type: "surveyed",
  resource: "sales",
  survey: aSurvey(),
  fingerprint: "f",
  rejectedIds: [],
};
const page = (tally = {}, more = 0): Event => ({
  type: "pageApplied",
  resource: "sales",
  tally: { read: 100, added: 100, ...tally },
  byName: 0,
  more,
  rowsWritten: 100,
});
const counted = (count: number | null, kept: number): Event => ({
  type: "counted",
  resource: "sales",
  count,
  kept,
  highestKept: 100,
});
const compared = (listed: number, missing: number[] = [], removed = 0): Event => ({
  type: "idsCompared",
  resource: "sales",
  listed,
  missing,
  tally: { removed },
  rowsWritten: 0,
});
const published = (over: Partial<{ removed: number; of: number; held: boolean }> = {}): Event => ({
  type: "published",
  moved: true,
  steps: [{ resource: "sales", removed: 0, of: 100, held: false, ...over }],
  owed: [],
});

/** Plays events one after another; returns the run and the effects of the last one. */
function play(run: RunState, ...events: Event[]): { run: RunState; effects: Effect[] } {
  return events.reduce<{ run: RunState; effects: Effect[] }>(
    (before, event, index) => step(before.run, event, noon + (index + 1) * 1_000),
    {
      run,
      effects: [],
    },
  );
}

const plannedIn = (effects: Effect[]) =>
  effects.flatMap((effect) => (effect.type === "plan" ? effect.batches : []));

describe("a run without trouble", () => {
  it("surveys, fetches, verifies, publishes and is completed", () => {
    const events = [surveyed, page(), counted(100, 100), compared(100)];
    const states = events.map((_, index) => play(aBegunRun(), ...events.slice(0, index + 1)).run);
    expect(states.map((run) => run.status)).toEqual([
      "fetching",
      "verifying",
      "verifying",
      "publishing",
    ]);
    const { run } = play(aBegunRun(), ...events, published());
    expect(run).toMatchObject({
      status: "completed",
      progressPercentage: 100,
      problems: [],
      published: true,
    });
  });

  it("plans the survey's batches and asks for lanes", () => {
    const { effects } = play(aBegunRun(), surveyed);
    expect(effects).toEqual([
      {
        type: "plan",
        batches: [
          { resource: "sales", kind: "fetch", partition: { type: "range", from: 1, to: 100 } },
        ],
      },
      { type: "send" },
      { type: "tell", message: "progress" },
      { type: "note" },
    ]);
  });

  it("goes on fetching while a page leaves a rest", () => {
    const { run } = play(aBegunRun(), surveyed, page({}, 1));
    expect(run.status).toBe("fetching");
    expect(run.steps[0]?.open).toBe(1);
  });

  it("has nothing to fetch when nothing changed, and verifies all the same", () => {
    const nothing = {
      ...surveyed,
      survey: aSurvey({ coverage: "changes", partitions: [], toRead: 0 }),
    } as Event;
    const { run, effects } = play(aBegunRun(), nothing);
    expect(run.status).toBe("verifying");
    expect(plannedIn(effects)).toEqual([{ resource: "sales", kind: "verify", partition: null }]);
  });

  it("waits for every resource before it publishes", () => {
    const two = aBegunRun(["sales", "purchases"]);
    expect(play(two, surveyed, page(), counted(100, 100), compared(100)).run.status).toBe(
      "surveying",
    );
  });
});

describe("verification", () => {
  const atCount = (over = {}) =>
    aRun({ status: "verifying", steps: [aStep({ status: "verifying", open: 1, ...over })] });

  it("of changes is done when counts agree", () => {
    const { run } = play(
      atCount({ coverage: "changes", complete: false, toRead: 0 }),
      counted(100, 100),
    );
    expect(run.status).toBe("publishing");
    expect(run.steps[0]?.verified).toBe(100);
  });

  it("of changes compares ids when counts differ, or when a complete pass is due", () => {
    expect(
      plannedIn(play(atCount({ coverage: "changes", complete: false }), counted(99, 100)).effects),
    ).toHaveLength(1);
    expect(
      plannedIn(play(atCount({ coverage: "changes", complete: true }), counted(100, 100)).effects),
    ).toHaveLength(1);
  });

  it("of changes compares ids when fewer records came than the survey had counted", () => {
    const run = atCount({
      coverage: "changes",
      complete: false,
      toRead: 5,
      tally: { ...noTally, read: 4 },
    });
    expect(plannedIn(play(run, counted(100, 100)).effects)).toHaveLength(1);
  });

  it("of changes does not take what was asked for by id for what the survey had counted", () => {
    const run = atCount({
      coverage: "changes",
      complete: false,
      toRead: 5,
      byName: 3,
      tally: { ...noTally, read: 7 },
    });
    expect(plannedIn(play(run, counted(100, 100)).effects)).toHaveLength(1);
    const whole = atCount({
      coverage: "changes",
      complete: false,
      toRead: 5,
      byName: 2,
      tally: { ...noTally, read: 7 },
    });
    expect(plannedIn(play(whole, counted(100, 100)).effects)).toHaveLength(0);
  });

  it("looks up to the highest id that either side knows", () => {
    const run = atCount({ horizon: { at: null, highestId: 40 } });
    expect(plannedIn(play(run, counted(40, 100)).effects)[0]?.partition).toEqual({
      type: "range",
      from: 0,
      to: 100,
    });
  });

  it("asks for the ranges that the source has named, where ids are texts", () => {
    const idRanges = ["a", "b"].map((prefix) => ({ type: "prefix" as const, prefix }));
    const texts = { ...surveyed, survey: aSurvey({ idRanges, partitions: idRanges }) } as Event;
    const read = play(aBegunRun(), texts, page({}, 1), page());
    expect(
      plannedIn(play(read.run, counted(100, 100)).effects).map(({ partition }) => partition),
    ).toEqual(idRanges);
  });

  it("compares counts where no ids can be listed, and reads everything again when they differ", () => {
    const unlisted = { ...surveyed, survey: aSurvey({ idRanges: [] }) } as Event;
    const { run } = play(aBegunRun(), unlisted, page());
    expect(play(run, counted(100, 100)).run).toMatchObject({
      status: "publishing",
      steps: [{ verified: 100 }],
    });
    const again = play(run, counted(100, 99));
    expect(plannedIn(again.effects)).toEqual([
      { resource: "sales", kind: "survey", partition: null },
    ]);
    expect(again.run.steps[0]).toMatchObject({ status: "surveying", complete: true, round: 1 });
    expect(play(again.run, unlisted, page(), counted(100, 100)).run.steps[0]).toMatchObject({
      status: "ready",
      tally: { read: 100 },
    });
  });

  it("repairs what is missing and looks again", () => {
    const { run, effects } = play(atCount(), counted(100, 98), compared(100, [7, 8]));
    expect(plannedIn(effects)).toEqual([
      { resource: "sales", kind: "fetch", partition: { type: "ids", ids: [7, 8] } },
    ]);
    const after = play(run, page({ read: 2, added: 2 }));
    expect(plannedIn(after.effects)).toEqual([
      { resource: "sales", kind: "verify", partition: null },
    ]);
    expect(play(after.run, counted(100, 100), compared(100)).run.status).toBe("publishing");
  });

  it("calls a difference a problem after the last round", () => {
    const round: Event[] = [counted(100, 99), compared(100, [7]), page({ read: 0, added: 0 })];
    const rounds = Array.from({ length: maxRounds }, () => round).flat();
    const { run } = play(atCount(), ...rounds, counted(100, 99), compared(100, [7]));
    expect(run.steps[0]).toMatchObject({
      status: "ready",
      holes: 1,
      problem: { code: "records_missing", facts: { count: "1" } },
    });
    expect(play(run, published()).run).toMatchObject({ status: "completed_with_problems" });
  });

  it("never trusts a source that counts otherwise than it lists", () => {
    const lie: Event[] = [counted(120, 100), compared(100)];
    const { run } = play(atCount(), ...Array.from({ length: maxRounds + 1 }, () => lie).flat());
    expect(run.steps[0]).toMatchObject({
      status: "ready",
      holes: 1,
      verified: null,
      problem: { code: "source_disagrees" },
    });
  });

  it("never trusts a list that is shorter than the count, even when the count agrees with the store", () => {
    const lie: Event[] = [counted(100, 100), compared(40, [], 60)];
    const { run } = play(atCount(), ...Array.from({ length: maxRounds + 1 }, () => lie).flat());
    expect(run.steps[0]).toMatchObject({ holes: 1, problem: { code: "source_disagrees" } });
  });

  it("never trusts a count alone after a list shorter than it: that list may have removed what only another list restores", () => {
    const counting = atCount({
      coverage: "changes",
      complete: false,
      toRead: 7,
      tally: { ...noTally, read: 7 },
    });
    const cut = play(counting, counted(6, 7), compared(2, [], 1));
    // Of the seven one was gone, and could not be read while it was there: the counts agree by
    // accident.
    const { run, effects } = play(cut.run, counted(6, 6));
    expect(plannedIn(effects)).toEqual([
      { resource: "sales", kind: "verify", partition: { type: "range", from: 0, to: 100 } },
    ]);
    expect(play(run, compared(6, [15])).run.steps[0]).toMatchObject({
      status: "verifying",
      missing: 1,
    });
  });
});

describe("trouble", () => {
  it("a batch given up leaves a hole; the step is not verified and the run ends with problems", () => {
    const { run } = play(aBegunRun(), surveyed, {
      type: "batchGivenUp",
      resource: "sales",
      problem,
    });
    expect(run.status).toBe("publishing");
    expect(play(run, published()).run).toMatchObject({
      status: "completed_with_problems",
      problems: [problem],
    });
  });

  it("a survey given up fails its resource; with no other resource the run fails", () => {
    expect(
      play(aBegunRun(), { type: "batchGivenUp", resource: "sales", problem }).run,
    ).toMatchObject({
      status: "failed",
      problems: [problem],
    });
  });

  it("a refused resource leaves the others alone", () => {
    const { run, effects } = play(aBegunRun(["sales", "purchases"]), {
      type: "resourceRefused",
      resource: "purchases",
      problem,
    });
    expect(run.status).toBe("surveying");
    expect(effects).toContainEqual({ type: "drop", resource: "purchases" });
    const { run: ended } = play(
      run,
      surveyed,
      page(),
      counted(100, 100),
      compared(100),
      published(),
    );
    expect(ended.status).toBe("completed_with_problems");
  });

  it("a resource refused after it was read in part is published with a hole", () => {
    const { run } = play(aBegunRun(), surveyed, page({}, 1), {
      type: "resourceRefused",
      resource: "sales",
      problem,
    });
    expect(run.steps[0]).toMatchObject({ status: "ready", holes: 1 });
  });

  it("a refused connection ends the run and changes nothing", () => {
    const { run, effects } = play(aBegunRun(["sales", "purchases"]), surveyed, {
      type: "connectionRefused",
      problem,
    });
    expect(run).toMatchObject({ status: "failed", problems: [problem], published: false });
    expect(effects).toContainEqual({ type: "drop", resource: null });
  });

  it("what could not be checked is said once for all resources, and a resource that failed says its own", () => {
    const doubt = { code: "names_unchecked", facts: { host: "odoo.test", model: "res.partner" } };
    const found = (resource: string): Event => ({
      ...surveyed,
      resource,
      survey: aSurvey({ doubts: [doubt], partitions: [] }),
    });
    const of = (resource: string): Event[] =>
      [counted(100, 100), compared(100)].map((event) => ({ ...event, resource }) as Event);
    const refused: Event = { type: "resourceRefused", resource: "orders", problem };
    const begun = aBegunRun(["sales", "purchases", "orders"]);
    const events = [
      found("sales"),
      found("purchases"),
      refused,
      ...of("sales"),
      ...of("purchases"),
      published(),
    ];
    expect(play(begun, ...events).run).toMatchObject({
      status: "completed_with_problems",
      problems: [problem, { ...doubt, resource: null }],
    });
    expect(play(aBegunRun(), found("sales"), ...of("sales"), published()).run.status).toBe(
      "completed_with_problems",
    );
  });

  it("rejected records make it completed with problems", () => {
    const { run } = play(
      aBegunRun(),
      surveyed,
      page({ rejected: 2 }),
      counted(100, 100),
      compared(100),
      published(),
    );
    expect(run.problems).toEqual([
      { code: "records_rejected", facts: { count: "2", resource: "sales" }, resource: "sales" },
    ]);
  });

  it.each([
    [0, ["records_rejected 3"]],
    [1, ["records_rejected 2", "records_still_rejected 1"]],
    [3, ["records_still_rejected 3"]],
  ])("of three rejected records %i stood before: that is said apart", (standing, said) => {
    const moved = {
      ...published(),
      steps: [{ resource: "sales", removed: 0, of: 0, held: false, standing }],
    };
    const { run } = play(
      aBegunRun(),
      surveyed,
      page({ rejected: 3 }),
      counted(100, 100),
      compared(100),
      moved,
    );
    expect([
      run.status,
      run.problems.map(({ code, facts }) => `${code} ${facts["count"]}`),
    ]).toEqual(["completed_with_problems", said]);
  });

  it("removals that wait for a person are not counted, and the question is kept", () => {
    const { run } = play(
      aBegunRun(),
      surveyed,
      page({ removed: 60 }),
      counted(40, 40),
      compared(40),
      published({ removed: 60, held: true }),
    );
    expect(run).toMatchObject({
      status: "completed_with_problems",
      questions: [{ resource: "sales", vanishing: 60, of: 100, answer: null }],
    });
    expect(run.steps[0]).toMatchObject({ status: "incomplete", tally: { removed: 0 } });
  });

  it("a wait is a fact beside the state, gone with the next page", () => {
    const failure = {
      kind: "busy" as const,
      code: "source_busy",
      facts: { host: "h" },
      retryAfterMs: 5_000,
    };
    const { run } = play(aBegunRun(), surveyed, { type: "delayed", failure, until: noon + 9_000 });
    expect(run).toMatchObject({
      status: "fetching",
      waiting: { code: "source_busy", until: noon + 9_000 },
    });
    expect(play(run, page({}, 1)).run.waiting).toBeNull();
  });
});

describe("stopping", () => {
  it("raises the epoch at once and ends when the last lane has left", () => {
    const { run, effects } = play(aBegunRun(), surveyed, { type: "cancelAsked", by: "Marie" });
    expect(run).toMatchObject({ status: "cancelling", epoch: 2, cancelledBy: "Marie" });
    expect(effects).toContainEqual({ type: "drop", resource: null });
    expect(play(run, { type: "lanesLeft" }).run).toMatchObject({
      status: "cancelled",
      published: false,
    });
  });

  it("is not turned back by a page that comes late", () => {
    const { run } = play(aBegunRun(), surveyed, { type: "cancelAsked", by: "Marie" }, page());
    expect(run.status).toBe("cancelling");
  });
});

describe("the table of moves", () => {
  const every = Object.keys(moves) as RunStatus[];
  const events: Event[] = [
    surveyed,
    page(),
    counted(100, 100),
    compared(100),
    { type: "batchGivenUp", resource: "sales", problem },
    { type: "resourceRefused", resource: "sales", problem },
    { type: "connectionRefused", problem },
    { type: "cancelAsked", by: "x" },
    { type: "lanesLeft" },
    published(),
  ];

  it.each(every.flatMap((status) => events.map((event) => [status, event.type, event] as const)))(
    "from %s, %s leads only where the table allows",
    (status, _, event) => {
      const before = aRun({ status, steps: [aStep({ open: 1 })] });
      const after = step(before, event, noon).run.status;
      const through =
        after === before.status ||
        mayMove(before.status, after) ||
        passesThrough(before.status, after);
      expect(through, `${before.status} -> ${after}`).toBe(true);
    },
  );

  /**
   * One event may take a run over a state that lasts no time: reading is over and comparing not
   * needed.
   */
  const passesThrough = (from: RunStatus, to: RunStatus) =>
    moves[from].some((between) => mayMove(between, to));

  it.each(every.filter(hasEnded))("nothing changes a run that is %s", (status) => {
    const run = aRun({ status });
    for (const event of events) expect(step(run, event, noon)).toEqual({ run, effects: [] });
  });
});

describe("a source that cannot count", () => {
  const counted = (over: Parameters<typeof aStep>[0]) =>
    step(
      aRun({
        status: "verifying",
        steps: [
          aStep({
            status: "verifying",
            coverage: "changes",
            complete: false,
            toRead: null,
            open: 1,
            ...over,
          }),
        ],
      }),
      { type: "counted", resource: "sales", count: null, kept: 40, highestKept: 0 },
      noon,
    ).effects.flatMap((effect) => (effect.type === "plan" ? effect.batches : []));

  it("lists the parts that it names: something may have gone there", () => {
    const parts = [{ type: "prefix" as const, prefix: "unit/202601/" }];
    expect(counted({ idRanges: parts })).toEqual([
      { resource: "sales", kind: "verify", partition: parts[0] },
    ]);
  });

  it("is believed where it names none", () => {
    expect(counted({ idRanges: [] })).toEqual([]);
    expect(counted({ idRanges: null })).toEqual([]);
  });
});

it("a source that cannot list ids is read again where fewer records came than it had counted, though the counts agree now", () => {
  const verifying = aStep({
    status: "verifying",
    idRanges: [],
    toRead: 14,
    open: 1,
    tally: { ...noTally, read: 12, added: 12 },
  });
  const { run, effects } = step(
    aRun({ status: "verifying", steps: [verifying] }),
    { type: "counted", resource: "sales", count: 12, kept: 12, highestKept: 0 },
    noon,
  );
  expect(run.steps[0]).toMatchObject({ status: "surveying", round: 1 });
  expect(effects.flatMap((effect) => (effect.type === "plan" ? effect.batches : []))).toEqual([
    { resource: "sales", kind: "survey", partition: null },
  ]);
});
