// An establishment whose refreshes are killed, its undisturbed twin, and the database that both read.
import { setTimeout as sleep } from "node:timers/promises";
import type { Harness } from "../../bench/harness.ts";
import type { Client } from "../../client/client.ts";
import { ApiProblem } from "../../client/problem.ts";
import type { RecordPage, RecordRow } from "../../contract/api/record.ts";
import type { Status } from "../../contract/api/status.ts";
import type { Run, RunSummary } from "../../contract/api/run.ts";
import { benchDatabase } from "../../sandbox/accounts.ts";

export type Kind = "modules" | "treasury";

const plans = {
  modules: {
    template: "odoo_modules",
    resources: ["sale_orders", "contacts", "employees"],
    options: { firstDays: 20_000, raw: "yes" },
  },
  treasury: { template: "treasury", resources: ["local_sales", "local_purchases"], options: {} },
} as const;

/** Small enough for several pages of every kind: a kill then falls between pages, too. */
const pageSize = 200;

export class Subject {
  readonly kind: Kind;
  readonly tenant: string;
  readonly twin: string;
  readonly database: string;
  readonly resources: readonly string[];
  /** The configuration of the next refresh; a new one starts with a first load. */
  configuration = "";
  #twinConfiguration = "";
  readonly #harness: Harness;
  readonly #client: Client;

  constructor(harness: Harness, kind: Kind, number: number) {
    this.#harness = harness;
    this.#client = harness.client;
    this.kind = kind;
    this.tenant = `${kind}-${number}`;
    this.twin = `${kind}-${number}-twin`;
    this.database = benchDatabase(number + (kind === "modules" ? 10 : 20));
    this.resources = plans[kind].resources;
  }

  /** Switches to a new configuration, whose next refresh is a first load. */
  async renew(): Promise<void> {
    const plan = {
      ...plans[this.kind],
      resources: [...this.resources],
      database: this.database,
      pageSize,
    };
    this.configuration = await this.#harness.configure(this.tenant, plan);
    this.#twinConfiguration ||= await this.#harness.configure(this.twin, plan);
  }

  /** Starts a refresh; returns the run's id. */
  start(): Promise<string> {
    return this.#start(this.tenant, { configuration: this.configuration });
  }

  async #start(
    tenant: string,
    body: { configuration: string; complete?: boolean },
  ): Promise<string> {
    return (await this.#client.startRun({ tenant, body })).executionId;
  }

  /** Cancels a run; returns false where it had already ended. */
  async cancel(run: string): Promise<boolean> {
    return this.#client.cancelRun({ tenant: this.tenant, run }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ApiProblem && error.code === "run_ended") return false;
        throw error;
      },
    );
  }

  /** Reads everything anew into the twin, which is never killed. */
  async refreshTwin(): Promise<Run> {
    const run = await this.#start(this.twin, {
      configuration: this.#twinConfiguration,
      complete: true,
    });
    return this.#ended(this.twin, run);
  }

  /** Refreshes the subject and waits for the end. */
  async refresh(): Promise<Run> {
    return this.#ended(this.tenant, await this.start());
  }

  async #ended(tenant: string, run: string): Promise<Run> {
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(40)) {
      const { active, last } = await this.status(tenant);
      if (active === null && last?.executionId === run) return last;
    }
    throw new Error(`an undisturbed refresh of ${tenant} does not end`);
  }

  status(tenant = this.tenant): Promise<Status> {
    return this.#client.getStatus({ tenant });
  }

  /** The history in D1, newest first. Reading it does not wake the object. */
  async history(limit: number): Promise<RunSummary[]> {
    return (await this.#client.listAllRuns({ query: { tenant: this.tenant, limit } })).runs;
  }

  /** The history as the object keeps it, newest first. */
  async runs(limit: number): Promise<Run[]> {
    return (await this.#client.listRuns({ tenant: this.tenant, query: { limit } })).runs;
  }

  /** All published records of a resource. */
  async records(of: "subject" | "twin", resource: string): Promise<RecordRow[]> {
    const [tenant, configuration] =
      of === "subject" ? [this.tenant, this.configuration] : [this.twin, this.#twinConfiguration];
    const found: RecordRow[] = [];
    for (let after: string | null = null; ;) {
      const page: RecordPage = await this.#client.listRecords({
        tenant,
        configuration,
        resource,
        query: { limit: 500, after },
      });
      found.push(...page.records);
      if (page.next === null) return found;
      after = page.next;
    }
  }
}
