// Kills the runtime and looks, without touching anything, at how it comes back: the watch of `npm
// start` starts it again.
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalStack } from "../../scripts/local-stack.ts";
import { pidsOf } from "../../scripts/processes.ts";

/** All of wrangler and workerd at once, or workerd alone. */
export type Victim = "everything" | "workerd";

/** Kills, and says when; the process that answers next is another one. */
export function kill(house: LocalStack, victim: Victim): number {
  const [group = 0] = house.groups;
  const pids = victim === "everything" ? [-group] : pidsOf(group, /\bworkerd\b.* serve /);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  return Date.now();
}

/** Waits until the runtime answers; says when it did. The health route knows no establishment. */
export async function answering(house: LocalStack, withinMs = 60_000): Promise<number> {
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(20)) {
    const answer = await fetch(`${house.address}/api/health`, {
      signal: AbortSignal.timeout(2_000),
    }).catch(() => null);
    await answer?.arrayBuffer().catch(() => null);
    if (answer?.ok) return Date.now();
  }
  throw new Error(`the runtime does not answer again within ${withinMs} ms`);
}
