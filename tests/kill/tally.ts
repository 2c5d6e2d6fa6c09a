// What a campaign comes to: the sums and quantiles of the rounds that were played.
import { quantile } from "../../bench/harness.ts";
import { add, spotless, type Verdict } from "./judge.ts";
import type { Told } from "./round.ts";

type Quantiles = { p50: number; p99: number; max: number };
export type Result = {
  /** Rounds that were played to their judgement. */
  rounds: number;
  /** Stopped by hand before all that were asked for. */
  interrupted: boolean;
  seed: string;
  /** Whole local stacks that were killed side by side. */
  stacks: number;
  kills: number;
  refreshes: number;
  struck: number;
  resumed: number;
  stuck: number;
  lost: number;
  doubled: number;
  mismatches: number;
  historyErrors: number;
  /** From the kill to the runtime's first answer: wrangler's own start, mostly. */
  restartMs: Quantiles;
  /** From the runtime's first answer to the first question that a lane asks the source again. */
  recoveryMs: Quantiles;
  /**
   * From the kill to that question: both of the above, whichever of them takes the time on a
   * machine.
   */
  outageMs: Quantiles;
  /**
   * From the runtime's first answer to the first change of the run itself, in rounds where somebody
   * watches.
   */
  progressMs: Quantiles;
  /**
   * Refreshes that were under way at the kill, by scenario: one that never strikes proves nothing.
   */
  scenarios: Record<string, number>;
  seconds: number;
  failures: string[];
};

/** A round that was played: its scenario, what happened, and what the judges say. */
export type Played = { scenario: string; tale: Told; verdict: Verdict };
type Facts = Pick<Result, "interrupted" | "seed" | "stacks" | "seconds">;

export function tally(facts: Facts, played: Played[], broken: string[]): Result {
  const verdict = spotless();
  const scenarios: Record<string, number> = {};
  for (const one of played) {
    add(verdict, one.verdict);
    scenarios[one.scenario] = (scenarios[one.scenario] ?? 0) + one.tale.struck;
  }
  const sum = (count: (tale: Told) => number) =>
    played.reduce((total, { tale }) => total + count(tale), 0);
  const all = (values: (tale: Told) => number[]) =>
    quantiles(played.flatMap(({ tale }) => values(tale)));
  return {
    rounds: played.length,
    ...facts,
    scenarios,
    kills: sum(({ kills }) => kills),
    refreshes: sum(({ refreshes }) => refreshes),
    struck: sum(({ struck }) => struck),
    resumed: sum(({ resumed }) => resumed),
    stuck: sum(({ stuck }) => stuck),
    lost: verdict.lost,
    doubled: verdict.doubled,
    mismatches: verdict.mismatches,
    historyErrors: verdict.historyErrors,
    restartMs: all(({ restartMs }) => restartMs),
    recoveryMs: all(({ recoveryMs }) => recoveryMs),
    outageMs: all(({ outageMs }) => outageMs),
    progressMs: all(({ progressMs }) => progressMs),
    failures: [...broken, ...verdict.failures, ...unproven(scenarios, played.length)],
  };
}

const quantiles = (values: number[]): Quantiles => ({
  p50: quantile(values, 0.5),
  p99: quantile(values, 0.99),
  max: quantile(values, 1),
});

/** Rounds in which every kill came too late are no proof of anything. */
function unproven(scenarios: Record<string, number>, rounds: number): string[] {
  const names = Object.keys(scenarios);
  const late = names.filter((name) => scenarios[name] === 0);
  // One kill may come too late by chance; all of them may not.
  const counted = rounds >= 3 * names.length || late.length === names.length ? late : [];
  return counted.map((name) => `${name}: no refresh was under way at the kill`);
}
