// The calm after the storm: every run ends, the history arrives, and a refresh brings exactly the
// source's data.
import { hasEnded } from "../../core/run.ts";
import type { Arrivals } from "./arrivals.ts";
import type { Checker } from "./checker.ts";
import { contentOf, type FileTable } from "./files.ts";
import type { SimulatedLedger } from "./ledger.ts";
import type { MemoryStores } from "./memory-stores.ts";
import { lost } from "./object.ts";
import { isLost, type People } from "./people.ts";
import type { ReaderCheck } from "./readers.ts";
import type { Settings } from "./settings.ts";
import { textOf, type SourceTable } from "./source.ts";
import { promise, type World } from "./world.ts";

const minuteMs = 60_000;
/**
 * A batch may have been asked to wait for five minutes, and its lane may still be asleep for five.
 */
const endsWithinMs = 20 * minuteMs;
/** Nobody works on a run for so long: its lock is stuck. */
const silenceMs = 120_000;
const ledgerWithinMs = 3 * minuteMs;

type Scene = {
  world: World;
  stores: MemoryStores;
  people: People;
  settings: Settings;
  ledger: SimulatedLedger;
  checker: Checker;
  readers: ReaderCheck;
  arrivals: Arrivals;
  tables: Map<string, SourceTable>;
  drops: Map<string, FileTable>;
  /** Lives through the next event. */
  live: () => Promise<void>;
};

export async function liveThroughCalm(scene: Scene): Promise<void> {
  const { world, stores, settings, ledger } = scene;
  world.calm = true;
  world.tell(() => "calm");
  await runEnds(scene);
  for (const configuration of settings.configurations.keys()) await converge(scene, configuration);
  await until(
    scene,
    ledgerWithinMs,
    () => outboxLeft(scene).every((run) => ledger.poisoned.has(run)),
    () => `L3 the outbox still holds ${outboxLeft(scene).join()}`,
  );
  ledger.poisoned.clear();
  await until(
    scene,
    ledgerWithinMs,
    () => stores.outbox.isEmpty(),
    () => `L3 the outbox still holds ${outboxLeft(scene).join()}`,
  );
  judgeLedger(scene);
  await scheduledRunsHappen(scene);
  await runEnds(scene);
  scene.readers.judgePast();
}

const outboxLeft = ({ stores }: Scene): string[] => stores.outbox.waiting(1_000);

/** L1 and L2: whatever runs comes to its end, and is never left alone for long. */
async function runEnds(scene: Scene): Promise<void> {
  const { world, stores, checker } = scene;
  const run = stores.runs.active();
  if (run === null) return;
  const since = world.now;
  // In the storm parts of it may have been told to come back hours later: it ends after the last of
  // them.
  const waiting = stores.batches.all(run.id).filter(({ retry }) => retry.status === "waiting");
  const asleepMs = Math.max(0, ...waiting.map(({ retry }) => retry.notBefore - since));
  await until(
    scene,
    endsWithinMs + asleepMs,
    () => {
      const held = stores.runs.active();
      if (held === null || held.id !== run.id) return true;
      const { nextAt } = stores.batches.workload(held.id, world.now);
      const waits = nextAt !== null && stores.batches.due(held.id, world.now) === null;
      if (waits) checker.workedAt = Math.max(checker.workedAt, world.now);
      promise(
        world.now - Math.max(since, checker.workedAt) <= silenceMs,
        () => `L2 nobody works on ${held.id} (${held.status}) for ${silenceMs} ms`,
      );
      return false;
    },
    () => `L1 ${run.id} is still ${stores.runs.active()?.status} after ${endsWithinMs} ms of calm`,
  );
}

/**
 * Documents that contradict each other keep every refresh from being whole until people throw the
 * wrong files away.
 */
function clearUpFiles({ world, settings, readers, drops }: Scene): void {
  for (const [resource, drop] of drops)
    drop.clearUp(
      world.now,
      [...settings.configurations.keys()].map((configuration) =>
        readers.image({ configuration, resource }),
      ),
    );
}

