// One world, lived through from its seed: a storm, then calm; ends with what was seen and the first
// promise broken.
import { Checker } from "./checker.ts";
import { Arrivals } from "./arrivals.ts";
import { liveThroughCalm } from "./calm.ts";
import { SimulatedConnector } from "./connector.ts";
import { destinations as connections, SimulatedDestination } from "./destination.ts";
import type { Fault, Strengths } from "./faults.ts";
import { Journal } from "./journal.ts";
import { Lanes } from "./lanes.ts";
import { SimulatedLedger } from "./ledger.ts";
import { openMemoryStores, type MemoryStores } from "./memory-stores.ts";
import { TenantObject, type Keep } from "./object.ts";
import { People } from "./people.ts";
import { ReaderCheck } from "./readers.ts";
import { Settings } from "./settings.ts";
import { FileTable } from "./files.ts";
import { SourceTable, type TableKind } from "./source.ts";
import { raiseStorm } from "./storm.ts";
import { promise, Violation, World, type Seen } from "./world.ts";

export type Lived = Seen & {
  seed: number;
  events: number;
  virtualMs: number;
  violation: string | null;
  strengths: Strengths;
  trace: string[] | null;
};

export type Options = {
  /** Faults that are left out of what the seed drew. */
  without?: readonly Fault[];
  /** Faults instead of what the seed drew. */
  only?: Partial<Strengths> | null;
  trace?: boolean;
  /** Keeps more than memory does: to compare the stores with the real ones. */
  keep?: (memory: { stores: MemoryStores; journal: Journal }) => Keep;
};

const mostEvents = 40_000;

export async function simulate(seed: number, options: Options = {}): Promise<Lived> {
  const world = new World(seed, options);
  let violation: string | null = null;
  try {
    await liveThrough(world, options);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error.message;
    world.tell(() => `VIOLATION ${error.message}`);
  }
  return {
    seed,
    events: world.events,
    virtualMs: world.elapsedMs,
    violation,
    strengths: world.strengths,
    trace: world.trace,
    ...world.seen,
  };
}

async function liveThrough(world: World, { keep }: Options): Promise<void> {
  const journal = new Journal();
  const stores = openMemoryStores(journal);
  const { tables, drops } = fillSource(world);
  const resources = [...tables.keys(), ...drops.keys()];
  const chance = world.chance("scene");
  const connector = new SimulatedConnector(world, { tables, drops }, chance.pick([2, 4, 7, 20]));
  const readers = new ReaderCheck(world, stores, {
    tables: new Map<string, SourceTable | FileTable>([...tables, ...drops]),
    lied: connector.lied,
    twinsOf: connector.twinsOf,
    contested: connector.contested,
    swapped: connector.swapped,
    bad: connector.bad,
    unreadable: connector.unreadable,
  });
  const destinations = new Map([
    [connections.fencing, new SimulatedDestination(world, { fences: true })],
    [connections.plain, new SimulatedDestination(world, { fences: false })],
  ] as const);
  const arrivals = new Arrivals(world, stores, destinations);
  const checker = new Checker(world, stores, { readers, arrivals });
  const ledger = new SimulatedLedger(world);
  const kept = keep?.({ stores, journal }) ?? {
    stores,
    journal,
    transact: (work) => journal.transact(work),
  };
  const ways = {
    sendTask: (task) => lanes.send(task),
    startLane: (task) => world.agenda.in(5, () => lanes.start(task)),
    ledger,
  } satisfies ConstructorParameters<typeof TenantObject>[2]["ways"];
  const object: TenantObject = new TenantObject(world, kept, {
    ways,
    watch: { called: (name, life) => checker.called(name, life) },
  });
  const deadly = world.strengths.recordKillsLane > 0 ? deadlyRecord(world, tables) : null;
  const lanes: Lanes = new Lanes({
    world,
    object,
    connector,
    destinations,
    checker,
    sliceMs: chance.pick([2_000, 20_000]),
    deadly,
  });
  const settings = new Settings(world, resources);
  const people = new People({ world, object, stores, settings, lanes, readers, resources });
  for (let made = chance.between(1, 2); made > 0; made -= 1) people.setUp();
  raiseStorm({
    world,
    object,
    lanes,
    people,
    settings,
    tables,
    drops,
    connector,
    destinations,
    stores,
  });
  const live = async () => {
    await liveEvent(world);
    // Promises that went on after the event may have set it.
    object.alarm.plan();
    if (object.failure !== null) throw object.failure;
    judgeAlarm(world, { object, stores });
  };
  const stormMs = chance.happens(0.03) ? 3_000_000 : chance.pick([45_000, 150_000, 450_000]);
  const end = world.now + stormMs;
  while (world.now < end) await live();
  // Long enough that what was published in the storm is kept by its number alone.
  if (world.strikes("hostSleepsLong"))
    world.agenda.now += world.span("hostSleepsLong", 31, 45) * 24 * 3_600_000;
  await liveThroughCalm({
    world,
    stores,
    people,
    settings,
    ledger,
    checker,
    readers,
    arrivals,
    tables,
    drops,
    live,
  });
}

async function liveEvent(world: World): Promise<void> {
  const act = world.agenda.next();
  if (act === null) throw new Violation("nothing will ever happen again");
  world.events += 1;
  promise(world.events < mostEvents, () => "S14 this world does not come to its end");
  act();
  if (!world.unsettled) return;
  world.unsettled = false;
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

/** While a run is active somebody will look at it, unless the alarm was taken away. */
function judgeAlarm(
  world: World,
  { object, stores }: { object: TenantObject; stores: MemoryStores },
): void {
  if (stores.runs.active() === null || object.alarm.isExcused) return;
  const at = object.alarm.at();
  promise(
    at !== null && at <= world.now + 21_000,
    () =>
      `no alarm looks after ${stores.runs.active()?.id}: it is set to ${at === null ? "nothing" : at - world.now} ms from now`,
  );
}

function fillSource(world: World): {
  tables: Map<string, SourceTable>;
  drops: Map<string, FileTable>;
} {
  const chance = world.chance("source");
  const kinds: TableKind[] = chance.pick<TableKind[]>([
    ["range"],
    ["pages"],
    ["changes"],
    ["range", "range"],
    ["range", "changes"],
    ["changes", "range"],
    ["prefixes", "range"],
    ["prefixes", "pages"],
    ["files", "range"],
    ["changes", "files"],
    ["range", "changes", "pages"],
  ]);
  const drops = new Map<string, FileTable>();
  const tables = new Map<string, SourceTable>();
  for (const [index, kind] of kinds.entries()) {
    const resource = `r${index + 1}`;
    if (kind === "files") {
      const drop = new FileTable(resource);
      for (let count = chance.pick([0, 1, 6]); count > 0; count -= 1)
        drop.add(world.now - 1, chance);
      drops.set(resource, drop);
      continue;
    }
    const texts = kind === "pages" && chance.happens(0.5);
    const table = new SourceTable(resource, kind, { texts, listable: chance.happens(0.6) });
    for (let count = chance.pick([0, 3, 10, 25, 40]); count > 0; count -= 1)
      table.add(world.now - chance.between(0, 3_600_000), chance);
    tables.set(table.resource, table);
  }
  return { tables, drops };
}

function deadlyRecord(world: World, tables: Map<string, SourceTable>): string | null {
  if (tables.size === 0) return null;
  const chance = world.chance("deadly");
  const table = chance.pick([...tables.values()]);
  const ids = table.ids();
  return ids.length === 0 ? null : `${table.resource} ${chance.pick(ids)}`;
}
