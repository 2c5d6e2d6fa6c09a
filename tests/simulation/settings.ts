// What the people of a simulated tenant have set up, and how the object hears of it.
import { Limits } from "../../contract/api/configuration.ts";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import { destinations } from "./destination.ts";
import { lost, type TenantObject } from "./object.ts";
import type { World } from "./world.ts";

type Configuration = {
  id: string;
  mapping: number;
  resources: string[];
  limits: Limits;
  everyMinutes: number | null;
  /** Connection of the destination. */
  destination: string | null;
};

const label = { en: "Records", fr: "Enregistrements" };
export const tenant = { tenant: "t", jurisdiction: null } as const;

/**
 * One that keeps its place beside the data is asked with every run whether it still holds what it
 * was sent.
 */
const accessTo = (connection: string): NonNullable<RunPlan["destination"]> => ({
  tenant: "t",
  connection,
  kind: "simulated",
  settings: {},
  secret: "sealed",
  ...(connection === destinations.fencing ? { recounts: true } : {}),
});

export class Settings {
  readonly #world: World;
  readonly #keys: readonly string[];
  readonly configurations = new Map<string, Configuration>();
  /** Rises with every change. */
  version = 0;
  #made = 0;

  constructor(world: World, keys: readonly string[]) {
    this.#world = world;
    this.#keys = keys;
  }

  create(): string {
    const chance = this.#world.chance("settings");
    this.#made += 1;
    const id = `f${this.#made}`;
    const resources = chance.happens(0.6) ? [...this.#keys] : [chance.pick(this.#keys)];
    this.configurations.set(id, {
      id,
      mapping: 1,
      resources,
      limits: this.#limits(),
      everyMinutes: chance.happens(0.4) ? chance.pick([5, 15, 60]) : null,
      destination: chance.pick([null, null, destinations.fencing, destinations.plain]),
    });
    this.version += 1;
    return id;
  }

  #limits(): Limits {
    const chance = this.#world.chance("settings");
    return Limits.parse({
      lanes: chance.between(1, 4),
      removalShare: chance.pick([0.05, 0.2, 0.5]),
      removalCount: chance.pick([0, 2, 5, 50]),
      completeEveryDays: chance.pick([1, 7]),
    });
  }

  edit(id: string): void {
    const held = this.configurations.get(id);
    if (held === undefined) return;
    const chance = this.#world.chance("settings");
    const changes: Partial<Configuration>[] = [
      { mapping: held.mapping + 1 },
      { limits: this.#limits() },
      { everyMinutes: held.everyMinutes === null ? 15 : null },
      { destination: chance.pick([null, destinations.fencing, destinations.plain]) },
      { resources: chance.happens(0.5) ? [...this.#keys] : [chance.pick(this.#keys)] },
    ];
    this.configurations.set(id, { ...held, ...chance.pick(changes) });
    this.version += 1;
  }

  remove(id: string): void {
    this.configurations.delete(id);
    this.version += 1;
  }

  plan(id: string): RunPlan {
    const held = this.configurations.get(id);
    if (held === undefined) throw new Error(`no configuration ${id}`);
    return {
      configuration: id,
      configurationName: id,
      template: "t",
      options: {},
      timeZone: "UTC",
      destination: held.destination === null ? null : accessTo(held.destination),
      limits: held.limits,
      resources: held.resources.map((key) => ({ key, label, columns: [] })),
      access: {
        tenant: "t",
        connection: "c",
        kind: "simulated",
        settings: { mapping: held.mapping },
        secret: "sealed",
      },
      schedule:
        held.everyMinutes === null
          ? null
          : { everyMinutes: held.everyMinutes, fromHour: 0, toHour: 24 },
    };
  }

  /**
   * Gives the object its copy of the schedules; copies get lost and come late, an older one after a
   * newer one.
   */
  push(object: TenantObject): void {
    const world = this.#world;
    if (world.strikes("scheduleCopyLost")) return;
    const plans = [...this.configurations.keys()]
      .map((id) => this.plan(id))
      .filter(({ schedule }) => schedule !== null);
    const order = { ...tenant, settingsVersion: this.version, plans };
    const lateMs = world.strikes("scheduleCopyLate")
      ? world.span("scheduleCopyLate", 1, 600) * 1_000
      : 0;
    world.agenda.in(
      lateMs,
      () =>
        void object.commit("setSchedules", ({ settings }, call) =>
          settings.setSchedules(order, call),
        ),
    );
  }

  /** The sweep: wakes the object, and repairs its copy of the schedules. */
  wake(object: TenantObject): void {
    if (this.#world.strikes("wakeLost")) return;
    const answer = object.call("wake", ({ driver }) =>
      driver.wake({ ...tenant, settingsVersion: this.version }),
    );
    if (answer !== lost && answer.settingsVersion !== this.version) this.push(object);
  }
}
