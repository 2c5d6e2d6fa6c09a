// A tenant's object worked by hand: the test is the lane, so that every answer and every order is
// chosen.
import { runInDurableObject } from "cloudflare:test";
import { Limits } from "../../contract/api/configuration.ts";
import type { AverageQuery, RecordQuery, SumQuery } from "../../contract/rpc/queries.ts";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { SourceRecord } from "../../contract/source/record.ts";
import type { Survey } from "../../contract/source/survey.ts";
import type { Assignment, Claim, Outcome } from "../../contract/rpc/task.ts";
import { packPage } from "../../core/pack.ts";
import { RunTransitions } from "../../durable-objects/tenant/run-transitions.ts";
import { Housekeeping } from "../../durable-objects/tenant/housekeeping.ts";
import { Commands } from "../../durable-objects/tenant/commands.ts";
import { RecordQueries } from "../../durable-objects/reading/record-queries.ts";
import type { SlicedReading } from "../../durable-objects/reading/slices.ts";
import { openStores } from "../../durable-objects/stores/stores.ts";
import { RunLock } from "../../durable-objects/tenant/run-lock.ts";
import { Lanes } from "../../durable-objects/tenant/lanes.ts";
import { TaskDispatcher } from "../../durable-objects/tenant/task-dispatcher.ts";
import { person, tenantStub } from "./source.ts";

const label = { en: "Sales", fr: "Ventes" };

export const plan = (over: Partial<RunPlan> = {}): RunPlan => ({
  configuration: "f1",
  configurationName: "Treasury",
  template: "treasury",
  options: {},
  resources: [{ key: "sales", label, columns: [] }],
  access: { tenant: "t", connection: "c1", kind: "odoo", settings: {}, secret: "sealed" },
  destination: null,
  limits: Limits.parse({}),
  schedule: null,
  timeZone: "UTC",
  ...over,
});

/** How often each finding was met, by its key; null: nothing was looked for. */
export const countsOf = (
  found: { counts: { key: string; count: number }[] } | null | undefined,
): Record<string, number> | null =>
  found ? Object.fromEntries(found.counts.map(({ key, count }) => [key, count])) : null;

/** A source as a plain map: the test changes it, lanes read it. */
export type World = Map<number, { version: string; name: string }>;

export const worldOf = (count: number): World =>
  new Map(
    Array.from({ length: count }, (_, index) => [
      index + 1,
      { version: "2026-01-01 00:00:00", name: `n${index + 1}` },
    ]),
  );

/** The test is the lane: no task has to reach one. */
const noDispatcher = new TaskDispatcher(
  {
    sendBatch: () => {
      throw new Error("the test is the lane");
    },
  },
  () => {
    throw new Error("the test is the lane");
  },
  () => undefined,
);

/** The engine of one tenant over its real database, with a clock that the test moves. */
export class Hand {
  readonly stores: ReturnType<typeof openStores>;
  readonly transitions: RunTransitions;
  readonly runLock: RunLock;
  readonly commands: Commands;
  readers: ReadersAtOnce;
  readonly housekeeping: Housekeeping;
  lanes: Lanes;
  now = Date.parse("2026-03-02T12:00:00Z");
  world: World;
  readonly #storage: DurableObjectStorage;
  #reading: RecordQueries;
  #ids = 0;

  constructor(storage: DurableObjectStorage, world: World) {
    this.#storage = storage;
    this.world = world;
    this.stores = openStores(storage.sql);
    this.transitions = new RunTransitions(this.stores);
    this.runLock = new RunLock(this.stores, this.transitions);
    this.commands = new Commands(this.stores, {
      transitions: this.transitions,
      runLock: this.runLock,
      startLimit: { max: 1_000, windowMs: 0 },
    });
    this.#reading = new RecordQueries(storage.sql, this.stores);
    this.readers = atOnce(this.#reading);
    this.housekeeping = new Housekeeping(this.stores);
    this.lanes = this.#newLanes();
  }

  #newLanes(): Lanes {
    this.#ids += 1;
    const { transitions } = this;
    const life = { life: `life ${this.#ids}`, now: this.now };
    return new Lanes(this.stores, { transitions, dispatcher: noDispatcher }, life);
  }

  /** The object dies and comes back: its rows are all that is left. */
  restart(): void {
    this.lanes = this.#newLanes();
  }

  get storage(): DurableObjectStorage {
    return this.#storage;
  }

  /** Readings that the test interrupts. */
  reading(): RecordQueries {
    return this.#reading;
  }

  /** Readers that remember nothing but what is in the database. */
  reopened(): ReadersAtOnce {
    this.#reading = new RecordQueries(this.#storage.sql, this.stores);
    this.readers = atOnce(this.#reading);
    return this.readers;
  }

  at = () => ({
    now: this.now,
    newId: () => `run-${(this.#ids += 1)}`,
    chance: () => 0.5,
  });

  start(over: { plan?: RunPlan; idempotencyKey?: string; complete?: boolean } = {}) {
    return this.#storage.transactionSync(() =>
      this.commands.start(
        {
          tenant: "t",
          jurisdiction: null,
          plan: over.plan ?? plan(),
          resources: null,
          complete: over.complete ?? false,
          startedBy: person,
          idempotencyKey: over.idempotencyKey ?? null,
        },
        this.at(),
      ),
    );
  }

