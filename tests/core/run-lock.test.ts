import { describe, expect, it } from "vitest";
import { freshRetryState } from "../../core/retry.ts";
import {
  hasRoomForSchedule,
  runInTheWay,
  runToResume,
  withoutTimeAside,
  type LockHolder,
  type Workload,
} from "../../core/run-lock.ts";
import type { RunState } from "../../core/run.ts";
import { aRun, noon } from "./builders.ts";

const waiting = { code: "source_busy", facts: {}, until: noon + 90_000 };
const resting: Workload = { due: 0, claimed: 0, nextAt: noon + 90_000 };
const asking: Workload = { due: 0, claimed: 1, nextAt: null };
const working: Workload = { due: 2, claimed: 1, nextAt: null };
const holder = (
  run: Partial<RunState>,
  load: Workload,
  claims: LockHolder["claims"] = [],
): LockHolder => ({ run: aRun({ id: "holder", status: "fetching", ...run }), load, claims });
const aside = (id: string, load: Workload, configuration = id) => ({
  run: aRun({ id, configuration }),
  load,
});

describe("the run in the way of another configuration", () => {
  it.each<[string, LockHolder | null, string | null]>([
    ["is none while the lock is free", null, null],
    ["is the one at work", holder({}, working), "holder"],
    ["is none while it only waits", holder({ waiting }, resting), null],
    [
      "is none while its lanes only ask again what was refused",
      holder({ waiting }, asking, [{ busySince: noon - 5_000 }]),
      null,
    ],
    [
      "is the one of whose lanes any reads something new",
      holder({ waiting }, asking, [{ busySince: noon - 5_000 }, { busySince: null }]),
      "holder",
    ],
    [
      "is the one whose page is on its way to a destination",
      holder({ waiting, status: "delivering" }, asking, [{ busySince: noon }]),
      "holder",
    ],
    [
      "is the one that is being stopped",
      holder({ waiting, status: "cancelling" }, resting),
      "holder",
    ],
  ])("%s", (_, one, id) => {
    expect(runInTheWay("other", one, [])?.id ?? null).toBe(id);
  });

  it.each([
    ["holds the lock and waits", holder({ configuration: "own", waiting }, resting), []],
    ["was set aside", holder({ waiting }, resting), [aRun({ id: "own", configuration: "own" })]],
  ] as const)("is always that of the same configuration which %s", (_, one, set) => {
    expect(runInTheWay("own", one, [...set])?.configuration).toBe("own");
  });
});

it.each<[string, LockHolder | null, boolean]>([
  ["the lock is free", null, true],
  ["a run works", holder({}, working), false],
  ["a run waits for long", holder({ waiting, waitingSince: noon }, resting), true],
  [
    "a run waits for a moment",
    holder({ waiting, waitingSince: noon }, { ...resting, nextAt: noon + 2_000 }),
    false,
  ],
  [
    "a run has waited for long, a moment at a time",
    holder({ waiting, waitingSince: noon - 60_000 }, { ...resting, nextAt: noon + 2_000 }),
    true,
  ],
])("when %s, there is room for a scheduled run: %s", (_, one, room) => {
  expect(hasRoomForSchedule(one, noon)).toBe(room);
});

describe("the run that gets the lock back", () => {
  const later: Workload = { due: 0, claimed: 0, nextAt: noon + 5_000 };
  const due: Workload = { due: 1, claimed: 0, nextAt: null };
  it.each([
    ["is none where none was set aside", null, [], null],
    ["is the first to be due", null, [aside("a", later), aside("b", due)], "b"],
    ["is the eldest of those that are due", null, [aside("a", due), aside("b", due)], "a"],
    ["need not be due while the lock is free", null, [aside("a", later)], "a"],
    ["is none while the holder works", holder({}, working), [aside("a", due)], null],
    [
      "is the one that is due while the holder waits",
      holder({ waiting }, resting),
      [aside("a", due)],
      "a",
    ],
    ["is none while all of them wait", holder({ waiting }, resting), [aside("a", later)], null],
  ] as const)("%s", (_, one, set, id) => {
    expect(runToResume(one, [...set], noon)?.id ?? null).toBe(id);
  });
});

it.each([
  ["all of the time aside", noon - 30_000, 0, noon - 10_000],
  ["none of the pause that the source asked for", noon - 30_000, noon - 5_000, noon - 35_000],
  ["nothing where it is still too early to ask", noon - 30_000, noon + 5_000, noon - 40_000],
])("a batch gets back %s", (_, asideAt, notBefore, busySince) => {
  const retry = { ...freshRetryState, busySince: noon - 40_000, notBefore };
  expect(withoutTimeAside(retry, asideAt, noon)?.busySince).toBe(busySince);
});

it.each([
  ["waits for no source", { ...freshRetryState, busySince: null }],
  ["is done", { ...freshRetryState, status: "done", busySince: 1 }],
] as const)("a batch that %s stays as it is", (_, retry) => {
  expect(withoutTimeAside(retry, noon - 30_000, noon)).toBeNull();
});
