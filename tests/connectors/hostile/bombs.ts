// Plays harmful documents against a connector: each must end in a typed failure, or in data that
// obeys the contract.
import { judgeError, judgePrototypes, Wrong } from "./judge.ts";
import { jsonBombs, xmlBombs, type Bomb } from "./documents.ts";
import type { Wire } from "./mutate.ts";
import type { Scene, Stage } from "./stage.ts";
import { playing } from "./tape.ts";
import { leaf, print, treeOf } from "./tree.ts";
import type { HostileWorld } from "./world.ts";

export type BombReport = {
  documents: number;
  played: number;
  byOutcome: Record<string, number>;
  failures: { document: string; where: string; what: string }[];
};

type Place<S> = { kind: string; scene: Scene<S>; at: number };

export async function bombs<S>(world: HostileWorld<S>, stage: Stage<S>): Promise<BombReport> {
  const report: BombReport = {
    documents: jsonBombs.length + xmlBombs.length,
    played: 0,
    byOutcome: {},
    failures: [],
  };
  const tongues = new Set<string>();
  for (const place of placesOf(world, stage)) {
    const { answer } = place.scene.tape[place.at] ?? {};
    // Protocols with the same format share its parser, so the large documents are read once per
    // format.
    const isLarge = place.kind === world.pageKind && !tongues.has(tongueOf(answer?.body ?? ""));
    if (isLarge) tongues.add(tongueOf(answer?.body ?? ""));
    for (const { name, bytes } of documentsFor(answer?.body ?? "", isLarge)) {
      await playOne(world, place, { name, bytes: bytes() }, report);
    }
  }
  return report;
}

/**
 * One request of each sort per transport; the page of records is the last one of its script, so
 * that nothing hides behind it.
 */
function placesOf<S>(world: HostileWorld<S>, { scenes }: Stage<S>): Place<S>[] {
  const places = new Map<string, Place<S>>();
  for (const scene of scenes) {
    for (const [at, { request }] of scene.tape.entries()) {
      const kind = world.kindOf(request);
      const isRead = kind !== world.pageKind || scene.script.name.startsWith("pages of ");
      if (isRead) places.set(`${scene.transport.name} ${kind}`, { kind, scene, at });
    }
  }
  return [...places.values()];
}

const tongueOf = (body: string): "xml" | "json" =>
  body.trimStart().startsWith("<") ? "xml" : "json";

/**
 * Whole responses, and for pages of JSON also honest ones with the document in the place of their
 * data.
 */
function documentsFor(honest: string, withLarge: boolean): { name: string; bytes: () => Buffer }[] {
  const wanted = (bomb: Bomb) => withLarge || !bomb.large;
  if (tongueOf(honest) === "xml")
    return xmlBombs
      .filter(wanted)
      .map(({ name, make }) => ({ name, bytes: () => Buffer.from(make()) }));
  const tree = treeOf(honest);
  const members = tree?.type === "branch" && tree.open === "{" ? tree.children : [];
  const [longest] = [...members].sort(
    (one, other) => print(other.tree).length - print(one.tree).length,
  );
  return jsonBombs.filter(wanted).flatMap(({ name, make }) => {
    const whole = { name, bytes: () => Buffer.from(make()) };
    if (!withLarge || tree === null || longest === undefined) return [whole];
    const inside = () => {
      longest.tree = leaf(make());
      return Buffer.from(print(tree));
    };
    return [whole, { name: `${name}, inside`, bytes: inside }];
  });
}

async function playOne<S>(
  world: HostileWorld<S>,
  { kind, scene, at }: Place<S>,
  { name, bytes }: { name: string; bytes: Buffer },
  report: BombReport,
): Promise<void> {
  const wire: Wire = { status: 200, headers: scene.tape[at]?.answer.headers ?? {}, bytes };
  const client = playing({
    client: scene.client,
    tape: scene.tape,
    kindOf: world.kindOf,
    strike: { at, always: bytes.length < 1_000_000, wire },
  });
  report.played += 1;
  try {
    const outcome = await scene.script.run(client).then(
      () => "usable",
      (error: unknown) => judgeError(error, scene.transport.secret),
    );
    report.byOutcome[outcome] = (report.byOutcome[outcome] ?? 0) + 1;
    judgePrototypes();
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    report.failures.push({
      document: name,
      where: `${scene.transport.name} ${kind}, ${scene.script.name}`,
      what: error.message,
    });
  }
}
