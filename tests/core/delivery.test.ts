import { describe, expect, it } from "vitest";
import { beginDelivery } from "../../core/begin.ts";
import { hasEnded, mayMove, moves, noTally, type RunState } from "../../core/run.ts";
import { step, type Effect, type Event } from "../../core/step.ts";
import type { RunStatus } from "../../contract/api/run.ts";
import { aBegunRun, aRun, aStart, aStep, noon } from "./builders.ts";

const reason = { code: "sign_in_refused", facts: { host: "PostgreSQL" }, resource: "sales" };
const givenUp = { type: "deliveryGivenUp", code: "delivery_refused", reason } as const;
const published = (owed: { resource: string; total: number }[]): Event => ({
  type: "published",
  moved: true,
  steps: ["sales", "purchases"].map((resource) => ({ resource, removed: 0, of: 100, held: false })),
  owed,
});
const delivered = (
  resource: string,
  sent: number,
  over: { more?: boolean; refused?: number; standing?: number } = {},
): Event => {
  const { more = false, refused = 0, standing = 0 } = over;
  const counts = {
    created: sent - refused,
    updated: 0,
    unchanged: 0,
    removed: 0,
    refused,
    standing,
    sent,
  };
  return { type: "delivered", resource, counts, more };
};
const ready = (over: Partial<RunState> = {}): RunState =>
  aRun({
    ...aBegunRun(["sales", "purchases"], { delivers: true }),
    status: "publishing",
    steps: ["sales", "purchases"].map((resource) => aStep({ resource, status: "ready", open: 0 })),
    ...over,
  });

/** Plays events one after another; returns the run and the effects of the last one. */
const play = (run: RunState, ...events: Event[]): { run: RunState; effects: Effect[] } =>
  events.reduce<{ run: RunState; effects: Effect[] }>(
    (before, event, index) => step(before.run, event, noon + (index + 1) * 1_000),
    {
      run,
      effects: [],
    },
  );
const plannedIn = (effects: Effect[]) =>
  effects.flatMap((effect) => (effect.type === "plan" ? effect.batches : []));
const both = [
  { resource: "sales", total: 700 },
  { resource: "purchases", total: 300 },
];

describe("delivery", () => {
  it("goes through the resources in order, one page in flight at a time", () => {
    const first = play(ready(), published(both));
    expect(first.run).toMatchObject({ status: "delivering", published: true, endedAt: null });
    expect(plannedIn(first.effects)).toEqual([
      { resource: "sales", kind: "deliver", partition: null },
    ]);
    const second = play(first.run, delivered("sales", 500, { more: true }));
    expect(plannedIn(second.effects)).toEqual([
      { resource: "sales", kind: "deliver", partition: null },
    ]);
    const third = play(second.run, delivered("sales", 200));
    expect(plannedIn(third.effects)).toEqual([
      { resource: "purchases", kind: "deliver", partition: null },
    ]);
    expect(play(third.run, delivered("purchases", 300)).run).toMatchObject({
      status: "completed",
      progressPercentage: 100,
    });
  });

  it("counts towards progress, which never falls and is 100 only at the end", () => {
    const events = [
      published(both),
      delivered("sales", 500, { more: true }),
      delivered("sales", 200),
      delivered("purchases", 300),
    ];
    const shown = events.map(
      (_, index) => play(ready(), ...events.slice(0, index + 1)).run.progressPercentage,
    );
    expect(shown).toEqual([79.2, 89.1, 93, 100]);
  });

  it("is skipped where nothing is owed", () => {
    expect(play(ready(), published([])).run).toMatchObject({
      status: "completed",
      progressPercentage: 100,
    });
  });

  it("says what was refused", () => {
    const { run } = play(
      ready(),
      published(both),
      delivered("sales", 700, { refused: 2 }),
      delivered("purchases", 300),
    );
    expect(run).toMatchObject({
      status: "completed_with_problems",
      problems: [{ code: "records_refused", facts: { count: "2" } }],
    });
  });

  it("says what was refused before apart from what is new", () => {
    const refused = delivered("sales", 700, { refused: 5, standing: 3 });
    const { run } = play(
      ready(),
      published(both),
      refused,
      delivered("purchases", 300, { refused: 1, standing: 1 }),
    );
    expect(
      run.problems.map(({ code, facts }) => `${facts["resource"]} ${code} ${facts["count"]}`),
    ).toEqual([
      "sales records_refused 2",
      "sales records_still_refused 3",
      "purchases records_still_refused 1",
    ]);
  });

  it("that fails for good ends the run: what is published stays", () => {
    const { run } = play(ready(), published(both), givenUp);
    expect(run).toMatchObject({
      status: "completed_with_problems",
      published: true,
      // The reason, and all that the destination lacks now.
      problems: [
        reason,
        ...["sales", "purchases"].map((resource) => ({
          code: "delivery_refused",
          facts: {},
          resource,
        })),
      ],
      toDeliver: ["sales", "purchases"],
    });
  });

  it("that is stopped leaves the steps as they were published", () => {
    const { run } = play(
      ready(),
      published(both),
      { type: "cancelAsked", by: "Marie" },
      { type: "lanesLeft" },
    );
    expect(run).toMatchObject({
      status: "cancelled",
      published: true,
      steps: [{ status: "completed" }, { status: "completed" }],
    });
  });

  it("hears nothing more of the source", () => {
    const { run } = play(ready(), published(both));
    const late: Event = {
      type: "pageApplied",
      resource: "sales",
      tally: { read: 1 },
      byName: 0,
      more: 0,
      rowsWritten: 1,
    };
    expect(play(run, late).run.steps).toEqual(run.steps);
  });

  it("alone begins where the data is out already", () => {
    const { run, batches } = beginDelivery(
      aStart({ delivers: true }),
      [aStep({ status: "completed" })],
      [both[0] ?? { resource: "", total: 0 }],
      noon,
    );
    expect(run).toMatchObject({
      status: "delivering",
      published: false,
      steps: [{ tally: noTally, delivery: { total: 700, sent: 0 } }],
    });
    expect(batches).toEqual([{ resource: "sales", kind: "deliver", partition: null }]);
  });
});

describe("the table of moves", () => {
  const events: Event[] = [published(both), published([]), delivered("sales", 700), givenUp];
  it.each(
    (Object.keys(moves) as RunStatus[]).flatMap((status) =>
      events.map((event) => [status, event.type, event] as const),
    ),
  )("from %s, %s leads only where the table allows", (status, _, event) => {
    const before = aRun({
      status,
      toDeliver: ["sales"],
      steps: [aStep({ status: "ready", open: 0 })],
    });
    const after = step(before, event, noon).run.status;
    const through =
      after === status ||
      mayMove(status, after) ||
      moves[status].some((between) => mayMove(between, after));
    expect(through, `${status} -> ${after}`).toBe(true);
    if (hasEnded(status)) expect(after).toBe(status);
  });
});
