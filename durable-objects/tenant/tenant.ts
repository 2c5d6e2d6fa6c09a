// One tenant's object, as the Worker calls it: its runs, its data and the live view of its people.
import { DurableObject } from "cloudflare:workers";
import type { LaneRpc } from "../../contract/rpc/lane.ts";
import type { LedgerRpc } from "../../contract/rpc/ledger.ts";
import type { TenantAnswer, TenantCommand, TenantRpc } from "../../contract/rpc/tenant.ts";
import { closeCodes } from "../../contract/api/live.ts";
import { viewerHeaders } from "../../contract/rpc/viewer.ts";
import type { Assignment, Fence, Task } from "../../contract/rpc/task.ts";
import { viewLastRun, viewRun } from "../../core/view.ts";
import { Subscribers } from "../live/subscribers.ts";
import { viewBatch } from "../stores/batches.ts";
import { areChangesKept } from "../stores/changes.ts";
import { assembleTenant, type TenantParts } from "./assemble-tenant.ts";
import { RecordQueries } from "../reading/record-queries.ts";
import type { ResourceKey } from "../stores/records.ts";
import { ReadScheduler } from "../reading/read-scheduler.ts";
import { migrate } from "../stores/migrate.ts";
import { tenantMigrations } from "../stores/schema.ts";
import type { SlicedReading } from "../reading/slices.ts";
import { openStores } from "../stores/stores.ts";

/** Rejects shown on a run's page. */
const rejectsShown = 500;

