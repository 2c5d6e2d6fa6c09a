// The tenant's object as its platform treats it: lives that end at any moment, an alarm, and the
// ways out.
import type { LedgerRpc } from "../../contract/rpc/ledger.ts";
import type { Task } from "../../contract/rpc/task.ts";
import {
  assembleTenant,
  type Outside,
  type TenantParts,
} from "../../durable-objects/tenant/assemble-tenant.ts";
import type { CallContext } from "../../durable-objects/tenant/call-context.ts";
import type { Clock } from "../../durable-objects/tenant/transactor.ts";
import type { Stores } from "../../durable-objects/stores/stores.ts";
import { SimulatedAlarm } from "./alarm.ts";
import { Crash, type Journal } from "./journal.ts";
import { Violation, type World } from "./world.ts";

/** No answer came: the object died, or the line did. */
export const lost = Symbol("lost");

/** What an object keeps, and how it is kept all or nothing. */
export type Keep = {
  stores: Stores;
  journal: Journal;
  transact: <Result>(work: () => Result) => Result;
};

export type Ways = {
  sendTask: (task: Task) => void;
  startLane: (task: Task) => void;
  ledger: LedgerRpc;
};

/** Called after every call, for whoever checks. */
export type Watch = { called: (name: string, life: string) => void };

/** When this life is to end: nothing of it is heard afterwards. */
type Doom = { when: "afterCommit" | "betweenEffects" | "afterEffects"; effects: number } | null;

class Life {
  readonly tenant: TenantParts;
  name = "";
  dead = false;
  doom: Doom = null;

  constructor(stores: Stores, outside: (life: Life) => Outside) {
    this.tenant = assembleTenant(stores, outside(this));
  }
}

export class TenantObject {
  readonly #world: World;
  readonly #keep: Keep;
  readonly #ways: Ways;
  readonly #watch: Watch;
  readonly alarm: SimulatedAlarm;
  readonly #deliveryPageRecords: number;
  #life: Life | null = null;
  #downUntil = 0;
  #ids = 0;
  #told = 0;

  constructor(world: World, keep: Keep, { ways, watch }: { ways: Ways; watch: Watch }) {
    this.#world = world;
    this.#keep = keep;
    this.#ways = ways;
    this.#watch = watch;
    this.#deliveryPageRecords = world.chance("parcels").pick([3, 7, 500]);
    this.alarm = new SimulatedAlarm(world, keep.journal, {
      upAt: () => this.#downUntil,
      ring: () => this.#ring(),
    });
  }

  /** One call into the object. */
  call<Result>(name: string, work: (tenant: TenantParts) => Result): Result | typeof lost {
    const world = this.#world;
    if (world.now < this.#downUntil) return lost;
    const life = (this.#life ??= new Life(this.#keep.stores, (one) => this.#outside(one)));
    this.#doom(life);
    const result = this.#attempt(life, work);
    this.#keep.journal.crashIn = null;
    if (life.doom?.when === "afterEffects" && !life.dead) {
      world.struck("crashAfterEffects");
      life.dead = true;
    }
    if (life.dead) this.#bury(world.span("crashAfterCommit", 40, 3_000));
    this.#watch.called(name, life.name);
    this.alarm.plan();
    if (life.dead || result === lost) return lost;
    this.alarm.noticed();
    return world.strikes("answerLost") ? lost : result;
  }

  /** One call into the object that is one transaction. */
  commit<Result>(
    name: string,
    work: (tenant: TenantParts, call: CallContext) => Result,
  ): Result | typeof lost {
    return this.call(name, (tenant) => tenant.transactor.commit((call) => work(tenant, call)));
  }

  #attempt<Result>(life: Life, work: (tenant: TenantParts) => Result): Result | typeof lost {
    try {
      return work(life.tenant);
    } catch (error) {
      if (!(error instanceof Crash))
        throw error instanceof Violation
          ? error
          : new Violation(`the object threw: ${String(error)}`);
      return lost;
    }
  }

  #doom(life: Life): void {
    const world = this.#world;
    life.doom = null;
    if (world.threatens("crashBeforeCommit"))
      this.#keep.journal.crashIn = world.span("crashBeforeCommit", 0, 12);
    else if (world.threatens("crashAfterCommit")) life.doom = { when: "afterCommit", effects: 0 };
    else if (world.threatens("crashBetweenEffects"))
      life.doom = { when: "betweenEffects", effects: world.span("crashBetweenEffects", 0, 3) };
    else if (world.threatens("crashAfterEffects")) life.doom = { when: "afterEffects", effects: 0 };
  }

