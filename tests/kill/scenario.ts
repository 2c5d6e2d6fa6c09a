// Scenarios of rounds: drawn at random from a table in which every phase of a refresh has its turn.
import type { RunStatus } from "../../contract/api/run.ts";
import type { Random } from "../../sandbox/random.ts";
import type { Victim } from "./killer.ts";

/** The first kill comes `afterMs` after a phase was seen, or after the start. */
export type Aim = { phase: RunStatus | "started"; afterMs: number };

export type Scenario = {
  name: string;
  /** A first load, or a refresh of changes. */
  load: "first" | "changes";
  aim: Aim;
  /** Pauses before further kills of the same run, each from the moment the runtime answers again. */
  againAfterMs: number[];
  cancels: boolean;
  victim: Victim;
  /** Delay of each of the source's answers. */
  delayMs: number;
  /** Whether somebody polls the object for progress, as an open page does; otherwise nothing wakes it. */
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

/** The scenario of a round: names in turn, the rest at random. */
export function drawRound(chance: Random, round: number): Scenario {
  const name = names[round % names.length] ?? "anywhere";
  const draw = table[name] ?? within("started", 2_000);
  return {
    name,
    load: chance.chance(0.5) ? "first" : "changes",
    againAfterMs: [],
    cancels: false,
    victim: "everything",
    // A slow source costs no CPU and keeps a small refresh active long enough to be killed.
    delayMs: chance.whole(60, 180),
    watched: chance.chance(1 / 3),
    ...draw(chance),
  };
}
