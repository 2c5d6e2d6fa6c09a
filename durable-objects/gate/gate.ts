// The Gate of one upstream account: everybody who calls that account asks here first.
import { DurableObject } from "cloudflare:workers";
import type { Quota, GateView } from "../../contract/api/quota.ts";
import type { GateRpc, Permit } from "../../contract/rpc/gate.ts";
import { quotaOf, acquire, release, idleGate, viewGate, type GateState } from "../../core/gate.ts";
import { storedGate } from "../../core/stored/stored-gate.ts";
import { migrate } from "../stores/migrate.ts";
import { gateMigrations } from "./schema.ts";

/** How much of the day's count may be lost with the object: kept every so many calls. */
const keepEvery = 20;

export class Gate extends DurableObject<Env> implements GateRpc {
  /**
   * Permits and pace live in memory: a restarted Gate forgets at most a second of pace. The day's
   * count is kept.
   */
  #gate: GateState;
  #kept: string;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, gateMigrations);
    const row = ctx.storage.sql
      .exec<{ state: string }>("SELECT state FROM gate WHERE id = 1")
      .toArray()[0];
    this.#gate = row === undefined ? idleGate : { ...idleGate, ...storedGate.read(row.state) };
    this.#kept = JSON.stringify([0, 0]);
  }

  async acquire({ tenant, limits, urgent }: Parameters<GateRpc["acquire"]>[0]): Promise<Permit> {
    const permit = crypto.randomUUID();
    const { gate, answer } = acquire(this.#gate, {
      tenant,
      permit,
      now: Date.now(),
      limits,
      urgent,
    });
    this.#gate = gate;
    if (limits.callsPerDay !== null) this.#keep();
    return answer.type === "go" ? { type: "go", permit } : answer;
  }

  async release(report: Parameters<GateRpc["release"]>[0]): Promise<void> {
    this.#gate = release(this.#gate, { ...report, now: Date.now() });
    if (report.silentUntil !== undefined || report.day !== undefined) this.#keep();
  }

  async quota({ limits }: Parameters<GateRpc["quota"]>[0]): Promise<Quota | null> {
    return quotaOf(this.#gate, limits, Date.now());
  }

  async view(): Promise<GateView> {
    return viewGate(this.#gate, Date.now());
  }

  async clear(): Promise<void> {
    this.#gate = idleGate;
    this.#keep();
  }

  #keep(): void {
    const { day, silentUntil } = this.#gate;
    const mark = JSON.stringify([
      Math.floor(day.calls / keepEvery),
      day.remaining,
      day.limit,
      silentUntil,
    ]);
    if (mark === this.#kept) return;
    this.#kept = mark;
    this.ctx.storage.sql.exec(
      "INSERT OR REPLACE INTO gate (id, state) VALUES (1, ?)",
      storedGate.write({ day, silentUntil }),
    );
  }
}
