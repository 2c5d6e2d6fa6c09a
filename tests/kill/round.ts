// One round: two refreshes at once, killed as the scenario says, then left alone until they have
// ended by themselves.
import { setTimeout as sleep } from "node:timers/promises";
import { hasEnded } from "../../core/run.ts";
import type { LocalStack } from "../../scripts/local-stack.ts";
import { answering, kill } from "./killer.ts";
import type { Aim, Scenario } from "./scenario.ts";
import type { Source } from "./source.ts";
import type { Subject } from "./subject.ts";

/**
 * What happened in a round. `struck`: refreshes that were under way at a kill; `resumed`: those of
 * them that ended by themselves.
 */
export type Told = {
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

export const untold = (): Told => ({
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
/** A refresh of the round. */
type Going = { subject: Subject; run: string; stops: boolean };

/** Nothing may stay stuck for longer. */
const promiseMs = 120_000;
const models = { modules: "res.partner", treasury: "account.move" } as const;

export async function playRound(
  stack: LocalStack,
  source: Source,
  pair: Pair,
  scenario: Scenario,
): Promise<Told> {
  const told = { ...untold(), refreshes: pair.length };
  await source.clearLog();
  await prepare(source, pair, scenario);
  const going = await Promise.all(
    pair.map(async (subject): Promise<Going> => ({
      subject,
      run: await subject.start(),
      stops: false,
    })),
  );
  await take(pair[0], scenario.aim);
  if (scenario.cancels) for (const one of going) one.stops = await one.subject.cancel(one.run);
  let firstKill = 0;
  for (const pauseMs of [null, ...scenario.againAfterMs]) {
    if (pauseMs !== null) await sleep(pauseMs);
    const killedAt = kill(stack, scenario.victim);
    firstKill ||= killedAt;
    told.kills += 1;
    const answeredAt = await answering(stack);
    told.restartMs.push(answeredAt - killedAt);
    await Promise.all(
      going.map((one) => watchRecovery(one, source, { killedAt, answeredAt, told, scenario })),
    );
  }
  await Promise.all(going.map((one) => leaveAlone(one, told, firstKill)));
  return told;
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

/** Waits for the moment that is aimed at. */
async function take(subject: Subject, { phase, afterMs }: Aim): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(5)) {
    if (phase === "started") break;
    const { active } = await subject.status();
    if (active === null || active.status === phase) break;
    // Past it: phases are short, and the next one will do.
    if (phase === "surveying" || (phase === "fetching" && active.status === "verifying")) break;
  }
  await sleep(afterMs);
}

type Recovery = { killedAt: number; answeredAt: number; told: Told; scenario: Scenario };

/**
 * Looks from outside for the first sign of work: the source is asked again. Where somebody watches,
 * for the run's own, too.
 */
async function watchRecovery(
  { subject, run }: Going,
  source: Source,
  { killedAt, answeredAt, told, scenario }: Recovery,
): Promise<void> {
  // Where more kills come, there is no time to wait for it.
  const limitMs = scenario.againAfterMs.length > 0 ? 0 : 30_000;
  const watching =
    scenario.watched && limitMs > 0
      ? watchProgress({ subject, run, killedAt, answeredAt, told })
      : Promise.resolve();
  for (const until = Date.now() + limitMs; ; await sleep(50)) {
    const askedAt = await source.askedSince(subject.database, killedAt + 100);
    if (askedAt !== null) {
      told.recoveryMs.push(Math.max(0, askedAt - answeredAt));
      told.outageMs.push(askedAt - killedAt);
    }
    if (askedAt !== null || Date.now() >= until || (await hasArrived(subject, run))) break;
  }
  await watching;
}

type Watching = Pick<Recovery, "killedAt" | "answeredAt" | "told"> & Pick<Going, "subject" | "run">;

/** The run's own sign of life, for somebody who has the page open. */
async function watchProgress({
  subject,
  run,
  killedAt,
  answeredAt,
  told,
}: Watching): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(50)) {
    const { active, last } = await subject.status();
    const seen = active ?? last;
    const heartbeatAt = Date.parse(seen?.heartbeatAt ?? "");
    if (seen?.executionId === run && heartbeatAt > killedAt)
      told.progressMs.push(Math.max(0, heartbeatAt - answeredAt));
    if (active === null || heartbeatAt > killedAt) return;
  }
}

const ended = async (subject: Subject, run: string) =>
  (await subject.history(3)).find((one) => one.executionId === run && hasEnded(one.status)) ?? null;
const hasArrived = async (subject: Subject, run: string) => (await ended(subject, run)) !== null;

/** Waits for the end, which the history tells: the object itself is not asked. */
async function leaveAlone(
  { subject, run, stops }: Going,
  told: Told,
  killedAt: number,
): Promise<void> {
  for (const until = Date.now() + promiseMs; Date.now() < until; await sleep(150)) {
    const end = await ended(subject, run);
    if (end === null) continue;
    if (Date.parse(end.endedAt ?? "") > killedAt) {
      told.struck += 1;
      told.resumed += 1;
    }
    const wanted = stops ? "cancelled" : "completed";
    if (end.status !== wanted)
      told.failures.push(
        `${subject.tenant} ended ${end.status}, not ${wanted}: ${JSON.stringify(end.problems)}`,
      );
    return;
  }
  told.struck += 1;
  told.stuck += 1;
  told.failures.push(
    `${subject.tenant} is stuck: ${JSON.stringify((await subject.status()).active)}`,
  );
}
