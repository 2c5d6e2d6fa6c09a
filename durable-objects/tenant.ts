// One tenant's object: the single-run lock, the driver of its runs, the keeper of its data, the live view of its people.
import { DurableObject } from "cloudflare:workers";
import type { LaneDoor, LedgerDoor, Refusal, Started, StartOrder, TenantDoor } from "../contract/doors.ts";
import type { LedgerEntry } from "../contract/ledger.ts";
import { closeCodes, viewerHeaders, type Progress } from "../contract/live.ts";
import type { Assignment, Fence, Task } from "../contract/task.ts";
import { hasEnded, type HeldRun } from "../core/run.ts";
import { viewRun } from "../core/view.ts";
import { Audience } from "./audience.ts";
import { Courier } from "./courier.ts";
import { Course } from "./course.ts";
import { Housekeeping } from "./housekeeping.ts";
import { Orders } from "./orders.ts";
import { Readers } from "./readers.ts";
import { viewBatch } from "./runs.ts";
import { migrate, tenantMigrations } from "./schema.ts";
import { openStores, type Stores } from "./stores.ts";
import { Work } from "./work.ts";

type Door<Name extends keyof TenantDoor> = Parameters<TenantDoor[Name]>[0];
type Answer<Name extends keyof TenantDoor> = Awaited<ReturnType<TenantDoor[Name]>>;
type Loopback = { Lane: LaneDoor; Ledger: LedgerDoor };

/** An active run is looked after at least so often, whatever else happens. */
const fallbackMs = 20_000;
/** History that D1 did not take is offered again after this. */
const ledgerPauseMs = 5_000;
/** Rejects shown on a run's page. */
const rejectsShown = 500;
/** Runs offered to the ledger at a time. */
const ledgerSlice = 20;

