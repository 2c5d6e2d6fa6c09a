// One round: two refreshes at once, killed as the scenario says, then undisturbed until they end.
import { setTimeout as sleep } from "node:timers/promises";
import { hasEnded } from "../../core/run.ts";
import type { LocalStack } from "../../scripts/local-stack.ts";
import { answering, kill } from "./killer.ts";
import type { Aim, Scenario } from "./scenario.ts";
import type { Source } from "./source.ts";
import type { Subject } from "./subject.ts";

/**
 * What happened in a round. `struck`: refreshes that were active at a kill; `resumed`: those of them
 * that ended on their own afterwards.
 */
export type RoundReport = {
  kills: number;
  refreshes: number;
  struck: number;
  resumed: number;
  stuck: number;
  restartMs: number[];
  recoveryMs: number[];
  outageMs: number[];
  progressMs: number[];
  failures: string[];
};

export const emptyReport = (): RoundReport => ({
  kills: 0,
  refreshes: 0,
  struck: 0,
  resumed: 0,
  stuck: 0,
  restartMs: [],
  recoveryMs: [],
  outageMs: [],
  progressMs: [],
  failures: [],
});

type Pair = readonly [Subject, Subject];
/** A refresh of the round. `stops`: it was cancelled before the kill. */
type ActiveRun = { subject: Subject; run: string; stops: boolean };

/** A refresh that takes longer after a kill counts as stuck. */
const endWithinMs = 120_000;
const models = { modules: "res.partner", treasury: "account.move" } as const;

export async function playRound(
  stack: LocalStack,
  source: Source,
  pair: Pair,
  scenario: Scenario,
): Promise<RoundReport> {
  const report = { ...emptyReport(), refreshes: pair.length };
  await source.clearLog();
  await prepare(source, pair, scenario);
  const runs = await Promise.all(
    pair.map(async (subject): Promise<ActiveRun> => ({
      subject,
      run: await subject.start(),
      stops: false,
    })),
  );
  await waitForAim(pair[0], scenario.aim);
  if (scenario.cancels) for (const one of runs) one.stops = await one.subject.cancel(one.run);
  let firstKill = 0;
  for (const pauseMs of [null, ...scenario.againAfterMs]) {
    if (pauseMs !== null) await sleep(pauseMs);
    const killedAt = kill(stack, scenario.victim);
    firstKill ||= killedAt;
    report.kills += 1;
    const answeredAt = await answering(stack);
    report.restartMs.push(answeredAt - killedAt);
    await Promise.all(
      runs.map((one) => watchRecovery(one, source, { killedAt, answeredAt, report, scenario })),
    );
  }
  await Promise.all(runs.map((one) => waitForEnd(one, report, firstKill)));
  return report;
}

async function prepare(source: Source, pair: Pair, { load, delayMs }: Scenario): Promise<void> {
  for (const subject of pair) {
    if (load === "first") await subject.renew();
    else
      await source.change({
        database: subject.database,
        model: models[subject.kind],
        changed: 25,
        added: 8,
        removed: 4,
      });
  }
  await source.slowDown(
    pair.map(({ database }) => database),
    delayMs,
  );
}

/** Waits for the moment at which the scenario wants the first kill. */
async function waitForAim(subject: Subject, { phase, afterMs }: Aim): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(5)) {
    if (phase === "started") break;
    const { active } = await subject.status();
    if (active === null || active.status === phase) break;
    // Phases are short: when the wanted one is over, the next one will do.
    if (phase === "surveying" || (phase === "fetching" && active.status === "verifying")) break;
  }
  await sleep(afterMs);
}

type Recovery = { killedAt: number; answeredAt: number; report: RoundReport; scenario: Scenario };

/**
 * Waits for the first sign of work, which is a new request to the source. In watched rounds it also
 * waits for progress of the run itself.
 */
async function watchRecovery(
  { subject, run }: ActiveRun,
  source: Source,
  { killedAt, answeredAt, report, scenario }: Recovery,
): Promise<void> {
  // Before a further kill there is no time to wait.
  const limitMs = scenario.againAfterMs.length > 0 ? 0 : 30_000;
  const watching =
    scenario.watched && limitMs > 0
      ? watchProgress({ subject, run, killedAt, answeredAt, report })
      : Promise.resolve();
  for (const until = Date.now() + limitMs; ; await sleep(50)) {
    const askedAt = await source.askedSince(subject.database, killedAt + 100);
    if (askedAt !== null) {
      report.recoveryMs.push(Math.max(0, askedAt - answeredAt));
      report.outageMs.push(askedAt - killedAt);
    }
    if (askedAt !== null || Date.now() >= until || (await hasEndedInHistory(subject, run))) break;
  }
  await watching;
}

type Watching = Pick<Recovery, "killedAt" | "answeredAt" | "report"> &
  Pick<ActiveRun, "subject" | "run">;

/** Waits for the run's heartbeat, as somebody with the page open sees it. */
async function watchProgress({
  subject,
  run,
  killedAt,
  answeredAt,
  report,
}: Watching): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(50)) {
    const { active, last } = await subject.status();
    const seen = active ?? last;
    const heartbeatAt = Date.parse(seen?.heartbeatAt ?? "");
    if (seen?.executionId === run && heartbeatAt > killedAt)
      report.progressMs.push(Math.max(0, heartbeatAt - answeredAt));
    if (active === null || heartbeatAt > killedAt) return;
  }
}

const ended = async (subject: Subject, run: string) =>
  (await subject.history(3)).find((one) => one.executionId === run && hasEnded(one.status)) ?? null;
const hasEndedInHistory = async (subject: Subject, run: string) =>
  (await ended(subject, run)) !== null;

/** Waits for the end in the history, without waking the object. */
async function waitForEnd(
  { subject, run, stops }: ActiveRun,
  report: RoundReport,
  killedAt: number,
): Promise<void> {
  for (const until = Date.now() + endWithinMs; Date.now() < until; await sleep(150)) {
    const end = await ended(subject, run);
    if (end === null) continue;
    if (Date.parse(end.endedAt ?? "") > killedAt) {
      report.struck += 1;
      report.resumed += 1;
    }
    const wanted = stops ? "cancelled" : "completed";
    if (end.status !== wanted)
      report.failures.push(
        `${subject.tenant} ended ${end.status}, not ${wanted}: ${JSON.stringify(end.problems)}`,
      );
    return;
  }
  report.struck += 1;
  report.stuck += 1;
  report.failures.push(
    `${subject.tenant} is stuck: ${JSON.stringify((await subject.status()).active)}`,
  );
}