/** Why a reading gave nothing, as callers are told. */
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
  readonly #parts: TenantParts;
  readonly #queries: RecordQueries;
  readonly #readScheduler: ReadScheduler;
  /** Readings under way, by name: whoever asks the same gets the same answer. */
  readonly #underWay = new Map<string, Promise<unknown>>();
  readonly #subscribers: Subscribers;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, tenantMigrations);
    const stores = openStores(ctx.storage.sql);
    this.#stores = stores;
    this.#queries = new RecordQueries(ctx.storage.sql, stores);
    this.#readScheduler = new ReadScheduler({
      isBusy: () => stores.runs.active() !== null,
      pause: (ms) => scheduler.wait(ms),
    });
    this.#subscribers = new Subscribers(ctx);
    // Lanes and ledger are entrypoints of the Worker we live in: reached without importing it.
    const loopback = ctx.exports as unknown as { Lane: LaneRpc; Ledger: LedgerRpc };
    this.#parts = assembleTenant(stores, {
      platform: { storage: ctx.storage, waitUntil: (work) => ctx.waitUntil(work) },
      clock: {
        now: () => Date.now(),
        newId: () => crypto.randomUUID(),
        chance: () => Math.random(),
      },
      startLimit: startLimits[env.STAGE === "local" ? "local" : "production"],
      tasks: env.TASKS,
      lane: () => loopback.Lane,
      ledger: () => loopback.Ledger,
      subscribers: this.#subscribers,
    });
  }

  // Commands

  async start(command: TenantCommand<"start">): Promise<TenantAnswer<"start">> {
    const { transactor, commands } = this.#parts;
    return transactor.commit((call) => commands.start(command, call));
  }

  async retry(command: TenantCommand<"retry">): Promise<TenantAnswer<"retry">> {
    const { transactor, commands } = this.#parts;
    return transactor.commit((call) => commands.retry(command, call));
  }

  async send(command: TenantCommand<"send">): Promise<TenantAnswer<"send">> {
    const { transactor, commands } = this.#parts;
    return transactor.commit((call) => commands.send(command, call));
  }

  async confirmRemovals(
    command: TenantCommand<"confirmRemovals">,
  ): Promise<TenantAnswer<"confirmRemovals">> {
    const { transactor, commands } = this.#parts;
    return transactor.commit((call) => commands.confirmRemovals(command, call));
  }

  async cancel(command: TenantCommand<"cancel">): Promise<TenantAnswer<"cancel">> {
    const { transactor, commands } = this.#parts;
    return transactor.commit((call) => commands.cancel(command, call));
  }

  async undo(command: TenantCommand<"undo">): Promise<TenantAnswer<"undo">> {
    const { transactor, commands } = this.#parts;
    return transactor.commit((call) => commands.undo(command, call));
  }

  // Readers

  async status(): Promise<TenantAnswer<"status">> {
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

  async runs({ before, limit }: TenantCommand<"runs">): Promise<TenantAnswer<"runs">> {
    const { runs, next } = this.#stores.runs.page(before, limit);
    const now = Date.now();
    return { runs: runs.map((run) => viewRun(run, now)), next };
  }

  async run({ run }: TenantCommand<"run">): Promise<TenantAnswer<"run">> {
    const state = this.#stores.runs.find(run);
    if (state === null) return null;
    return {
      ...viewRun(state, Date.now()),
      batches: this.#stores.batches.all(run).map(viewBatch),
      rejects: this.#stores.rejects.list(run, rejectsShown),
    };
  }

  async changes({ run, after, limit }: TenantCommand<"changes">): Promise<TenantAnswer<"changes">> {
    const state = this.#stores.runs.find(run);
    if (state === null) return { type: "unread", code: "run_unknown" };
    // What a run has read but not published is nobody's to see.
    if (!state.published) return { changes: [], next: null };
    if (!areChangesKept(state, this.#stores)) return { type: "unread", code: "changes_gone" };
    return this.#stores.changes.page(state, this.#stores.records, after, limit);
  }

  async records(query: TenantCommand<"records">): Promise<TenantAnswer<"records">> {
    const page = await this.#read(query, "records", () => this.#queries.page(query));
    if (page === "tooMany") return { type: "unread", code: "too_many_reads" };
    return page ?? { type: "unread", code: "generation_unknown" };
  }

  async sums(query: TenantCommand<"sums">): Promise<TenantAnswer<"sums">> {
    const sums = await this.#read(query, "sums", () => this.#queries.sums(query));
    return typeof sums === "string" ? { type: "unread", code: unreadCodes[sums] } : sums;
  }

  async averages(query: TenantCommand<"averages">): Promise<TenantAnswer<"averages">> {
    const averages = await this.#read(query, "averages", () => this.#queries.averages(query));
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
    const name = `${kind} ${this.#queries.nameOf(query)}`;
    const underWay = this.#underWay.get(name);
    // The name holds the kind of the question, and with it the type of the answer.
    if (underWay !== undefined) return underWay as Promise<Result | "tooMany">;
    const reading = this.#readScheduler.work(begin()).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, reading);
    return reading;
  }

  async cursors({ configuration }: TenantCommand<"cursors">): Promise<TenantAnswer<"cursors">> {
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

  async due(): Promise<TenantAnswer<"due">> {
    return this.#stores.schedules.list();
  }

  // Lanes

  async claim(task: Task): Promise<Assignment> {
    const { transactor, lanes } = this.#parts;
    this.#readScheduler.stepTaken();
    return transactor.commit((call) => lanes.claim(task, call));
  }

  async apply(report: TenantCommand<"apply">): Promise<Assignment> {
    const { transactor, lanes } = this.#parts;
    this.#readScheduler.stepTaken();
    return transactor.commit((call) => lanes.apply(report, call));
  }

  async renew(fence: Fence): Promise<boolean> {
    const { transactor, lanes } = this.#parts;
    this.#readScheduler.stepTaken();
    return transactor.commit((call) => lanes.renew(fence, call));
  }

  // The Worker

  async wake(command: TenantCommand<"wake">): Promise<TenantAnswer<"wake">> {
    return this.#parts.driver.wake(command);
  }

  async setSchedules(
    command: TenantCommand<"setSchedules">,
  ): Promise<TenantAnswer<"setSchedules">> {
    const { transactor, settings } = this.#parts;
    return transactor.commit((call) => settings.setSchedules(command, call));
  }

  async forget(command: TenantCommand<"forget">): Promise<void> {
    const { transactor, settings } = this.#parts;
    transactor.commit((call) => settings.forget(command, call));
  }

  async dismiss({ session, person }: TenantCommand<"dismiss">): Promise<number> {
    const bySession =
      session === undefined
        ? 0
        : this.#subscribers.close(`session:${session}`, closeCodes.signInAgain);
    return (
      bySession +
      (person === undefined
        ? 0
        : this.#subscribers.close(`person:${person}`, closeCodes.noLongerAllowed))
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
    const full = this.#subscribers.limitReachedBy(viewer.person);
    if (full !== null)
      return new Response(null, { status: 429, headers: { [viewerHeaders.full]: full } });
    const { 0: client, 1: server } = new WebSocketPair();
    const at = new Date().toISOString();
    this.#subscribers.accept(server, viewer, {
      type: "snapshot",
      at,
      run: active ?? last,
      setAside,
      freshness,
      lastRuns,
    });
    this.#parts.alarm.ringBy(viewer.expiresAt);
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket): Promise<void> {
    // Viewers only listen; commands come over HTTP. The ping is answered by the runtime.
    socket.close(1008, "this socket only speaks");
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    // 1005 and 1006 may be seen but not said.
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  override async alarm(): Promise<void> {
    await this.#parts.driver.alarm();
  }
}
