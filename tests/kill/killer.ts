// Kills the runtime and waits until the local stack's own watch has started it again.
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "../../client/client.ts";
import type { LocalStack } from "../../scripts/local-stack.ts";
import { pidsOf } from "../../scripts/processes.ts";

/** wrangler and workerd together, or workerd alone. */
export type Victim = "everything" | "workerd";

/** Kills the runtime; returns when, in ms since 1970. Whatever answers next is a new process. */
export function kill(stack: LocalStack, victim: Victim): number {
  const [group = 0] = stack.groups;
  const pids = victim === "everything" ? [-group] : pidsOf(group, /\bworkerd\b.* serve /);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  return Date.now();
}

/** Waits until the runtime answers; returns when. The health route wakes no establishment. */
export async function answering(stack: LocalStack, withinMs = 60_000): Promise<number> {
  const client = createClient({ base: stack.address });
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(20)) {
    const signal = AbortSignal.timeout(2_000);
    if (await client.getHealth({ signal }).catch(() => null)) return Date.now();
  }
  throw new Error(`the runtime does not answer again within ${withinMs} ms`);
}