  /** The object goes; what it had in memory goes with it, what it kept stays. */
  #bury(downMs: number): void {
    if (this.#life !== null) this.#life.dead = true;
    this.#life = null;
    this.#downUntil = this.#world.now + downMs;
  }

  evict(): void {
    this.#bury(0);
  }

  kill(downMs: number): void {
    this.#bury(downMs);
  }

  #outside(life: Life): Outside {
    const world = this.#world;
    const clock: Clock = {
      now: () => world.now,
      newId: () => this.#newId(life),
      chance: () => world.chance("object").next(),
    };
    return {
      clock,
      // Worlds start as many refreshes as they like.
      startLimit: { max: 1_000, windowMs: 0 },
      deliveryPageRecords: this.#deliveryPageRecords,
      platform: {
        storage: {
          transactionSync: (work) => this.#transact(life, work),
          setAlarm: (at) => this.#setAlarm(life, Number(at)),
        },
        waitUntil: () => {
          world.unsettled = true;
        },
      },
      tasks: {
        sendBatch: (messages) =>
          this.#send(
            life,
            [...messages].map(({ body }) => body),
          ),
      },
      lane: () => ({ work: async (task) => this.#callLane(life, task) }),
      ledger: () => ({ write: (entries) => this.#write(life, entries) }),
      subscribers: {
        broadcast: (look) => this.#tell(life, () => look()),
        closeExpired: () => null,
      },
    };
  }

  #newId(life: Life): string {
    this.#ids += 1;
    const id = `id-${String(this.#ids).padStart(5, "0")}`;
    if (life.name === "") life.name = id;
    return id;
  }

  #transact<Result>(life: Life, work: () => Result): Result {
    const world = this.#world;
    if (life.dead) throw new Crash("this object is gone");
    let result: Result;
    try {
      result = this.#keep.transact(work);
    } catch (error) {
      if (!(error instanceof Crash)) throw this.#broken(error);
      world.struck("crashBeforeCommit");
      world.reached("rolledBack");
      life.dead = true;
      throw error;
    }
    if (life.doom?.when === "afterCommit") {
      world.struck("crashAfterCommit");
      life.dead = true;
      throw new Crash("after commit");
    }
    return result;
  }

  /** The alarm swallows what its tick throws: it is remembered here. */
  #broken(error: unknown): unknown {
    this.failure ??=
      error instanceof Violation
        ? error
        : new Violation(
            `a transaction threw: ${error instanceof Error ? error.stack : String(error)}`,
          );
    return error;
  }
  failure: Violation | null = null;

  /** Whether something that leaves the object leaves it. */
  #leaves(life: Life): boolean {
    if (life.dead) return false;
    if (life.doom?.when === "betweenEffects" && (life.doom.effects -= 1) < 0) {
      this.#world.struck("crashBetweenEffects");
      life.dead = true;
    }
    return !life.dead;
  }

  /** Dies at once where it has to: a promise would be forgotten by whoever sets the alarm. */
  #setAlarm(life: Life, at: number): Promise<void> {
    if (life.dead) return Promise.resolve();
    try {
      this.alarm.set(at);
    } catch (error) {
      life.dead = true;
      throw error;
    }
    return Promise.resolve();
  }

  async #send(life: Life, tasks: Task[]): Promise<QueueSendBatchResponse> {
    const world = this.#world;
    for (const task of tasks) {
      if (!this.#leaves(life)) break;
      if (world.strikes("queueDown")) throw new Error("the queue is down");
      this.#ways.sendTask(task);
    }
    return {
      metadata: {
        metrics: { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: new Date(world.now) },
      },
    };
  }

  #callLane(life: Life, task: Task): void {
    if (!this.#leaves(life)) return;
    this.#world.reached("lanesCalledDirectly");
    this.#ways.startLane(task);
  }

  async #write(
    life: Life,
    entries: Parameters<LedgerRpc["write"]>[0],
  ): ReturnType<LedgerRpc["write"]> {
    if (!this.#leaves(life)) throw new Error("this object is gone");
    return this.#ways.ledger.write(entries);
  }

  #tell(life: Life, look: () => unknown): void {
    if (!this.#leaves(life)) return;
    // Viewers are told at most so often; what they would be told is looked at in passing.
    if ((this.#told += 1) % 4 === 0) look();
  }

  /** Whether the alarm's handler came to its end. */
  #ring(): boolean {
    let life: Life | null = null as Life | null;
    this.call("alarm", ({ driver }) => {
      life = this.#life;
      void driver.alarm();
    });
    return life?.dead !== true;
  }
}