/** A refresh, and where it asks, a person's yes: then readers have what the source has. */
async function converge(scene: Scene, configuration: string): Promise<void> {
  const { world, stores, people, settings, readers, tables, drops } = scene;
  for (let turn = 0; turn < 5; turn += 1) {
    await runEnds(scene);
    clearUpFiles(scene);
    // The object may still be on its way back from its last death; a scheduled run may come first.
    for (let tries = 0; ; tries += 1) {
      const started = people.start(configuration, { key: null, complete: false });
      if (started !== lost && started.type === "started") break;
      promise(
        tries < 100 && (started === lost || started.type === "alreadyRunning"),
        () => `${configuration} does not start: ${started === lost ? "no answer" : started.type}`,
      );
      await scene.live();
      await runEnds(scene);
    }
    await runEnds(scene);
    const run = stores.runs.last();
    const open =
      run?.questions.filter(({ answer }) => answer === null).map(({ resource }) => resource) ?? [];
    if (run !== null && open.length > 0) {
      people.again("confirm", run, open);
      await runEnds(scene);
    }
    const asked = stores.runs.last();
    if (asked !== null && isLost(asked)) {
      people.send(configuration, { everything: true });
      await runEnds(scene);
      continue;
    }
    const last = stores.runs.last();
    world.tell(
      () => `converge ${configuration}: ${last?.status} ${JSON.stringify(last?.problems)}`,
    );
    // What was rejected, given up or lied about in the storm may take one more turn.
    if (last?.status === "completed" && last.configuration === configuration) break;
  }
  const last = stores.runs.last();
  promise(
    last?.status === "completed",
    () =>
      `${last?.id} of ${configuration} is ${last?.status} in calm: ${JSON.stringify(last?.problems)}`,
  );
  const { resources, access } = settings.plan(configuration);
  for (const { key } of resources) {
    const image = readers.image({ configuration, resource: key });
    const lacking = (drops.get(key)?.steady(world.now, world.now) ?? []).filter(
      ({ id, content }) => {
        const text = image.get(id);
        return text === undefined || contentOf(text) !== content;
      },
    );
    promise(
      lacking.length === 0,
      () => `S2 after a calm refresh ${configuration}/${key} lacks ${JSON.stringify(lacking)}`,
    );
    const table = tables.get(key);
    if (table === undefined) continue;
    const mapping = Number(access.settings["mapping"]);
    const wrong = [...table.records].map(([number, held]) => ({
      id: table.idOf(number),
      text: textOf(held, mapping),
    }));
    const others = wrong.filter(({ id, text }) => image.get(id) !== text).map(({ id }) => id);
    const extra = [...image.keys()].filter((id) => !table.records.has(table.numberOf(id)));
    promise(
      others.length + extra.length === 0,
      () =>
        `S2 after a calm refresh ${configuration}/${key} differs from its source: ${others.join()} wrong, ${extra.join()} too many`,
    );
  }
}

/**
 * S10: each run that ended is in the history once, with the figures of the object, and nothing else
 * is.
 */
function judgeLedger({ stores, ledger, world }: Scene): void {
  const { runs } = stores.runs.page(null, 100_000);
  for (const run of runs) {
    const row = ledger.rows.get(run.id);
    promise(row !== undefined, () => `S10 ${run.id} is missing from the history`);
    if (row === undefined || !hasEnded(run.status)) continue;
    const told = JSON.stringify([
      row.seq,
      row.run.status,
      row.run.rowsWritten,
      row.run.undone,
      row.run.problems,
      row.steps.map((one) => one.counts.read),
    ]);
    const held = JSON.stringify([
      run.seq,
      run.status,
      run.rowsWritten,
      run.undone,
      run.problems,
      run.steps.map((one) => one.tally.read),
    ]);
    promise(told === held, () => `S10 the history says ${told} of ${run.id}, the object ${held}`);
  }
  promise(
    ledger.rows.size === runs.length,
    () => `S10 the history knows ${ledger.rows.size} runs of ${runs.length} at ${world.now}`,
  );
}

/** L5: a schedule that is due starts its run, once. */
async function scheduledRunsHappen(scene: Scene): Promise<void> {
  const { world, stores, settings } = scene;
  // The last copy of the schedules has arrived with the sweep.
  await until(
    scene,
    3 * minuteMs,
    () => stores.metadata.settingsVersion() === settings.version,
    () => "the schedules of the object are out of date",
  );
  const due = stores.schedules.nextAt([]);
  const plans = [...settings.configurations.values()].filter(
    ({ everyMinutes }) => everyMinutes !== null,
  );
  const paused = stores.schedules.list().filter(({ at }) => at === null).length;
  promise(
    (due !== null) === plans.length > paused,
    () => `L5 ${plans.length} automatic configurations, next due ${due}`,
  );
  if (due === null) return;
  const before = stores.runs.page(null, 1).runs[0]?.id;
  await until(
    scene,
    Math.max(0, due - world.now) + 2 * minuteMs,
    () => stores.runs.last()?.id !== before,
    () => "L5 no run began when one was due",
  );
  const run = stores.runs.last();
  promise(
    run?.startedBy.kind === "schedule" && run.startedAt >= due,
    () => `L5 ${run?.id} began at ${run?.startedAt}, due ${due}`,
  );
  world.reached("scheduledStart");
}

async function until(
  { world, live }: Scene,
  withinMs: number,
  done: () => boolean,
  broken: () => string,
): Promise<void> {
  const end = world.now + withinMs;
  while (!done()) {
    promise(world.now <= end, broken);
    await live();
  }
}
