// The Gate of one upstream account: everybody who calls that account asks here first.
import { DurableObject } from "cloudflare:workers";
import type { Allowance, GateDoor, GateView, Permit } from "../../contract/rpc/rpc.ts";
import { allowanceOf, enter, leave, openGate, viewGate, type HeldGate } from "../../core/gate.ts";
import { parseJson } from "../stores/rows.ts";
import { gateMigrations, migrate } from "../stores/schema.ts";

/** How much of the day's count may be lost with the object: kept every so many calls. */
const keepEvery = 20;

export class Gate extends DurableObject<Env> implements GateDoor {
  /**
   * Permits and pace live in memory: a restarted Gate forgets at most a second of pace. The day's
   * count is kept.
   */
  #gate: HeldGate;
  #kept: string;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, gateMigrations);
    const row = ctx.storage.sql
      .exec<{ state: string }>("SELECT state FROM gate WHERE id = 1")
      .toArray()[0];
    this.#gate =
      row === undefined
        ? openGate
        : { ...openGate, ...parseJson<Pick<HeldGate, "day" | "silentUntil">>(row.state) };
    this.#kept = JSON.stringify([0, 0]);
  }

  async enter({ tenant, limits, urgent }: Parameters<GateDoor["enter"]>[0]): Promise<Permit> {
    const permit = crypto.randomUUID();
    const { gate, answer } = enter(this.#gate, { tenant, permit, now: Date.now(), limits, urgent });
    this.#gate = gate;
    if (limits.callsPerDay !== null) this.#keep();
    return answer.type === "go" ? { type: "go", permit } : answer;
  }

  async leave(report: Parameters<GateDoor["leave"]>[0]): Promise<void> {
    this.#gate = leave(this.#gate, { ...report, now: Date.now() });
    if (report.silentUntil !== undefined || report.day !== undefined) this.#keep();
  }

  async allowance({ limits }: Parameters<GateDoor["allowance"]>[0]): Promise<Allowance | null> {
    return allowanceOf(this.#gate, limits, Date.now());
  }

  async view(): Promise<GateView> {
    return viewGate(this.#gate, Date.now());
  }

  async clear(): Promise<void> {
    this.#gate = openGate;
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
      JSON.stringify({ day, silentUntil }),
    );
  }
}
