// The campaign: rounds of refreshes that are killed in all their phases, left alone, and judged, on
// several stacks side by side.
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
import { add, judgeHistory, judgeLock, judgeRecords, spotless, type Verdict } from "./judge.ts";
import { playRound, untold, type Told } from "./round.ts";
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

/** Establishments of each kind on a stack; its next round takes the next ones. */
const each = 2;
/** Small enough for two cores, large enough for several pages of everything. */
const sandbox = ["--size", "0.5", "--invoices", "600"];
const firstPort = 9100;
const portsApart = 20;

/**
 * Plays a campaign. Each stack is a whole local house with a sandbox of its own, and a round is
 * played on one of them: while one starts again and waits, another one works. Stopped before its
 * end, it tells of the rounds played so far.
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
    say(lineOf(`round ${number + 1}/${rounds} ${one.scenario}`, one.tale, one.verdict.failures));
  };
  try {
    ensurePage();
    const prepared = prepare(folder);
    const open = (stack: number) =>
      playStack({ prepared, port: firstPort + stack * portsApart, seed, next, keep, stop });
    const ends = await Promise.allSettled(
      Array.from({ length: Math.min(stacks, rounds) }, (_, stack) => open(stack)),
    );
    // The rounds of a stack that breaks are played by the others.
    for (const end of ends)
      if (end.status === "rejected") broken.push(`a stack broke: ${wordsOf(end.reason)}`);
  } catch (error) {
    // Ctrl-C ends what we are building with, and we are told of it a moment later.
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

/** What every stack would else make for itself, one after another. */
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
  /** The round to play next; null: no more. */
  next: () => number | null;
  keep: (round: number, played: Played) => void;
  stop: AbortSignal;
};

/** Plays rounds on a stack of its own until none is left. */
async function playStack({ prepared, port, seed, next, keep, stop }: StackOrder): Promise<void> {
  const numbers = Array.from({ length: each }, (_, number) => number);
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
      const pair = pairs[turn % each];
      if (pair === undefined) return;
      // Each round has chances of its own: it can be drawn again alone.
      const scenario = drawRound(new Random(`${seed}/${round}`), round);
      // A round that is broken off proves nothing: it is left where it stands, and the house is
      // closed under it.
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
): Promise<{ verdict: Verdict; tale: Told }> {
  const verdict = spotless();
  let tale = untold();
  try {
    tale = await playRound(harness.stack, source, pair, scenario);
    verdict.failures.push(...tale.failures);
    await source.speedUp();
    const judged = await Promise.all(
      pair.map(async (subject) => {
        const all = spotless();
        // A refresh that was stopped has published nothing: the next one has it all.
        if (scenario.cancels) await subject.refresh();
        // A refresh that finds nothing new changes nothing that is being read meanwhile.
        for (const one of await Promise.all([judgeRecords(subject, source), judgeLock(subject)]))
          add(all, one);
        add(all, await judgeHistory(subject));
        return all;
      }),
    );
    for (const one of judged) add(verdict, one);
  } catch (error) {
    verdict.failures.push(wordsOf(error));
  }
  return { verdict, tale };
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

function lineOf(
  title: string,
  { kills, struck, restartMs, recoveryMs }: Told,
  failures: string[],
): string {
  const words = `${title}: ${kills} killed, ${struck} under way, answers after ${restartMs.join(", ")} ms, at work after ${recoveryMs.join(", ")} ms`;
  return failures.length > 0 ? `${words}\n  FAILED ${failures.join("\n  ")}` : words;
}
