// The campaign: rounds in which refreshes are killed in every phase, recover undisturbed and are judged,
// on several stacks in parallel.
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withHarness, type Prepared, type Harness } from "../../bench/harness.ts";
import { Random } from "../../sandbox/random.ts";
import { migrate } from "../../scripts/migrate.ts";
import { ensurePage } from "../../scripts/page.ts";
import { buildWorker } from "../../scripts/worker.ts";
import { add, judgeHistory, judgeLock, judgeRecords, emptyVerdict, type Verdict } from "./judge.ts";
import { playRound, emptyReport, type RoundReport } from "./round.ts";
import { drawRound, type Scenario } from "./scenario.ts";
import { Source } from "./source.ts";
import { Subject } from "./subject.ts";
import { tally, type Played, type Result } from "./tally.ts";

type Order = {
  rounds: number;
  seed: string;
  stacks: number;
  say: (line: string) => void;
  stop: AbortSignal;
};

/** Pairs of establishments on a stack; its rounds use them in turn. */
const pairsPerStack = 2;
/** Small enough for two cores, large enough for several pages of everything. */
const sandbox = ["--size", "0.5", "--invoices", "600"];
const firstPort = 9100;
const portsApart = 20;

/**
 * Plays a campaign. Each round runs on one of several local stacks with sandboxes of their own: while
 * one restarts, another works. A campaign that is stopped returns the rounds played so far.
 */
export async function campaign({ rounds, seed, stacks, say, stop }: Order): Promise<Result> {
  const begun = Date.now();
  const folder = mkdtempSync(join(tmpdir(), "freshet-kill-"));
  const played: Played[] = [];
  const broken: string[] = [];
  let round = 0;
  const next = () => (stop.aborted || round >= rounds ? null : round++);
  const keep = (number: number, one: Played) => {
    played.push(one);
    say(lineOf(`round ${number + 1}/${rounds} ${one.scenario}`, one.report, one.verdict.failures));
  };
  try {
    ensurePage();
    const prepared = prepare(folder);
    const open = (stack: number) =>
      playStack({ prepared, port: firstPort + stack * portsApart, seed, next, keep, stop });
    const ends = await Promise.allSettled(
      Array.from({ length: Math.min(stacks, rounds) }, (_, stack) => open(stack)),
    );
    // When a stack breaks, the others play the remaining rounds.
    for (const end of ends)
      if (end.status === "rejected") broken.push(`a stack broke: ${textOf(end.reason)}`);
  } catch (error) {
    // Ctrl-C also ends the build, and its signal may reach us a moment after the build's failure.
    await sleep(100);
    if (!stop.aborted) throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tally(
    { seed, stacks, interrupted: stop.aborted, seconds: Math.round((Date.now() - begun) / 1_000) },
    played,
    broken,
  );
}

/** Builds once what every stack would otherwise build for itself. */
function prepare(folder: string): Prepared {
  const state = join(folder, "state");
  mkdirSync(state);
  migrate(state);
  return { built: buildWorker(join(folder, "worker")), state };
}

type StackOrder = {
  prepared: Prepared;
  port: number;
  seed: string;
  /** Number of the next round; null when all have been played. */
  next: () => number | null;
  keep: (round: number, played: Played) => void;
  stop: AbortSignal;
};

/** Opens a stack and plays rounds on it until none is left. */
async function playStack({ prepared, port, seed, next, keep, stop }: StackOrder): Promise<void> {
  const numbers = Array.from({ length: pairsPerStack }, (_, number) => number);
  const tenants = numbers.flatMap((number) =>
    ["modules", "treasury"].flatMap((kind) => [`${kind}-${number}`, `${kind}-${number}-twin`]),
  );
  await withHarness({ tenants, sandbox, port, prepared }, async (harness) => {
    const source = new Source(harness.odoo);
    const pairs = numbers.map(
      (number) =>
        [
          new Subject(harness, "modules", number),
          new Subject(harness, "treasury", number),
        ] as const,
    );
    await Promise.all(pairs.flat().map((subject) => subject.renew()));
    const stopped = stop.aborted ? Promise.resolve() : once(stop, "abort");
    for (let turn = 0, round = next(); round !== null; turn += 1, round = next()) {
      const pair = pairs[turn % pairsPerStack];
      if (pair === undefined) return;
      // A generator per round: each round can be repeated alone.
      const scenario = drawRound(new Random(`${seed}/${round}`), round);
      // An interrupted round proves nothing, so the stack is closed in the middle of it.
      const ended = await Promise.race([
        oneRound(harness, source, { pair, scenario }),
        stopped.then(() => null),
      ]);
      if (ended === null) return;
      ended.verdict.failures = ended.verdict.failures.map(
        (failure) => `round ${round} (${scenario.name}): ${failure}`,
      );
      keep(round, { scenario: scenario.name, ...ended });
    }
  });
}

type RoundOrder = { pair: readonly [Subject, Subject]; scenario: Scenario };

async function oneRound(
  harness: Harness,
  source: Source,
  { pair, scenario }: RoundOrder,
): Promise<{ verdict: Verdict; report: RoundReport }> {
  const verdict = emptyVerdict();
  let report = emptyReport();
  try {
    report = await playRound(harness.stack, source, pair, scenario);
    verdict.failures.push(...report.failures);
    await source.speedUp();
    const judged = await Promise.all(
      pair.map(async (subject) => {
        const all = emptyVerdict();
        // A cancelled refresh has published nothing; the next one brings everything.
        if (scenario.cancels) await subject.refresh();
        // In parallel: a refresh without changes does not affect readers.
        for (const one of await Promise.all([judgeRecords(subject, source), judgeLock(subject)]))
          add(all, one);
        add(all, await judgeHistory(subject));
        return all;
      }),
    );
    for (const one of judged) add(verdict, one);
  } catch (error) {
    verdict.failures.push(textOf(error));
  }
  return { verdict, report };
}

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

function lineOf(
  title: string,
  { kills, struck, restartMs, recoveryMs }: RoundReport,
  failures: string[],
): string {
  const words = `${title}: ${kills} killed, ${struck} under way, answers after ${restartMs.join(", ")} ms, at work after ${recoveryMs.join(", ")} ms`;
  return failures.length > 0 ? `${words}\n  FAILED ${failures.join("\n  ")}` : words;
}
