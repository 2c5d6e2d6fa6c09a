// The ground a simulated world stands on: its clock, its chance, its faults and what was seen of
// them.
import { Agenda } from "./agenda.ts";
import { Streams, type Chance } from "./chance.ts";
import { drawStrengths, faultKinds, type Fault, type RareState, type Strengths } from "./faults.ts";

/** A promise was broken. */
export class Violation extends Error {}

export type Seen = {
  faults: Partial<Record<Fault, number>>;
  rareStates: Partial<Record<RareState, number>>;
};

const noon = Date.parse("2026-03-02T12:00:00Z");

export class World {
  readonly agenda = new Agenda(noon);
  readonly streams: Streams;
  readonly strengths: Strengths;
  readonly seen: Seen = { faults: {}, rareStates: {} };
  readonly trace: string[] | null;
  /** Once the storm is over no fault strikes any more. */
  calm = false;
  events = 0;
  /** Promises have been settled whose continuations have yet to run. */
  unsettled = false;

  constructor(
    seed: number,
    {
      without,
      only,
      trace,
    }: { without?: readonly Fault[]; only?: Partial<Strengths> | null; trace?: boolean },
  ) {
    this.streams = new Streams(seed);
    const drawn = drawStrengths(this.streams.of("strengths"));
    for (const kind of without ?? []) drawn[kind] = 0;
    this.strengths = only
      ? { ...drawn, ...Object.fromEntries(faultKinds.map((kind) => [kind, only[kind] ?? 0])) }
      : drawn;
    this.trace = trace === true ? [] : null;
  }

  get now(): number {
    return this.agenda.now;
  }

  chance(stream: string): Chance {
    return this.streams.of(stream);
  }

  /** Whether a fault would strike here; it counts once it has really happened. */
  threatens(fault: Fault): boolean {
    return (
      !this.calm &&
      this.strengths[fault] > 0 &&
      this.streams.of(fault).happens(this.strengths[fault])
    );
  }

  /** Whether a fault strikes here. */
  strikes(fault: Fault): boolean {
    if (!this.threatens(fault)) return false;
    this.struck(fault);
    return true;
  }

  struck(fault: Fault): void {
    this.seen.faults[fault] = (this.seen.faults[fault] ?? 0) + 1;
    this.tell(() => `fault ${fault}`);
  }

  reached(state: RareState): void {
    this.seen.rareStates[state] = (this.seen.rareStates[state] ?? 0) + 1;
    this.tell(() => `state ${state}`);
  }

  tell(line: () => string): void {
    this.trace?.push(`${((this.now - noon) / 1_000).toFixed(3).padStart(10)} ${line()}`);
  }

  /** A duration in ms, drawn for a fault. */
  span(fault: Fault, from: number, to: number): number {
    return this.streams.of(fault).between(from, to);
  }

  get elapsedMs(): number {
    return this.now - noon;
  }
}

export function promise(holds: boolean, broken: () => string): void {
  if (!holds) throw new Violation(broken());
}
