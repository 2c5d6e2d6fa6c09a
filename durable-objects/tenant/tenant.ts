// One tenant's object: the single-run lock, the driver of its runs, the keeper of its data, the
// live view of its people.
import { DurableObject } from "cloudflare:workers";
import type { LaneRpc } from "../../contract/rpc/lane.ts";
import type { LedgerRpc } from "../../contract/rpc/ledger.ts";
import type { StartCommand } from "../../contract/rpc/start.ts";
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import { closeCodes } from "../../contract/api/live.ts";
import { viewerHeaders } from "../../contract/rpc/viewer.ts";
import type { Assignment, Fence, Task } from "../../contract/rpc/task.ts";
import { viewLastRun, viewRun } from "../../core/view.ts";
import { Subscribers } from "../live/subscribers.ts";
import { viewBatch } from "../stores/batches.ts";
import { stillTold } from "../stores/changes.ts";
import { Engine } from "./engine.ts";
import { RecordQueries } from "../reading/record-queries.ts";
import type { ResourceKey } from "../stores/records.ts";
import { ReadScheduler } from "../reading/read-scheduler.ts";
import { migrate } from "../stores/migrate.ts";
import { tenantMigrations } from "../stores/schema.ts";
import type { SlicedReading } from "../reading/slices.ts";
import { openStores } from "../stores/stores.ts";

type Door<Name extends keyof TenantRpc> = Parameters<TenantRpc[Name]>[0];
type Answer<Name extends keyof TenantRpc> = Awaited<ReturnType<TenantRpc[Name]>>;

/** Rejects shown on a run's page. */
const rejectsShown = 500;

/** Why a reading gave nothing, as the doors say it. */
const unreadCodes = { tooMany: "too_many_reads", tooManyGroups: "too_many_groups" } as const;

/**
 * Refreshes that people and programs of one tenant may start. Benches and tests on a local machine
 * start them all the time.
 */
const startLimits = {
  production: { max: 30, windowMs: 5 * 60_000 },
  local: { max: 200, windowMs: 60_000 },
};