  order(run: string) {
    return {
      tenant: "t",
      jurisdiction: null,
      plan: plan(),
      startedBy: person,
      idempotencyKey: null,
      run,
    };
  }

  /** "Yes, they are gone." */
  confirm(run: string, resources: string[] | null = null, over: Partial<{ plan: RunPlan }> = {}) {
    return this.#storage.transactionSync(() =>
      this.commands.confirmRemovals({ ...this.order(run), ...over, resources }, this.at()),
    );
  }

  claim(): Claim | null {
    const run = this.stores.runs.active();
    const assignment: Assignment =
      run === null
        ? { type: "idle" }
        : this.lanes.claim(
            { tenant: "t", jurisdiction: null, run: run.id, epoch: run.epoch },
            this.at(),
          );
    return assignment.type === "claim" ? assignment.claim : null;
  }

  /** Claims a batch where there has to be one. */
  take(): Claim {
    const claim = this.claim();
    if (claim === null) throw new Error("nothing is due");
    return claim;
  }

  /** Works one batch. */
  next(): void {
    const claim = this.take();
    this.apply(claim, this.answer(claim));
  }

  apply(claim: Claim, outcome: Outcome): void {
    this.#storage.transactionSync(() =>
      this.lanes.apply({ fence: claim.fence, outcome, then: "resend" }, this.at()),
    );
  }

  /** What a faithful source answers to a batch. */
  answer(claim: Claim): Outcome {
    const ids = [...this.world.keys()].sort((a, b) => a - b);
    const highestId = Math.max(...ids, 0);
    if (claim.kind === "survey") {
      const survey: Survey = {
        horizon: { at: null, highestId },
        coverage: "range",
        toRead: ids.length,
        present: ids.length,
        cursor: { seen: ids.length },
        partitions: ids.length === 0 ? [] : [{ type: "range", from: 1, to: highestId }],
      };
      return { type: "surveyed", survey, fingerprint: "f" };
    }
    if (claim.kind === "verify") {
      if (claim.partition?.type !== "range") return { type: "counted", count: ids.length };
      return { type: "identified", ids, covers: claim.partition };
    }
    const { partition } = claim;
    if (partition === null) throw new Error("a fetch has an partition");
    const wanted =
      partition.type === "ids"
        ? ids.filter((id) => partition.ids.includes(id))
        : partition.type === "range"
          ? ids.filter((id) => id >= partition.from && id <= partition.to)
          : ids;
    return packPage({
      type: "page",
      records: wanted.map((id) => this.record(id)),
      rejects: [],
      covers: partition,
      rest: null,
    });
  }

  record(id: number): SourceRecord {
    const { version, name } = this.world.get(id) ?? { version: "", name: "" };
    return { id, version, data: { name } };
  }

  /** Works until nothing is due. @param spoil may answer in the source's place */
  run(spoil: (claim: Claim) => Outcome | null = () => null): void {
    for (let claim = this.claim(); claim !== null; claim = this.claim())
      this.apply(claim, spoil(claim) ?? this.answer(claim));
  }

  refresh(spoil?: (claim: Claim) => Outcome | null) {
    this.start();
    this.run(spoil);
    return this.last();
  }

  last() {
    const run = this.stores.runs.last();
    if (run === null) throw new Error("no run yet");
    return run;
  }

  /** Lets time pass and takes back what silent lanes held. */
  wait(ms: number): void {
    this.now += ms;
    this.#storage.transactionSync(() => this.lanes.releaseSilent(this.at()));
  }

  /** What readers see, by id. */
  seen(asOf: number | null = null): Record<string, string> {
    const page = this.readers.page({
      configuration: "f1",
      resource: "sales",
      after: null,
      limit: 100_000,
      search: null,
      asOf,
      sort: null,
    });
    if (page === null) throw new Error(`generation ${asOf} cannot be read`);
    return Object.fromEntries(page.records.map(({ id, data }) => [String(id), String(data.name)]));
  }

  /** What the source holds, by id. */
  truth(): Record<string, string> {
    return Object.fromEntries([...this.world].map(([id, { name }]) => [String(id), name]));
  }

  edit(id: number, name: string, version = "2026-02-01 00:00:00"): void {
    this.world.set(id, { version, name });
  }

  sql(query: string): void {
    this.#storage.sql.exec(query);
  }

  transaction<Result>(work: () => Result): Result {
    return this.#storage.transactionSync(work);
  }
}

/** Readings that nobody interrupts. */
const atOnce = (readers: RecordQueries) => ({
  page: (query: RecordQuery) => finish(readers.page(query)),
  sums: (query: SumQuery) => finish(readers.sums(query)),
  averages: (query: AverageQuery) => finish(readers.averages(query)),
});
type ReadersAtOnce = ReturnType<typeof atOnce>;

function finish<Result>(reading: SlicedReading<Result>): Result {
  for (let at = reading.next(); ; at = reading.next()) if (at.done === true) return at.value;
}

/** Runs a test with a tenant's engine in its own object. */
export const byHand = (tenant: string, world: World, test: (hand: Hand) => void): Promise<void> =>
  runInDurableObject(tenantStub(tenant), (_, state) => {
    test(new Hand(state.storage, world));
  });