export class Tenant extends DurableObject<Env> implements TenantDoor {
  readonly #stores: Stores;
  readonly #course: Course;
  readonly #orders: Orders;
  readonly #work: Work;
  readonly #readers: Readers;
  readonly #audience: Audience;
  readonly #courier: Courier;
  readonly #housekeeping: Housekeeping;
  #alarmAt: number | null = null;
  #telling: Promise<void> | null = null;
  #ledgerNotBefore = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, tenantMigrations);
    this.#stores = openStores(ctx.storage.sql);
    this.#course = new Course(this.#stores);
    this.#orders = new Orders(this.#stores, this.#course);
    this.#work = new Work(this.#stores, this.#course, { life: crypto.randomUUID(), now: Date.now() });
    this.#readers = new Readers(ctx.storage.sql, this.#stores.records, this.#stores.publications);
    this.#audience = new Audience(ctx);
    this.#courier = new Courier(env.TASKS, () => this.#loopback().Lane, (work) => ctx.waitUntil(work));
    this.#housekeeping = new Housekeeping(ctx.storage.sql, this.#stores);
  }

  // People and schedules

  async start(order: StartOrder): Promise<Started | Refusal> {
    return this.#order(order, (at) => this.#orders.start(order, at));
  }

  async retry(order: Door<"retry">): Promise<Started | Refusal> {
    return this.#order(order, (at) => this.#orders.retry(order, at));
  }

  async confirmRemovals(order: Door<"confirmRemovals">): Promise<Started | Refusal> {
    return this.#order(order, (at) => this.#orders.confirmRemovals(order, at));
  }

  async cancel({ run, by }: Door<"cancel">): Promise<Answer<"cancel">> {
    return this.#commit((now) => this.#orders.cancel(run, by, now));
  }

  async undo({ run }: Door<"undo">): Promise<Answer<"undo">> {
    const answer = this.#commit((now) => this.#orders.undo(run, now));
    if (answer.type === "undone") this.#tell("ended", "fresh");
    return answer;
  }

  #order(
    { tenant, jurisdiction }: Pick<StartOrder, "tenant" | "jurisdiction">,
    order: (at: { now: number; newId: () => string }) => Started | Refusal,
  ): Started | Refusal {
    return this.#commit((now) => {
      this.#stores.facts.beTenant({ tenant, jurisdiction });
      return order({ now, newId: () => crypto.randomUUID() });
    });
  }

  // Readers

  async status(): Promise<Answer<"status">> {
    const now = Date.now();
    const active = this.#stores.runs.active();
    const last = active ?? this.#stores.runs.last();
    return {
      active: active && viewRun(active, now),
      last: last && viewRun(last, now),
      freshness: this.#stores.publications.freshness(),
    };
  }

  async runs({ before, limit }: Door<"runs">): Promise<Answer<"runs">> {
    const { runs, next } = this.#stores.runs.page(before, limit);
    const now = Date.now();
    return { runs: runs.map((run) => viewRun(run, now)), next };
  }

  async run({ run }: Door<"run">): Promise<Answer<"run">> {
    const held = this.#stores.runs.find(run);
    if (held === null) return null;
    return {
      ...viewRun(held, Date.now()),
      batches: this.#stores.runs.batches(run).map(viewBatch),
      rejects: this.#stores.runs.rejects(run, rejectsShown),
    };
  }

  async changes({ run, after, limit }: Door<"changes">): Promise<Answer<"changes">> {
    const held = this.#stores.runs.find(run);
    if (held === null) return null;
    // What a run has read but not published is nobody's to see.
    if (!held.published) return { changes: [], next: null };
    return this.#stores.changes.page(held, this.#stores.records, after, limit);
  }

  async records(query: Door<"records">): Promise<Answer<"records">> {
    return this.#readers.page(query);
  }

  async sums(query: Door<"sums">): Promise<Answer<"sums">> {
    return this.#readers.sums(query);
  }

  // Lanes

  async claim(task: Task): Promise<Assignment> {
    this.#courier.arrived();
    return this.#commit((now) => this.#work.claim(task, now));
  }

  async apply(report: Door<"apply">): Promise<Assignment> {
    return this.#commit((now) => this.#work.apply(report, { now, chance: Math.random() }));
  }

  async renew(fence: Fence): Promise<boolean> {
    return this.#commit((now) => this.#work.renew(fence, now));
  }

  // The Worker

  async wake({ tenant, jurisdiction }: Door<"wake">): Promise<Answer<"wake">> {
    this.#commit(() => this.#stores.facts.beTenant({ tenant, jurisdiction }));
    await this.#tick();
    return { settingsVersion: this.#stores.facts.settingsVersion(), active: this.#stores.runs.active() !== null };
  }

  async setSchedules({ tenant, jurisdiction, settingsVersion, plans }: Door<"setSchedules">): Promise<Answer<"setSchedules">> {
    this.#commit((now) => {
      this.#stores.facts.beTenant({ tenant, jurisdiction });
      // An older copy that comes late changes nothing.
      if (settingsVersion < this.#stores.facts.settingsVersion()) return;
      this.#stores.schedules.replace(plans, now);
      this.#stores.facts.keepSettingsVersion(settingsVersion);
    });
    return { due: this.#stores.schedules.list() };
  }

  async forget({ configuration }: Door<"forget">): Promise<void> {
    this.#commit((now) => {
      const active = this.#stores.runs.active();
      if (active?.configuration === configuration) this.#orders.cancel(active.id, "", now);
      this.#housekeeping.forget(configuration);
    });
    this.#tell("progress", "fresh");
  }

  async dismiss({ session, person }: Door<"dismiss">): Promise<number> {
    const bySession = session === undefined ? 0 : this.#audience.dismiss(`session:${session}`, closeCodes.signInAgain);
    return bySession + (person === undefined ? 0 : this.#audience.dismiss(`person:${person}`, closeCodes.noLongerAllowed));
  }

  // The live view

  /** Only the Worker calls this, after it has checked origin, session and role. */
  override async fetch(request: Request): Promise<Response> {
    const viewer = {
      session: request.headers.get(viewerHeaders.session) ?? "",
      person: request.headers.get(viewerHeaders.person) ?? "",
      expiresAt: Date.parse(request.headers.get(viewerHeaders.expiresAt) ?? ""),
    };
    if (!(viewer.expiresAt > Date.now())) return new Response(null, { status: 401 });
    const { 0: client, 1: server } = new WebSocketPair();
    const { active, last, freshness } = await this.status();
    this.#audience.welcome(server, viewer, { type: "snapshot", at: new Date().toISOString(), run: active ?? last, freshness });
    this.#keepAlarm(viewer.expiresAt);
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket): Promise<void> {
    // Viewers only listen; orders come over HTTP. The ping is answered by the runtime.
    socket.close(1008, "this socket only speaks");
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    // 1005 and 1006 may be seen but not said.
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  #tell(kind: Progress["type"], freshness: "fresh" | "same"): void {
    const look = (): Omit<Progress, "seq"> | null => {
      const now = Date.now();
      const held = this.#stores.runs.active() ?? this.#stores.runs.last();
      if (held === null) return null;
      const run = viewRun(held, now);
      return {
        type: hasEnded(held.status) ? "ended" : "progress",
        at: new Date(now).toISOString(),
        executionId: run.executionId,
        progressPercentage: run.progressPercentage,
        currentStep: run.currentStep,
        status: run.status,
        run,
        ...(freshness === "fresh" || hasEnded(held.status) ? { freshness: this.#stores.publications.freshness() } : {}),
      };
    };
    this.#audience.tell(look, kind === "ended" ? "now" : "soon");
  }

  // The driver

  /** One transaction, and only then what it sets going. The alarm is part of it: if the rest is lost, the alarm repeats it. */
  #commit<Result>(work: (now: number) => Result): Result {
    const now = Date.now();
    const result = this.#transact(() => {
      const made = work(now);
      this.#keepAlarm(this.#nextDue(now));
      return made;
    });
    const news = this.#course.takeNews();
    if (news.tell !== null) this.#tell(news.tell, news.published ? "fresh" : "same");
    const run = this.#stores.runs.active();
    if (run !== null && news.send) this.#sendLanes(run, now);
    if (!this.#stores.outbox.isEmpty() && now >= this.#ledgerNotBefore) this.#tellLedger();
    return result;
  }

  /** What is rolled back takes its alarm and its news with it. */
  #transact<Result>(work: () => Result): Result {
    try {
      return this.ctx.storage.transactionSync(work);
    } catch (error) {
      this.#alarmAt = null;
      this.#course.takeNews();
      throw error;
    }
  }

  #sendLanes(run: HeldRun, now: number): void {
    const task = this.#taskOf(run);
    if (task !== null) this.#courier.send(task, { ...this.#stores.runs.workload(run.id, now), lanes: run.limits.lanes }, now);
  }

  #taskOf(run: HeldRun): Task | null {
    const identity = this.#stores.facts.identity();
    return identity && { ...identity, run: run.id, epoch: run.epoch };
  }

  /** When something will be due, as far as is known; null: nothing waits. */
  #nextDue(now: number): number | null {
    const run = this.#stores.runs.active();
    const times: (number | null)[] = [this.#stores.schedules.nextAt()];
    if (run !== null) {
      const { due, claimed, nextAt, claimEnds } = this.#stores.runs.workload(run.id, now);
      // Work that waits for a lane is in the hands of the courier: look again when it should have been taken.
      const wanted = due > 0 && claimed < run.limits.lanes;
      times.push(now + fallbackMs, nextAt, claimEnds, wanted ? (this.#courier.silentAt() ?? now + 1_500) : null);
    }
    if (!this.#stores.outbox.isEmpty()) times.push(Math.max(now + ledgerPauseMs, this.#ledgerNotBefore));
    if (run === null && this.#housekeeping.hasWork(now)) times.push(now + 1_000);
    return times.reduce((first, at) => (at === null ? first : Math.min(first ?? at, at)), null);
  }

  /** The one place that sets the alarm: it only ever moves it forward in time, never back. */
  #keepAlarm(at: number | null): void {
    if (at === null || (this.#alarmAt !== null && this.#alarmAt <= at && this.#alarmAt > Date.now())) return;
    this.#alarmAt = at;
    void this.ctx.storage.setAlarm(at);
  }

  /** Never throws: an alarm that keeps throwing is dropped by the platform, silently and for ever. */
  override async alarm(): Promise<void> {
    try {
      // First of all, should this be the last line that runs: somebody looks again.
      this.#alarmAt = null;
      if (this.#stores.runs.active() !== null || !this.#stores.outbox.isEmpty()) this.#keepAlarm(Date.now() + fallbackMs);
      await this.#tick();
    } catch (error) {
      console.error("the alarm broke", String(error));
      this.#alarmAt = null;
      this.#keepAlarm(Date.now() + fallbackMs);
    }
  }

  /** Does what is due now, and nothing if nothing is: alarms come late, early and twice. */
  async #tick(): Promise<void> {
    this.#commit((now) => this.#takeBack(now));
    const due = this.#stores.schedules.due(Date.now());
    if (due !== null && this.#stores.runs.active() === null) await this.#startScheduled(due);
    this.#callLanes(Date.now());
    if (this.#stores.runs.active() === null) this.#commit((now) => this.#housekeeping.sweep(now));
    const expiresAt = this.#audience.closeExpired(Date.now());
    this.#alarmAt = null;
    this.#keepAlarm(least(this.#nextDue(Date.now()), expiresAt));
  }

  #takeBack(now: number): void {
    const run = this.#stores.runs.active();
    if (run === null) return;
    this.#work.takeBack(run, now);
    const after = this.#stores.runs.active();
    if (after !== null) this.#work.endIfLeft(after, now);
    this.#course.wantLanes();
  }

  async #startScheduled(plan: StartOrder["plan"]): Promise<void> {
    const identity = this.#stores.facts.identity();
    if (identity === null) return;
    await this.start({
      ...identity, plan, resources: null, complete: false, idempotencyKey: null,
      startedBy: { kind: "schedule", id: "schedule", name: plan.configurationName },
    });
  }

  #callLanes(now: number): void {
    const run = this.#stores.runs.active();
    if (run === null || !this.#courier.isSilent(now)) return;
    const task = this.#taskOf(run);
    const { due, claimed } = this.#stores.runs.workload(run.id, now);
    if (task !== null) this.#courier.call(task, Math.min(due, run.limits.lanes - claimed));
  }

  // History

  /** Offers the history to D1, one offer at a time; a refresh never waits for it. */
  #tellLedger(): void {
    if (this.#telling !== null) return;
    this.#telling = this.#offerHistory().finally(() => {
      this.#telling = null;
    });
    this.ctx.waitUntil(this.#telling);
  }

  async #offerHistory(): Promise<void> {
    const identity = this.#stores.facts.identity();
    if (identity === null) return;
    const entries = this.#stores.outbox.waiting(ledgerSlice).flatMap((id) => this.#entryOf(identity.tenant, id));
    try {
      const taken = await this.#loopback().Ledger.write(entries);
      this.ctx.storage.transactionSync(() => {
        for (const { run, seq } of taken) this.#stores.outbox.arrived(run, seq);
      });
      this.#ledgerNotBefore = taken.length === entries.length ? 0 : Date.now() + ledgerPauseMs;
    } catch (error) {
      console.warn("the history waits", String(error));
      this.#ledgerNotBefore = Date.now() + ledgerPauseMs;
    }
    if (!this.#stores.outbox.isEmpty()) this.#keepAlarm(Math.max(Date.now() + 200, this.#ledgerNotBefore));
  }

  #entryOf(tenant: string, id: string): LedgerEntry[] {
    const held = this.#stores.runs.find(id);
    if (held === null) return [];
    const { steps, ...run } = viewRun(held, Date.now());
    return [{ tenant, run, steps, seq: held.seq }];
  }

  #loopback(): Loopback {
    return this.ctx.exports as unknown as Loopback;
  }
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
