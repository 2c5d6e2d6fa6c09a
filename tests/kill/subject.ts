// One establishment whose refreshes are killed, its twin whose are not, and the database that both
// read.
import { setTimeout as sleep } from "node:timers/promises";
import type { Stage } from "../../bench/stage.ts";
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

/** Several pages of what there is of a kind: a kill finds some read and some not. */
const pageSize = 200;

export class Subject {
  readonly kind: Kind;
  readonly tenant: string;
  readonly twin: string;
  readonly database: string;
  readonly resources: readonly string[];
  /** The configuration that is refreshed now; a new one begins with a first load. */
  configuration = "";
  #twinConfiguration = "";
  readonly #stage: Stage;

  constructor(stage: Stage, kind: Kind, number: number) {
    this.#stage = stage;
    this.kind = kind;
    this.tenant = `${kind}-${number}`;
    this.twin = `${kind}-${number}-twin`;
    this.database = benchDatabase(number + (kind === "modules" ? 10 : 20));
    this.resources = plans[kind].resources;
  }

  /** Takes a new configuration: its next refresh is its first. */
  async renew(): Promise<void> {
    const plan = {
      ...plans[this.kind],
      resources: [...this.resources],
      database: this.database,
      pageSize,
    };
    this.configuration = await this.#stage.configure(this.tenant, plan);
    this.#twinConfiguration ||= await this.#stage.configure(this.twin, plan);
  }

  /** Starts a refresh; says which. */
  start(): Promise<string> {
    return this.#start(this.tenant, { configuration: this.configuration });
  }

  async #start(
    tenant: string,
    order: { configuration: string; complete?: boolean },
  ): Promise<string> {
    return (await this.#stage.call<Run>("POST", `/api/tenants/${tenant}/runs`, order)).executionId;
  }

  /** Asks to stop. False: it had ended already. */
  async cancel(run: string): Promise<boolean> {
    return this.#stage.call("POST", `/api/tenants/${this.tenant}/runs/${run}/cancel`).then(
      () => true,
      (error: unknown) => {
        if (String(error).includes("run_ended")) return false;
        throw error;
      },
    );
  }

  /** The twin reads everything anew, in peace. */
  async refreshTwin(): Promise<Run> {
    const run = await this.#start(this.twin, {
      configuration: this.#twinConfiguration,
      complete: true,
    });
    return this.#ended(this.twin, run);
  }

  /** A refresh of the subject, to its end. */
  async refresh(): Promise<Run> {
    return this.#ended(this.tenant, await this.start());
  }

  async #ended(tenant: string, run: string): Promise<Run> {
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(40)) {
      const { active, last } = await this.status(tenant);
      if (active === null && last?.executionId === run) return last;
    }
    throw new Error(`a refresh of ${tenant} in peace does not end`);
  }

  status(tenant = this.tenant): Promise<Status> {
    return this.#stage.call<Status>("GET", `/api/tenants/${tenant}/runs/current`);
  }

  /** The history in D1, newest first: asking for it does not touch the object. */
  async history(limit: number): Promise<RunSummary[]> {
    return (
      await this.#stage.call<{ runs: RunSummary[] }>(
        "GET",
        `/api/runs?tenant=${this.tenant}&limit=${limit}`,
      )
    ).runs;
  }

  /** The same from the object. */
  async runs(limit: number): Promise<Run[]> {
    return (
      await this.#stage.call<{ runs: Run[] }>(
        "GET",
        `/api/tenants/${this.tenant}/runs?limit=${limit}`,
      )
    ).runs;
  }

  /** What readers of the subject, or of its twin, see of a resource. */
  async records(of: "subject" | "twin", resource: string): Promise<Stored[]> {
    const [tenant, configuration] =
      of === "subject" ? [this.tenant, this.configuration] : [this.twin, this.#twinConfiguration];
    const found: Stored[] = [];
    for (let after: string | null = null; ;) {
      const from: string = after === null ? "" : `&after=${encodeURIComponent(after)}`;
      const path = `/api/tenants/${tenant}/records/${configuration}/${resource}?limit=500${from}`;
      const page: { records: Stored[]; next: string | null } = await this.#stage.call("GET", path);
      found.push(...page.records);
      if (page.next === null) return found;
      after = page.next;
    }
  }
}

export type Stored = { id: number; data: Record<string, unknown> };
