// One tenant's object: the single-run lock, the driver of its runs, the keeper of its data, the live view of its people.
import { DurableObject } from "cloudflare:workers";
import type { LaneDoor, LedgerDoor, Refusal, Started, StartOrder, TenantDoor } from "../contract/doors.ts";
import { closeCodes, viewerHeaders } from "../contract/live.ts";
import type { Assignment, Fence, Task } from "../contract/task.ts";
import { viewRun } from "../core/view.ts";
import { Audience } from "./audience.ts";
import { viewBatch } from "./batches.ts";
import { Course } from "./course.ts";
import { Driver } from "./driver.ts";
import { Orders, type Moment } from "./orders.ts";
import { Readers } from "./readers.ts";
import { migrate, tenantMigrations } from "./schema.ts";
import { openStores, type Stores } from "./stores.ts";
import { Work } from "./work.ts";

type Door<Name extends keyof TenantDoor> = Parameters<TenantDoor[Name]>[0];
type Answer<Name extends keyof TenantDoor> = Awaited<ReturnType<TenantDoor[Name]>>;

/** Rejects shown on a run's page. */
const rejectsShown = 500;

export class Tenant extends DurableObject<Env> implements TenantDoor {
  readonly #stores: Stores;
  readonly #orders: Orders;
  readonly #work: Work;
  readonly #readers: Readers;
  readonly #audience: Audience;
  readonly #driver: Driver;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, tenantMigrations);
    const stores = openStores(ctx.storage.sql);
    const course = new Course(stores);
    this.#stores = stores;
    this.#orders = new Orders(stores, course);
    this.#work = new Work(stores, course, { life: crypto.randomUUID(), now: Date.now() });
    this.#readers = new Readers(ctx.storage.sql, stores.records, stores.publications);
    this.#audience = new Audience(ctx);
    // Lanes and ledger are entrypoints of the Worker we live in: reached without importing it.
    const loopback = ctx.exports as unknown as { Lane: LaneDoor; Ledger: LedgerDoor };
    this.#driver = new Driver(
      { stores, course, orders: this.#orders, claims: this.#work.claims, audience: this.#audience },
      { ctx, tasks: env.TASKS, lane: () => loopback.Lane, ledger: () => loopback.Ledger },
    );
  }

  // People

  async start(order: StartOrder): Promise<Started | Refusal> {
    return this.#order(order, (at) => this.#orders.start(order, at));
  }

  async retry(order: Door<"retry">): Promise<Started | Refusal> {
    return this.#order(order, (at) => this.#orders.retry(order, at));
  }

  async confirmRemovals(order: Door<"confirmRemovals">): Promise<Started | Refusal> {
    return this.#order(order, (at) => this.#orders.confirmRemovals(order, at));
  }

  #order({ tenant, jurisdiction }: Pick<StartOrder, "tenant" | "jurisdiction">, order: (at: Moment) => Started | Refusal): Started | Refusal {
    return this.#driver.commit((now) => {
      this.#stores.facts.beTenant({ tenant, jurisdiction });
      return order({ now, newId: () => crypto.randomUUID() });
    });
  }

  async cancel({ run, by }: Door<"cancel">): Promise<Answer<"cancel">> {
    return this.#driver.commit((now) => this.#orders.cancel(run, by, now));
  }

  async undo({ run }: Door<"undo">): Promise<Answer<"undo">> {
    const answer = this.#driver.commit((now) => this.#orders.undo(run, now));
    if (answer.type === "undone") this.#driver.tell("ended", "fresh");
    return answer;
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
      batches: this.#stores.batches.all(run).map(viewBatch),
      rejects: this.#stores.rejects.list(run, rejectsShown),
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
    this.#driver.laneArrived();
    return this.#driver.commit((now) => this.#work.claims.claim(task, now));
  }

  async apply(report: Door<"apply">): Promise<Assignment> {
    return this.#driver.commit((now) => this.#work.apply(report, { now, chance: Math.random() }));
  }

  async renew(fence: Fence): Promise<boolean> {
    return this.#driver.commit((now) => this.#work.claims.renew(fence, now));
  }

  // The Worker

  async wake({ tenant, jurisdiction }: Door<"wake">): Promise<Answer<"wake">> {
    this.#driver.commit(() => this.#stores.facts.beTenant({ tenant, jurisdiction }));
    this.#driver.tick();
    return { settingsVersion: this.#stores.facts.settingsVersion(), active: this.#stores.runs.active() !== null };
  }

  async setSchedules({ tenant, jurisdiction, settingsVersion, plans }: Door<"setSchedules">): Promise<Answer<"setSchedules">> {
    this.#driver.commit((now) => {
      this.#stores.facts.beTenant({ tenant, jurisdiction });
      // An older copy that comes late changes nothing.
      if (settingsVersion < this.#stores.facts.settingsVersion()) return;
      this.#stores.schedules.replace(plans, now);
      this.#stores.facts.keepSettingsVersion(settingsVersion);
    });
    return { due: this.#stores.schedules.list() };
  }

  async forget({ configuration }: Door<"forget">): Promise<void> {
    this.#driver.commit((now) => {
      const active = this.#stores.runs.active();
      if (active?.configuration === configuration) this.#orders.cancel(active.id, "", now);
      this.#driver.forget(configuration);
    });
    this.#driver.tell("progress", "fresh");
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
    this.#driver.keepAlarm(viewer.expiresAt);
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

  override async alarm(): Promise<void> {
    await this.#driver.alarm();
  }
}
