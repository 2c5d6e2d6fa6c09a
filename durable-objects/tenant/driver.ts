// What keeps a run going: transactions that carry their alarm, tasks for the lanes, and the alarm
// that finds what is silent.
import type { LaneRpc } from "../../contract/rpc/lane.ts";
import type { LedgerRpc } from "../../contract/rpc/ledger.ts";
import type { Progress } from "../../contract/api/live.ts";
import type { Task } from "../../contract/rpc/task.ts";
import type { StartLimit } from "../../core/admission.ts";
import { hasEnded, type RunState } from "../../core/run.ts";
import { rests } from "../../core/run-lock.ts";
import { viewLastRun, viewRun } from "../../core/view.ts";
import type { Subscribers } from "../live/subscribers.ts";
import { TaskDispatcher, type TaskQueue } from "./task-dispatcher.ts";
import type { RunTransitions } from "./run-transitions.ts";
import { History } from "./history.ts";
import { Housekeeping } from "./housekeeping.ts";
import type { Commands } from "./commands.ts";
import type { Stores } from "../stores/stores.ts";
import type { Claims } from "./claims.ts";
import type { RunLock } from "./run-lock.ts";
import { errorLine } from "../../core/error-line.ts";

/** An active run is looked after at least so often, whatever else happens. */
const fallbackMs = 20_000;
/** Between two slices of housekeeping. */
const sweepPauseMs = 1_000;

/** Clock and chance of the object, handed in. */
export type Clock = { now: () => number; newId: () => string; chance: () => number };
/** What the driver needs of the platform. */
export type Platform = {
  storage: Pick<DurableObjectStorage, "transactionSync" | "setAlarm">;
  waitUntil: (work: Promise<unknown>) => void;
};
export type LiveView = Pick<Subscribers, "broadcast" | "closeExpired">;

export type Parts = {
  stores: Stores;
  transitions: RunTransitions;
  turns: RunLock;
  orders: Commands;
  claims: Claims;
};
export type DriverOptions = {
  /** Records of one page on its way to a destination; left out, as many as usual. */
  parcelSize?: number;
  ctx: Platform;
  clock: Clock;
  /** How often people and programs may start refreshes. */
  startLimit: StartLimit;
  tasks: TaskQueue;
  lane: () => LaneRpc;
  ledger: () => LedgerRpc;
  audience: LiveView;
};

export class Driver {
  readonly #ctx: Platform;
  readonly #clock: Clock;
  readonly #stores: Stores;
  readonly #turns: RunLock;
  readonly #course: RunTransitions;
  readonly #orders: Commands;
  readonly #claims: Claims;
  readonly #audience: LiveView;
  readonly #courier: TaskDispatcher;
  readonly #history: History;
  readonly #housekeeping: Housekeeping;
  #alarmAt: number | null = null;

  constructor(
    { stores, transitions, turns, orders, claims }: Parts,
    { ctx, clock, tasks, lane, ledger, audience }: DriverOptions,
  ) {
    this.#ctx = ctx;
    this.#clock = clock;
    this.#stores = stores;
    this.#course = transitions;
    this.#turns = turns;
    this.#orders = orders;
    this.#claims = claims;
    this.#audience = audience;
    this.#courier = new TaskDispatcher(tasks, lane, (work) => ctx.waitUntil(work));
    this.#history = new History(stores, ledger, clock.now);
    this.#housekeeping = new Housekeeping(stores);
  }

  /**
   * One transaction, and only then what it sets going. The alarm is part of it: if the rest is
   * lost, the alarm repeats it.
   */
  commit<Result>(work: (now: number) => Result): Result {
    const now = this.#clock.now();
    const result = this.#transact(() => {
      const made = work(now);
      this.#turns.resumeNext(now);
      this.keepAlarm(this.#nextDue(now));
      return made;
    });
    const news = this.#course.takePendingEffects();
    if (news.tell !== null) this.tell(news.tell, news.published ? "fresh" : "same");
    const run = this.#stores.runs.active();
    if (run !== null && news.send) this.#sendLanes(run, now);
    if (this.#history.wants(now)) this.#ctx.waitUntil(this.#offerHistory());
    return result;
  }

