// A failing world with everything left out that it does not need to fail.
import { faultKinds, type Fault, type Strengths } from "./faults.ts";
import { simulate } from "./simulate.ts";

export type Shrunk = { seed: number; violation: string; only: Partial<Strengths> };

/** Drops one fault after another while the world still fails; null: this seed does not fail. */
export async function shrink(seed: number): Promise<Shrunk | null> {
  const first = await simulate(seed);
  if (first.violation === null) return null;
  let violation = first.violation;
  const without: Fault[] = [];
  for (const fault of faultKinds.filter((kind) => first.strengths[kind] > 0)) {
    const lived = await simulate(seed, { without: [...without, fault] });
    if (lived.violation === null) continue;
    without.push(fault);
    violation = lived.violation;
  }
  const left = faultKinds.filter((kind) => first.strengths[kind] > 0 && !without.includes(kind));
  return {
    seed,
    violation,
    only: Object.fromEntries(left.map((kind) => [kind, first.strengths[kind]])),
  };
}
