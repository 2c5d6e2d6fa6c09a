// The storm: people act, the source changes and the machines fail, until its time is over.
import type { SimulatedConnector } from "./connector.ts";
import type { SimulatedDestination } from "./destination.ts";
import type { Lanes } from "./lanes.ts";
import type { MemoryStores } from "./memory-stores.ts";
import type { TenantObject } from "./object.ts";
import type { People } from "./people.ts";
import type { Settings } from "./settings.ts";
import type { FileTable } from "./files.ts";
import type { SourceTable } from "./source.ts";
import type { World } from "./world.ts";

type Scene = {
  world: World;
  object: TenantObject;
  lanes: Lanes;
  people: People;
  settings: Settings;
  tables: Map<string, SourceTable>;
  drops: Map<string, FileTable>;
  connector: SimulatedConnector;
  destinations: ReadonlyMap<string, SimulatedDestination>;
  stores: MemoryStores;
};

/** Plans everything that happens by itself; each plans its next time until the storm is over. */
export function raiseStorm(scene: Scene): void {
  const { world, people } = scene;
  const chance = world.chance("storm");
  const again = (betweenMs: () => number, act: () => void): void => {
    const next = () => {
      if (world.calm) return;
      act();
      world.agenda.in(betweenMs(), next);
    };
    world.agenda.in(betweenMs(), next);
  };
  const hurry = chance.pick([20_000, 120_000, 900_000]);
  again(
    () => chance.between(100, hurry),
    () => people.act(),
  );
  again(
    () => chance.between(500, 30_000),
    () => {
      editSource(scene);
      tidy(scene);
    },
  );
  again(
    () => chance.between(1_000, 20_000),
    () => {
      shake(scene);
      meddle(scene);
    },
  );
  const rest = () => {
    scene.settings.wake(scene.object);
    world.agenda.in(60_000, rest);
  };
  world.agenda.in(60_000, rest);
}

function editSource({ world, tables, drops }: Scene): void {
  if (!world.strikes("sourceEdited")) return;
  const chance = world.chance("source");
  for (const drop of drops.values())
    if (chance.happens(0.4)) {
      if (chance.happens(0.8)) drop.add(world.now, chance);
      else drop.remove(world.now, chance);
    }
  if (tables.size === 0) return;
  const table = chance.pick([...tables.values()]);
  const lateMs = world.strikes("writeLate") ? world.span("writeLate", 1, 600) * 1_000 : 0;
  const ids = table.ids();
  for (let times = chance.between(1, 3); times > 0; times -= 1) {
    const deed = chance.next();
    if (deed < 0.3 || ids.length === 0) table.add(world.now, chance);
    else if (deed < 0.8) table.edit(chance.pick(ids), { at: world.now, lateMs, chance });
    else table.remove(chance.pick(ids), world.now);
  }
  if (chance.happens(0.05) && world.strikes("massRemoval"))
    for (const id of ids) if (chance.happens(0.7)) table.remove(id, world.now);
}

/**
 * What is tidied away at the source is mostly what is old: whole pages tell of nothing but removals
 * then.
 */
function tidy({ world, tables }: Scene): void {
  const chance = world.chance("tidy");
  if (tables.size === 0 || !chance.happens(0.2) || !world.strikes("oldestRemoved")) return;
  const table = chance.pick([...tables.values()]);
  const ids = table.ids();
  for (const id of ids.slice(0, Math.ceil(ids.length * chance.pick([0.2, 0.5]))))
    table.remove(id, world.now);
  table.tidied = true;
}

/** Between two pages of one delivery nobody could tell what is lost: the next one would. */
function meddle({ stores, destinations }: Scene): void {
  const runs = [stores.runs.active(), ...stores.runs.setAside()];
  if (runs.some((run) => run?.status === "delivering")) return;
  for (const destination of destinations.values()) destination.meddle();
}

function shake({ world, object, lanes }: Scene): void {
  if (world.strikes("objectEvicted")) object.evict();
  if (world.strikes("codeReloaded")) object.kill(world.span("codeReloaded", 10, 600));
  if (world.strikes("hostSleeps")) world.agenda.now += world.span("hostSleeps", 1, 2_880) * 60_000;
  if (world.strikes("runtimeKilled")) {
    object.kill(world.span("runtimeKilled", 1_000, 20_000));
    lanes.killAll();
  }
}