  /** What is rolled back takes its alarm and its news with it. */
  #transact<Result>(work: () => Result): Result {
    try {
      return this.#ctx.storage.transactionSync(work);
    } catch (error) {
      this.#alarmAt = null;
      this.#course.takePendingEffects();
      throw error;
    }
  }

  /** Tells the viewers, soon or at once. */
  tell(kind: Progress["type"], freshness: "fresh" | "same"): void {
    const look = (): Omit<Progress, "seq"> | null => {
      const now = this.#clock.now();
      const held = this.#stores.runs.active() ?? this.#stores.runs.last();
      if (held === null) return null;
      const run = viewRun(held, now);
      const ended = hasEnded(held.status);
      return {
        type: ended ? "ended" : "progress",
        at: new Date(now).toISOString(),
        executionId: run.executionId,
        progressPercentage: run.progressPercentage,
        currentStep: run.currentStep,
        status: run.status,
        run,
        setAside: this.#stores.runs.setAside().map((aside) => viewRun(aside, now)),
        ...(freshness === "fresh" || ended
          ? {
              freshness: this.#stores.publications.freshness(),
              lastRuns: this.#stores.runs.lastEnded().map(viewLastRun),
            }
          : {}),
      };
    };
    this.#audience.broadcast(look, kind === "ended" ? "now" : "soon");
  }

  #sendLanes(run: RunState, now: number): void {
    const task = this.#taskOf(run);
    if (task !== null)
      this.#courier.send(
        task,
        { ...this.#stores.batches.workload(run.id, now), lanes: run.limits.lanes },
        now,
      );
  }

  #taskOf(run: RunState): Task | null {
    const identity = this.#stores.metadata.identity();
    return identity && { ...identity, run: run.id, epoch: run.epoch };
  }

  /** A lane has come: one task less is on its way. */
  laneArrived(): void {
    this.#courier.arrived();
  }

  forget(configuration: string): void {
    this.#housekeeping.forget(configuration);
  }

  /** When something will be due, as far as is known; null: nothing waits. */
  #nextDue(now: number): number | null {
    const run = this.#stores.runs.active();
    const times: (number | null)[] = [this.#history.dueAt(now)];
    // A scheduled run that waits its turn is looked at when the present one ends: until then it is
    // due in vain.
    if (run === null)
      times.push(
        this.#stores.schedules.nextAt([]),
        this.#housekeeping.hasWork(now) ? now + sweepPauseMs : null,
      );
    else {
      const load = this.#stores.batches.workload(run.id, now);
      const { due, claimed, nextAt, claimEnds } = load;
      // Work that waits for a lane is in the hands of the courier: look again when it should have
      // been taken.
      const wanted = due > 0 && claimed < run.limits.lanes;
      times.push(now + fallbackMs, nextAt, claimEnds, wanted ? this.#courier.silentAt(now) : null);
      if (rests(run, load)) times.push(this.#turns.nextResumeAt(now));
      if (this.#turns.hasRoomForSchedule(now))
        times.push(this.#stores.schedules.nextAt(this.#turns.busyConfigurations()));
    }
    return times.reduce((first, at) => least(first, at), null);
  }

  /** The one place that sets the alarm: an earlier one stands. */
  keepAlarm(at: number | null): void {
    if (
      at === null ||
      (this.#alarmAt !== null && this.#alarmAt <= at && this.#alarmAt > this.#clock.now())
    )
      return;
    this.#alarmAt = at;
    void this.#ctx.storage.setAlarm(at);
  }

  /**
   * Never throws: an alarm that keeps throwing is dropped by the platform, silently and for ever.
   */
  async alarm(): Promise<void> {
    try {
      // First of all, should this be the last line that runs: somebody looks again.
      this.#alarmAt = null;
      if (this.#stores.runs.active() !== null || !this.#stores.outbox.isEmpty())
        this.keepAlarm(this.#clock.now() + fallbackMs);
      this.tick();
    } catch (error) {
      console.error("the alarm broke", errorLine(error));
      this.#alarmAt = null;
      this.keepAlarm(this.#clock.now() + fallbackMs);
    }
  }

  /** Does what is due now, and nothing if nothing is: alarms come late, early and twice. */
  tick(): void {
    this.commit((now) => this.#takeBack(now));
    this.commit((now) => this.#startScheduled(now));
    this.#callLanes(this.#clock.now());
    if (this.#stores.runs.active() === null) this.commit((now) => this.#housekeeping.sweep(now));
    const expiresAt = this.#audience.closeExpired(this.#clock.now());
    this.#alarmAt = null;
    this.keepAlarm(least(this.#nextDue(this.#clock.now()), expiresAt));
  }

  #takeBack(now: number): void {
    const run = this.#stores.runs.active();
    if (run === null) return;
    this.#claims.takeBack(run, now);
    const after = this.#stores.runs.active();
    if (after !== null) this.#claims.endIfLeft(after, now);
    this.#course.wantLanes();
  }

  /** A scheduled run that finds its tenant busy waits its turn: it stays due. */
  #startScheduled(now: number): void {
    if (!this.#turns.hasRoomForSchedule(now)) return;
    const plan = this.#stores.schedules.due(now, this.#turns.busyConfigurations());
    const identity = this.#stores.metadata.identity();
    if (plan === null || identity === null) return;
    const startedBy = { kind: "schedule" as const, id: "schedule", name: plan.configurationName };
    this.#orders.start(
      { ...identity, plan, resources: null, complete: false, idempotencyKey: null, startedBy },
      { now, newId: this.#clock.newId },
    );
  }

  #callLanes(now: number): void {
    const run = this.#stores.runs.active();
    if (run === null || !this.#courier.isSilent(now)) return;
    const task = this.#taskOf(run);
    const { due, claimed } = this.#stores.batches.workload(run.id, now);
    if (task !== null) this.#courier.call(task, Math.min(due, run.limits.lanes - claimed));
  }

  async #offerHistory(): Promise<void> {
    await this.#history.offer((work) => this.#transact(work));
    if (this.#history.wants(this.#clock.now())) this.#ctx.waitUntil(this.#offerHistory());
    else this.keepAlarm(this.#history.dueAt(this.#clock.now()));
  }
}

const least = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);