export class Tenant extends DurableObject<Env> implements TenantRpc {
  readonly #stores: ReturnType<typeof openStores>;
  readonly #engine: Engine;
  readonly #readers: RecordQueries;
  readonly #leisure: ReadScheduler;
  /** Readings under way, by name: whoever asks the same gets the same answer. */
  readonly #underWay = new Map<string, Promise<unknown>>();
  readonly #audience: Subscribers;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, tenantMigrations);
    const stores = openStores(ctx.storage.sql);
    this.#stores = stores;
    this.#readers = new RecordQueries(ctx.storage.sql, stores);
    this.#leisure = new ReadScheduler({
      isBusy: () => stores.runs.active() !== null,
      pause: (ms) => scheduler.wait(ms),
    });
    this.#audience = new Subscribers(ctx);
    // Lanes and ledger are entrypoints of the Worker we live in: reached without importing it.
    const loopback = ctx.exports as unknown as { Lane: LaneRpc; Ledger: LedgerRpc };
    this.#engine = new Engine(stores, {
      ctx: { storage: ctx.storage, waitUntil: (work) => ctx.waitUntil(work) },
      clock: {
        now: () => Date.now(),
        newId: () => crypto.randomUUID(),
        chance: () => Math.random(),
      },
      startLimit: startLimits[env.STAGE === "local" ? "local" : "production"],
      tasks: env.TASKS,
      lane: () => loopback.Lane,
      ledger: () => loopback.Ledger,
      audience: this.#audience,
    });
  }

  // People

  async start(order: StartCommand): Promise<Answer<"start">> {
    return this.#engine.start(order);
  }

  async retry(order: Door<"retry">): Promise<Answer<"retry">> {
    return this.#engine.retry(order);
  }

  async send(order: Door<"send">): Promise<Answer<"send">> {
    return this.#engine.send(order);
  }

  async confirmRemovals(order: Door<"confirmRemovals">): Promise<Answer<"confirmRemovals">> {
    return this.#engine.confirmRemovals(order);
  }

  async cancel(order: Door<"cancel">): Promise<Answer<"cancel">> {
    return this.#engine.cancel(order);
  }

  async undo(order: Door<"undo">): Promise<Answer<"undo">> {
    return this.#engine.undo(order);
  }

  // Readers

  async status(): Promise<Answer<"status">> {
    const now = Date.now();
    const active = this.#stores.runs.active();
    const last = active ?? this.#stores.runs.last();
    return {
      active: active && viewRun(active, now),
      last: last && viewRun(last, now),
      setAside: this.#stores.runs.setAside().map((run) => viewRun(run, now)),
      freshness: this.#stores.publications.freshness(),
      lastRuns: this.#stores.runs.lastEnded().map(viewLastRun),
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
    if (held === null) return { type: "unread", code: "run_unknown" };
    // What a run has read but not published is nobody's to see.
    if (!held.published) return { changes: [], next: null };
    if (!stillTold(held, this.#stores)) return { type: "unread", code: "changes_gone" };
    return this.#stores.changes.page(held, this.#stores.records, after, limit);
  }

  async records(query: Door<"records">): Promise<Answer<"records">> {
    const page = await this.#read(query, "records", () => this.#readers.page(query));
    if (page === "tooMany") return { type: "unread", code: "too_many_reads" };
    return page ?? { type: "unread", code: "generation_unknown" };
  }

  async sums(query: Door<"sums">): Promise<Answer<"sums">> {
    const sums = await this.#read(query, "sums", () => this.#readers.sums(query));
    return typeof sums === "string" ? { type: "unread", code: unreadCodes[sums] } : sums;
  }

  async averages(query: Door<"averages">): Promise<Answer<"averages">> {
    const averages = await this.#read(query, "averages", () => this.#readers.averages(query));
    return typeof averages === "string"
      ? { type: "unread", code: unreadCodes[averages] }
      : averages;
  }

  /** Six people who look at the same plot after a refresh cost one reading. */
  #read<Result>(
    query: ResourceKey,
    kind: string,
    begin: () => SlicedReading<Result>,
  ): Promise<Result | "tooMany"> {
    const name = `${kind} ${this.#readers.nameOf(query)}`;
    const underWay = this.#underWay.get(name);
    // The name holds the kind of the question, and with it the type of the answer.
    if (underWay !== undefined) return underWay as Promise<Result | "tooMany">;
    const reading = this.#leisure.work(begin()).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, reading);
    return reading;
  }

  async cursors({ configuration }: Door<"cursors">): Promise<Answer<"cursors">> {
    return this.#stores.publications
      .cursors(configuration)
      .map(({ resource, run, rejectsOf, cursor }) => {
        // A read with rejects begins again at the same place, and has come as far all the same.
        const step = this.#stores.runs.find(run)?.steps.find((one) => one.resource === resource);
        return {
          resource,
          cursor: step?.cursor ?? cursor,
          rejected: this.#stores.rejects.ids(rejectsOf, resource),
          warned: this.#stores.fileWarnings.list({ configuration, resource }),
        };
      });
  }

  async due(): Promise<Answer<"due">> {
    return this.#stores.schedules.list();
  }

  // Lanes

  async claim(task: Task): Promise<Assignment> {
    this.#leisure.stepTaken();
    return this.#engine.claim(task);
  }

  async apply(report: Door<"apply">): Promise<Assignment> {
    this.#leisure.stepTaken();
    return this.#engine.apply(report);
  }

  async renew(fence: Fence): Promise<boolean> {
    this.#leisure.stepTaken();
    return this.#engine.renew(fence);
  }

  // The Worker

  async wake(order: Door<"wake">): Promise<Answer<"wake">> {
    return this.#engine.wake(order);
  }

  async setSchedules(order: Door<"setSchedules">): Promise<Answer<"setSchedules">> {
    return this.#engine.setSchedules(order);
  }

  async forget(order: Door<"forget">): Promise<void> {
    this.#engine.forget(order);
  }

  async dismiss({ session, person }: Door<"dismiss">): Promise<number> {
    const bySession =
      session === undefined
        ? 0
        : this.#audience.close(`session:${session}`, closeCodes.signInAgain);
    return (
      bySession +
      (person === undefined
        ? 0
        : this.#audience.close(`person:${person}`, closeCodes.noLongerAllowed))
    );
  }

  // The live view

  /** Only the Worker calls this, after it has checked origin, session and role. */
  override async fetch(request: Request): Promise<Response> {
    const viewer = {
      session: request.headers.get(viewerHeaders.session) ?? "",
      person: request.headers.get(viewerHeaders.person) ?? "",
      expiresAt: Date.parse(request.headers.get(viewerHeaders.expiresAt) ?? ""),
    };
    const { active, last, setAside, freshness, lastRuns } = await this.status();
    if (!(viewer.expiresAt > Date.now())) return new Response(null, { status: 401 });
    // Nothing is awaited from here on: upgrades that come together are counted one by one.
    const full = this.#audience.limitReachedBy(viewer.person);
    if (full !== null)
      return new Response(null, { status: 429, headers: { [viewerHeaders.full]: full } });
    const { 0: client, 1: server } = new WebSocketPair();
    const at = new Date().toISOString();
    this.#audience.accept(server, viewer, {
      type: "snapshot",
      at,
      run: active ?? last,
      setAside,
      freshness,
      lastRuns,
    });
    this.#engine.keepAlarm(viewer.expiresAt);
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
    await this.#engine.alarm();
  }
}
