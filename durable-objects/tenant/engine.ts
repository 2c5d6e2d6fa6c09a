// One tenant's engine, whatever it stands on: what people, lanes and the Worker order of it, each
// in one transaction.
import type { Refusal, Started, StartCommand, StartLimited } from "../../contract/rpc/start.ts";
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import type { Assignment, Fence, Task } from "../../contract/rpc/task.ts";
import { RunTransitions } from "./run-transitions.ts";
import { Driver, type Clock, type DriverOptions } from "./driver.ts";
import { Commands, type CommandTime } from "./commands.ts";
import type { Stores } from "../stores/stores.ts";
import { RunLock } from "./run-lock.ts";
import { Work } from "./work.ts";

type Door<Name extends keyof TenantRpc> = Parameters<TenantRpc[Name]>[0];
type Answer<Name extends keyof TenantRpc> = Awaited<ReturnType<TenantRpc[Name]>>;

export class Engine {
  readonly #stores: Stores;
  readonly #orders: Commands;
  readonly #work: Work;
  readonly #driver: Driver;
  readonly #clock: Clock;
  readonly #turns: RunLock;

  constructor(stores: Stores, outside: DriverOptions) {
    const transitions = new RunTransitions(stores);
    this.#stores = stores;
    this.#clock = outside.clock;
    const turns = new RunLock(stores, transitions);
    this.#turns = turns;
    this.#orders = new Commands(stores, {
      transitions,
      runLock: turns,
      startLimit: outside.startLimit,
    });
    this.#work = new Work(stores, transitions, {
      life: this.#clock.newId(),
      now: this.#clock.now(),
      parcelSize: outside.parcelSize,
    });
    this.#driver = new Driver(
      { stores, transitions, turns, orders: this.#orders, claims: this.#work.claims },
      outside,
    );
  }

  // People

  start(order: StartCommand): Started | Refusal | StartLimited {
    return this.#order(order, (at) => this.#orders.start(order, at));
  }

  retry(order: Door<"retry">): Started | Refusal | StartLimited {
    return this.#order(order, (at) => this.#orders.retry(order, at));
  }

  send(order: Door<"send">): Started | Refusal | StartLimited {
    return this.#order(order, (at) => this.#orders.send(order, at));
  }

  confirmRemovals(order: Door<"confirmRemovals">): Started | Refusal | StartLimited {
    return this.#order(order, (at) => this.#orders.confirmRemovals(order, at));
  }

  #order(
    { tenant, jurisdiction }: Pick<StartCommand, "tenant" | "jurisdiction">,
    order: (at: CommandTime) => Started | Refusal | StartLimited,
  ): Started | Refusal | StartLimited {
    return this.#driver.commit((now) => {
      this.#stores.metadata.claimTenant({ tenant, jurisdiction });
      return order({ now, newId: this.#clock.newId });
    });
  }

  cancel(order: Door<"cancel">): Answer<"cancel"> {
    return this.#driver.commit((now) => this.#orders.cancel(order, { now }));
  }

  undo(order: Door<"undo">): Answer<"undo"> {
    const answer = this.#driver.commit((now) => this.#orders.undo(order, { now }));
    if (answer.type === "undone") this.#driver.tell("ended", "fresh");
    return answer;
  }

  // Lanes

  claim(task: Task): Assignment {
    this.#driver.laneArrived();
    return this.#driver.commit((now) => this.#work.claims.claim(task, now));
  }

  apply(report: Door<"apply">): Assignment {
    return this.#driver.commit((now) =>
      this.#work.apply(report, { now, chance: this.#clock.chance() }),
    );
  }

  renew(fence: Fence): boolean {
    return this.#driver.commit((now) => this.#work.claims.renew(fence, now));
  }

  // The Worker

  wake({ tenant, jurisdiction }: Door<"wake">): Answer<"wake"> {
    this.#driver.commit(() => this.#stores.metadata.claimTenant({ tenant, jurisdiction }));
    this.#driver.tick();
    return {
      settingsVersion: this.#stores.metadata.settingsVersion(),
      active: this.#stores.runs.active() !== null,
    };
  }

  setSchedules({
    tenant,
    jurisdiction,
    settingsVersion,
    plans,
    connections,
  }: Door<"setSchedules">): Answer<"setSchedules"> {
    this.#driver.commit((now) => {
      this.#stores.metadata.claimTenant({ tenant, jurisdiction });
      // An older copy that comes late changes nothing.
      if (settingsVersion < this.#stores.metadata.settingsVersion()) return;
      this.#stores.schedules.replace(plans, now);
      this.#stores.metadata.keepSettingsVersion(settingsVersion);
      if (connections !== undefined) this.#orders.endRunsWithoutAccess(connections, { now });
    });
    return { due: this.#stores.schedules.list() };
  }

  forget({ configuration }: Door<"forget">): void {
    this.#driver.commit((now) => {
      for (const run of this.#turns.unended())
        if (run.configuration === configuration)
          this.#orders.cancel({ run: run.id, by: "" }, { now });
      this.#driver.forget(configuration);
    });
    this.#driver.tell("progress", "fresh");
  }

  // The platform

  alarm(): Promise<void> {
    return this.#driver.alarm();
  }

  /** Somebody else needs the alarm, too: an earlier one stands. */
  keepAlarm(at: number): void {
    this.#driver.keepAlarm(at);
  }
}
