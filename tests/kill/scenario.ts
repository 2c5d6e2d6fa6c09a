// What is played in a round: drawn by chance, from a table in which every phase of a refresh has
// its turn.
import type { RunStatus } from "../../contract/api/run.ts";
import type { Random } from "../../sandbox/random.ts";
import type { Victim } from "./killer.ts";

/** The first kill comes so long after a phase was seen, or after the start. */
export type Aim = { phase: RunStatus | "started"; afterMs: number };

export type Scenario = {
  name: string;
  /** A first load, or what has changed since the last one. */
  load: "first" | "changes";
  aim: Aim;
  /**
   * Pauses before further kills of the same run, counted from the moment the runtime answers again.
   */
  againAfterMs: number[];
  cancels: boolean;
  victim: Victim;
  /** How long the source takes for each answer. */
  delayMs: number;
  /** Somebody has the page open: the object is asked how far it is. Otherwise nobody touches it. */
  watched: boolean;
};

type Draw = (chance: Random) => Partial<Scenario> & { aim: Aim };

const within =
  (phase: Aim["phase"], mostMs: number): Draw =>
  (chance) => ({ aim: { phase, afterMs: chance.whole(0, mostMs) } });

const table: Record<string, Draw> = {
  start: within("started", 60),
  survey: within("surveying", 250),
  fetch: within("fetching", 500),
  verify: within("verifying", 120),
  publish: (chance) => ({
    aim: { phase: "verifying", afterMs: chance.whole(100, 350) },
    delayMs: 150,
  }),
  anywhere: within("started", 2_000),
  changes: (chance) => ({
    aim: { phase: "started", afterMs: chance.whole(0, 1_200) },
    load: "changes",
  }),
  several: (chance) => ({
    aim: { phase: "started", afterMs: chance.whole(100, 1_500) },
    againAfterMs: Array.from({ length: chance.whole(1, 3) }, () => chance.whole(0, 2_500)),
  }),
  cancel: (chance) => ({
    aim: { phase: "fetching", afterMs: chance.whole(0, 200) },
    cancels: true,
    delayMs: chance.whole(300, 700),
  }),
  slow: (chance) => ({
    aim: { phase: "started", afterMs: chance.whole(500, 4_000) },
    delayMs: chance.whole(300, 600),
  }),
  "workerd only": (chance) => ({
    aim: { phase: "started", afterMs: chance.whole(100, 1_500) },
    victim: "workerd",
  }),
};

const names = Object.keys(table);

/** The scenario of a round: each name in turn, all the rest by chance. */
export function drawRound(chance: Random, round: number): Scenario {
  const name = names[round % names.length] ?? "anywhere";
  const draw = table[name] ?? within("started", 2_000);
  return {
    name,
    load: chance.chance(0.5) ? "first" : "changes",
    againAfterMs: [],
    cancels: false,
    victim: "everything",
    // A slow source costs the machine nothing, and keeps a small refresh under way long enough to
    // be struck.
    delayMs: chance.whole(60, 180),
    watched: chance.chance(1 / 3),
    ...draw(chance),
  };
}
