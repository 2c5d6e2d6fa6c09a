// The result of a campaign: sums and quantiles over its rounds.
import { quantile } from "../../bench/harness.ts";
import { add, emptyVerdict, type Verdict } from "./judge.ts";
import type { RoundReport } from "./round.ts";

type Quantiles = { p50: number; p99: number; max: number };
export type Result = {
  /** Rounds that were played to the end. */
  rounds: number;
  /** Stopped by a signal before the last round. */
  interrupted: boolean;
  seed: string;
  /** Local stacks that ran in parallel. */
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
  /** From the kill to the runtime's first answer; mostly the start of wrangler. */
  restartMs: Quantiles;
  /** From the runtime's first answer to the first request of a lane to the source. */
  recoveryMs: Quantiles;
  /** From the kill to that request: the sum of both. */
  outageMs: Quantiles;
  /** From the runtime's first answer to the run's first heartbeat, in watched rounds. */
  progressMs: Quantiles;
  /** Refreshes that were active at the kill, by scenario. */
  scenarios: Record<string, number>;
  seconds: number;
  failures: string[];
};

/** A finished round: its scenario, its report and the judges' verdict. */
export type Played = { scenario: string; report: RoundReport; verdict: Verdict };
type Facts = Pick<Result, "interrupted" | "seed" | "stacks" | "seconds">;

export function tally(facts: Facts, played: Played[], broken: string[]): Result {
  const verdict = emptyVerdict();
  const scenarios: Record<string, number> = {};
  for (const one of played) {
    add(verdict, one.verdict);
    scenarios[one.scenario] = (scenarios[one.scenario] ?? 0) + one.report.struck;
  }
  const sum = (count: (report: RoundReport) => number) =>
    played.reduce((total, { report }) => total + count(report), 0);
  const all = (values: (report: RoundReport) => number[]) =>
    quantiles(played.flatMap(({ report }) => values(report)));
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

/** A failure for each scenario in which every kill came too late: such rounds prove nothing. */
function unproven(scenarios: Record<string, number>, rounds: number): string[] {
  const names = Object.keys(scenarios);
  const late = names.filter((name) => scenarios[name] === 0);
  // One kill may come too late by chance, but not all of them.
  const counted = rounds >= 3 * names.length || late.length === names.length ? late : [];
  return counted.map((name) => `${name}: no refresh was under way at the kill`);
}
