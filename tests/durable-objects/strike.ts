// Strikes a tenant's object down at a named point of its work, as `kill -9` does: what is not on
// disk by then is gone. The object is the real one. Only what it stands on is watched from here:
// its doors, its statements, the queue.
import { env } from "cloudflare:workers";
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import type { Outcome, Task } from "../../contract/rpc/task.ts";
import { Tenant } from "../../durable-objects/tenant/tenant.ts";

type DoorName = keyof TenantRpc | "alarm";
export type When = "before" | "after";
/**
 * A place in the object's work; `fits` tells whether this pass through it is the one that is meant.
 */
export type Point =
  | { in: "call"; door: DoorName; when: When; fits?: (argument: unknown) => boolean }
  | { in: "statement"; when: When; fits: (query: string, bind: unknown[]) => boolean }
  /** The commit is on disk, its task is not in the queue yet. */
  | { in: "send" };

export const call = (door: DoorName, when: When, fits?: (argument: unknown) => boolean): Point =>
  fits === undefined ? { in: "call", door, when } : { in: "call", door, when, fits };
export const statement = (
  when: When,
  fits: RegExp | ((query: string, bind: unknown[]) => boolean),
): Point => ({
  in: "statement",
  when,
  fits: fits instanceof RegExp ? (query) => fits.test(query) : fits,
});
export const send: Point = { in: "send" };

/** What is planned for one tenant's object, over all of its lives. */
type Fate = { points: Point[]; queue: "works" | "drops"; pages: "pass" | "wait"; waiting: number };
const fates = new Map<string, Fate>();

const idOf = (tenant: string): string => env.TENANT.idFromName(tenant).toString();

function fateOf(tenant: string): Fate {
  const fate = fates.get(idOf(tenant)) ?? { points: [], queue: "works", pages: "pass", waiting: 0 };
  fates.set(idOf(tenant), fate);
  return fate;
}

/** Kills the object at each of these points, one after the other. */
export const strikeAt = (tenant: string, ...points: Point[]): void =>
  void fateOf(tenant).points.push(...points);

/** How many points the object has not come to yet. */
export const strikesLeft = (tenant: string): number => fateOf(tenant).points.length;

/** From here on the queue loses what this tenant sends, without a word. */
export const dropTasks = (tenant: string): void => void (fateOf(tenant).queue = "drops");

/** From here on lanes that bring a page find the door closed, with their claims in hand. */
export const holdPages = (tenant: string): void => void (fateOf(tenant).pages = "wait");
export const letPagesPass = (tenant: string): void => void (fateOf(tenant).pages = "pass");
export const pagesWaiting = (tenant: string): number => fateOf(tenant).waiting;

type Inside = { ctx: DurableObjectState };
const lives = new Map<string, DurableObjectState>();

function kill(fate: Fate, ctx: DurableObjectState): never {
  fate.points.shift();
  ctx.abort("killed");
  throw new Error("killed");
}

/** What has been committed reaches the disk first; nothing that follows it happens. */
async function killAfter(fate: Fate, ctx: DurableObjectState): Promise<never> {
  await ctx.storage.sync();
  return kill(fate, ctx);
}

/** Watches the statements of this life of the object. */
function dress(id: string, fate: Fate, ctx: DurableObjectState): void {
  if (lives.get(id) === ctx) return;
  lives.set(id, ctx);
  const { sql } = ctx.storage;
  const plain = sql.exec.bind(sql) as (
    query: string,
    ...bind: unknown[]
  ) => SqlStorageCursor<Record<string, SqlStorageValue>>;
  const watched = (query: string, ...bind: unknown[]) => {
    const point = fate.points[0];
    const meant = point?.in === "statement" && point.fits(query, bind);
    if (meant && point.when === "before") kill(fate, ctx);
    const cursor = plain(query, ...bind);
    if (meant) kill(fate, ctx);
    return cursor;
  };
  Object.defineProperty(sql, "exec", { value: watched });
}

async function passPages(fate: Fate, report: unknown): Promise<void> {
  if ((report as { outcome: Outcome }).outcome.type !== "page") return;
  fate.waiting += 1;
  while (fate.pages === "wait") await new Promise((resolve) => setTimeout(resolve, 20));
  fate.waiting -= 1;
}

const doors: DoorName[] = [
  "start",
  "retry",
  "cancel",
  "undo",
  "claim",
  "apply",
  "renew",
  "wake",
  "alarm",
];
type Method = (this: Inside, argument: unknown) => Promise<unknown>;
const prototype = Tenant.prototype as unknown as Record<DoorName, Method>;
for (const door of doors) {
  const plain = prototype[door];
  prototype[door] = async function (this: Inside, argument: unknown) {
    const id = this.ctx.id.toString();
    const fate = fates.get(id);
    if (fate === undefined) return plain.call(this, argument);
    dress(id, fate, this.ctx);
    if (door === "apply" && fate.pages === "wait") await passPages(fate, argument);
    const point = fate.points[0];
    const meant = point?.in === "call" && point.door === door && (point.fits?.(argument) ?? true);
    if (meant && point.when === "before") kill(fate, this.ctx);
    const answer = await plain.call(this, argument);
    if (meant) await killAfter(fate, this.ctx);
    return answer;
  };
}

type Batch = Iterable<MessageSendRequest<Task>>;
const queue = Object.getPrototypeOf(env.TASKS) as {
  sendBatch: (messages: Batch) => Promise<unknown>;
};
const plainSend = queue.sendBatch;
queue.sendBatch = async function (messages: Batch) {
  const [first] = messages;
  const id = idOf(first?.body.tenant ?? "");
  const fate = fates.get(id);
  const ctx = lives.get(id);
  if (fate !== undefined && ctx !== undefined && fate.points[0]?.in === "send")
    await killAfter(fate, ctx);
  return fate?.queue === "drops" ? undefined : plainSend.call(this, messages);
};
