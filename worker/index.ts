// The Worker's entry points: requests go to the API or the page, queue messages to lanes, the cron
// trigger to the sweep.
import { WorkerEntrypoint } from "cloudflare:workers";
import type { LaneRpc } from "../contract/rpc/lane.ts";
import type { LedgerRpc } from "../contract/rpc/ledger.ts";
import type { LedgerEntry } from "../contract/rpc/ledger.ts";
import { Task } from "../contract/rpc/task.ts";
import { app } from "./http/app.ts";
import { workLane } from "./queue/lane.ts";
import { writeLedger } from "./queue/ledger.ts";
import { log } from "./log.ts";
import { sweep } from "./queue/sweep.ts";

export { Gate } from "../durable-objects/gate/gate.ts";
export { Tenant } from "../durable-objects/tenant/tenant.ts";

/** Loopback for the tenants' objects: the work of one lane, when the queue is silent. */
export class Lane extends WorkerEntrypoint<Env> implements LaneRpc {
  async work(task: Task): Promise<void> {
    await workLane(this.env, this.ctx, task);
  }
}

/** Loopback for the tenants' objects: stores their history in D1. */
export class Ledger extends WorkerEntrypoint<Env> implements LedgerRpc {
  async write(entries: LedgerEntry[]): Promise<{ run: string; seq: number }[]> {
    return writeLedger(this.env, entries, new Date());
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    return pathname === "/api" || pathname.startsWith("/api/")
      ? app.fetch(request, env, ctx)
      : env.ASSETS.fetch(request);
  },

  async queue(batch, env, ctx) {
    await Promise.all(batch.messages.map((message) => workMessage(message, env, ctx)));
  },

  async scheduled(controller, env) {
    await sweep(env, new Date(controller.scheduledTime));
  },
} satisfies ExportedHandler<Env>;

// A message only names a lane, and the object knows what is left to do: a message that fails is
// dropped, not repeated.
async function workMessage(message: Message, env: Env, ctx: ExecutionContext): Promise<void> {
  const task = Task.safeParse(message.body);
  if (!task.success) log("error", "taskUnreadable", {});
  else {
    try {
      await workLane(env, ctx, task.data);
    } catch (error) {
      log("error", "taskBroke", { tenant: task.data.tenant, run: task.data.run }, error);
    }
  }
  message.ack();
}
