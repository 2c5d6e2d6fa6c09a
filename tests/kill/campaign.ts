// The campaign: rounds of refreshes that are killed in all their phases, left alone, and judged.
import { onStage, quantile, type Stage } from "../../bench/stage.ts";
import { Random } from "../../sandbox/random.ts";
import { add, judgeHistory, judgeLock, judgeRecords, spotless, type Verdict } from "./judge.ts";
import { playRound, untold, type Told } from "./round.ts";
import { drawRound, type Scenario } from "./scenario.ts";
import { Source } from "./source.ts";
import { Subject } from "./subject.ts";

export type Quantiles = { p50: number; p99: number; max: number };
export type Result = {
  rounds: number;
  seed: string;
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
  /** The same to the first change of the run itself, in rounds where somebody watches. */
  progressMs: Quantiles;
  /** Refreshes that were under way at the kill, by scenario: one that never strikes proves nothing. */
  scenarios: Record<string, number>;
  seconds: number;
  failures: string[];
};

type Order = { rounds: number; seed: string; say: (line: string) => void };

/** Establishments of each kind; the next round takes the next ones. */
const each = 3;

/** Plays a campaign on a whole local stack of its own. */
export async function campaign({ rounds, seed, say }: Order): Promise<Result> {
  const begun = Date.now();
  const numbers = Array.from({ length: each }, (_, number) => number);
  const tenants = numbers.flatMap((number) => ["modules", "treasury"].flatMap((kind) => [`${kind}-${number}`, `${kind}-${number}-twin`]));
  return onStage({ tenants, sandbox: ["--invoices", "1200"] }, async (stage) => {
    const source = new Source(stage.source);
    const pairs = numbers.map((number) => [new Subject(stage, "modules", number), new Subject(stage, "treasury", number)] as const);
    await Promise.all(pairs.flat().map((subject) => subject.renew()));
    const sum = spotless();
    const told: Told[] = [];
    const scenarios: Record<string, number> = {};
    for (let round = 0; round < rounds; round += 1) {
      const pair = pairs[round % each] ?? pairs[0];
      if (pair === undefined) break;
      // Each round has chances of its own: it can be drawn again alone.
      const scenario = drawRound(new Random(`${seed}/${round}`), round);
      const { verdict, tale } = await oneRound(stage, source, { pair, scenario });
      told.push(tale);
      scenarios[scenario.name] = (scenarios[scenario.name] ?? 0) + tale.struck;
      verdict.failures = verdict.failures.map((failure) => `round ${round} (${scenario.name}): ${failure}`);
      add(sum, verdict);
      say(lineOf(`round ${round + 1}/${rounds} ${scenario.name}`, tale, verdict.failures));
    }
    sum.failures.push(...unproven(scenarios, told));
    return tally({ rounds, seed, seconds: Math.round((Date.now() - begun) / 1_000), scenarios }, told, sum);
  });
}

type RoundOrder = { pair: readonly [Subject, Subject]; scenario: Scenario };

async function oneRound(stage: Stage, source: Source, { pair, scenario }: RoundOrder): Promise<{ verdict: Verdict; tale: Told }> {
  const verdict = spotless();
  let tale = untold();
  try {
    tale = await playRound(stage.house, source, pair, scenario);
    verdict.failures.push(...tale.failures);
    await source.speedUp();
    const judged = await Promise.all(
      pair.map(async (subject) => {
        const all = spotless();
        // A refresh that was stopped has published nothing: the next one has it all.
        if (scenario.cancels) await subject.refresh();
        // A refresh that finds nothing new changes nothing that is being read meanwhile.
        for (const one of await Promise.all([judgeRecords(subject, source), judgeLock(subject)])) add(all, one);
        add(all, await judgeHistory(subject));
        return all;
      }),
    );
    for (const one of judged) add(verdict, one);
  } catch (error) {
    verdict.failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return { verdict, tale };
}

/** Rounds in which every kill came too late are no proof of anything. */
function unproven(scenarios: Record<string, number>, told: Told[]): string[] {
  const turns = told.length / Object.keys(scenarios).length;
  const late = Object.keys(scenarios).filter((name) => scenarios[name] === 0);
  // One kill may come too late by chance; all of them may not.
  const counted = turns >= 3 || late.length === Object.keys(scenarios).length ? late : [];
  return counted.map((name) => `${name}: no refresh was under way at the kill`);
}

function lineOf(title: string, { kills, struck, restartMs, recoveryMs }: Told, failures: string[]): string {
  const words = `${title}: ${kills} killed, ${struck} under way, answers after ${restartMs.join(", ")} ms, at work after ${recoveryMs.join(", ")} ms`;
  return failures.length > 0 ? `${words}\n  FAILED ${failures.join("\n  ")}` : words;
}

function tally(of: Pick<Result, "rounds" | "seed" | "seconds" | "scenarios">, told: Told[], verdict: Verdict): Result {
  const sum = (count: (tale: Told) => number) => told.reduce((total, tale) => total + count(tale), 0);
  const quantiles = (values: number[]): Quantiles => ({
    p50: quantile(values, 0.5),
    p99: quantile(values, 0.99),
    max: quantile(values, 1),
  });
  return {
    ...of,
    kills: sum(({ kills }) => kills),
    refreshes: sum(({ refreshes }) => refreshes),
    struck: sum(({ struck }) => struck),
    resumed: sum(({ resumed }) => resumed),
    stuck: sum(({ stuck }) => stuck),
    lost: verdict.lost,
    doubled: verdict.doubled,
    mismatches: verdict.mismatches,
    historyErrors: verdict.historyErrors,
    restartMs: quantiles(told.flatMap(({ restartMs }) => restartMs)),
    recoveryMs: quantiles(told.flatMap(({ recoveryMs }) => recoveryMs)),
    progressMs: quantiles(told.flatMap(({ progressMs }) => progressMs)),
    failures: verdict.failures,
  };
}
