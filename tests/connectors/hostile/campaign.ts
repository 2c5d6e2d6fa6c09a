// Thousands of spoiled responses, each identified by a seed and a number, each judged.
import type { SourceResponse } from "../../../connectors/source-client.ts";
import { judgeError, judgePrototypes, Wrong } from "./judge.ts";
import { mutate, ways } from "./mutate.ts";
import { Random } from "./random.ts";
import type { Scene, Stage } from "./stage.ts";
import { RequestsForever, playing, type Strike } from "./tape.ts";
import type { HostileWorld } from "./world.ts";

type Found = { number: number; where: string; way: string; what: string; body: string };

export type CampaignReport = {
  mutations: number;
  /** How many of them spoiled a recorded response of a real server. */
  ofRecordings: number;
  byKind: Record<string, number>;
  byWay: Record<string, number>;
  byOutcome: Record<string, number>;
  failures: Found[];
};

type Target<S> = { scene: Scene<S>; at: number };

/** @param only the number of a single mutation to run */
export async function campaign<S>(
  world: HostileWorld<S>,
  stage: Stage<S>,
  { seed, mutations, only = null }: { seed: number; mutations: number; only?: number | null },
): Promise<CampaignReport> {
  const targets = targetsOf(world, stage);
  const report = emptyReport(targets);
  // Pages of records are read in the most ways, so they are spoiled three times as often.
  const kinds = [...targets.keys()].flatMap((kind) =>
    kind.endsWith(` ${world.pageKind}`) ? [kind, kind, kind] : [kind],
  );
  for (let number = 0; number < mutations; number += 1) {
    if (only !== null && number !== only) continue;
    const kind = kinds[number % kinds.length] ?? "";
    await playOne(world, stage, { kind, targets: targets.get(kind) ?? [], seed, number }, report);
  }
  return report;
}

/**
 * Where responses can be spoiled, by transport and sort of request: rare sorts get as many
 * mutations as common ones.
 */
function targetsOf<S>(world: HostileWorld<S>, { scenes }: Stage<S>): Map<string, Target<S>[]> {
  const targets = new Map<string, Target<S>[]>();
  for (const scene of scenes) {
    for (const [at, { request }] of scene.tape.entries()) {
      const kind = `${scene.transport.name} ${world.kindOf(request)}`;
      targets.set(kind, [...(targets.get(kind) ?? []), { scene, at }]);
    }
  }
  return targets;
}

function emptyReport(targets: Map<string, unknown>): CampaignReport {
  const zeros = (names: Iterable<string>) =>
    Object.fromEntries([...names].map((name) => [name, 0]));
  return {
    mutations: 0,
    ofRecordings: 0,
    byKind: zeros(targets.keys()),
    byWay: zeros(ways),
    byOutcome: {},
    failures: [],
  };
}

const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

async function playOne<S>(
  world: HostileWorld<S>,
  stage: Stage<S>,
  {
    kind,
    targets,
    seed,
    number,
  }: { kind: string; targets: Target<S>[]; seed: number; number: number },
  report: CampaignReport,
): Promise<void> {
  const random = new Random(seed, number);
  const { scene, at } = random.pick(targets);
  const { answer, recorded } = originalOf(
    stage,
    kind,
    scene.tape[at]?.answer as SourceResponse,
    random,
  );
  const { name: way, wire } = mutate(answer, stage.answers.get(scene.transport.name) ?? [], random);
  const strike: Strike = { at, always: random.next() < 0.3, wire };
  report.mutations += 1;
  if (recorded) report.ofRecordings += 1;
  count(report.byKind, kind);
  count(report.byWay, way);
  try {
    count(report.byOutcome, await outcomeOf(world, scene, strike, random.next() < 0.25));
    judgePrototypes();
  } catch (error) {
    if (!(error instanceof Wrong || error instanceof RequestsForever)) throw error;
    const body = wire.bytes.toString("utf8").slice(0, 600);
    report.failures.push({
      number,
      way,
      what: error.message,
      body,
      where: `${kind}, ${scene.script.name}, request ${at}`,
    });
  }
}

/**
 * Often a real server's response to such a request; otherwise the sandbox's response to this one.
 */
function originalOf<S>(
  { recordings }: Stage<S>,
  kind: string,
  answer: SourceResponse,
  random: Random,
): { answer: SourceResponse; recorded: boolean } {
  const alike = recordings.filter((one) => `${one.transport} ${one.kind}` === kind);
  if (alike.length === 0 || random.next() < 0.6) return { answer, recorded: false };
  return { answer: random.pick(alike).answer, recorded: true };
}

/**
 * Plays a scene with one spoiled response. `heals`: afterwards the source is honest again, and two
 * attempts must be enough.
 */
async function outcomeOf<S>(
  world: HostileWorld<S>,
  scene: Scene<S>,
  strike: Strike,
  heals: boolean,
): Promise<string> {
  const { tape, script, transport } = scene;
  const client = playing({ client: scene.client, tape, kindOf: world.kindOf, strike });
  const outcome = await script.run(client).then(
    () => "usable",
    (error: unknown) => judged(error, transport.secret),
  );
  if (!heals) return outcome;
  const honest = {
    ...client,
    call: playing({ client: scene.client, tape, kindOf: world.kindOf, strike: null }).call,
  };
  await script
    .run(honest)
    .catch(() => script.run(honest))
    .catch((error: unknown) => {
      throw new Wrong(`does not heal: ${judged(error, transport.secret)}`);
    });
  return outcome;
}

function judged(error: unknown, secret: string): string {
  if (error instanceof RequestsForever) throw error;
  return judgeError(error, secret);
}
