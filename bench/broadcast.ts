// How long one message takes to reach 1,000 and 4,500 viewers of one tenant.
import { setTimeout as sleep } from "node:timers/promises";
import type { LiveMessage } from "../contract/api/live.ts";
import { withHarness, opened, quantile, type Harness } from "./harness.ts";

export const describe = "one message to 1,000 and 4,500 live views of a tenant";

const crowds = [1_000, 4_500];
/** Sockets opened in parallel. */
const openAtOnce = 50;

export async function measure(): Promise<object> {
  return withHarness({ tenants: ["crowded"], sandbox: [] }, async (harness) => {
    const configuration = await harness.configure("crowded", {
      template: "treasury",
      resources: ["local_sales"],
    });
    const cookies = await harness.signInViewers("crowded", Math.max(...crowds));
    const sockets: WebSocket[] = [];
    const results: Record<string, object> = {};
    for (const crowd of crowds) {
      await openViews(harness, sockets, { crowd, cookies });
      results[crowd] = await measureLateness(harness, sockets, configuration);
    }
    for (const socket of sockets) socket.close();
    await sleep(500);
    return results;
  });
}

async function openViews(
  harness: Harness,
  sockets: WebSocket[],
  { crowd, cookies }: { crowd: number; cookies: string[] },
): Promise<void> {
  while (sockets.length < crowd) {
    const width = Math.min(openAtOnce, crowd - sockets.length);
    const next = Array.from(
      { length: width },
      (_, index) => cookies[(sockets.length + index) % cookies.length],
    );
    sockets.push(
      ...(await Promise.all(next.map((cookie) => opened(harness.watch("crowded", cookie))))),
    );
  }
}

/** How much later than the first viewer each viewer receives the last message of a refresh. */
async function measureLateness(
  harness: Harness,
  sockets: WebSocket[],
  configuration: string,
): Promise<object> {
  const heardAt: number[] = [];
  const listener = ({ data }: MessageEvent): void => {
    if ((JSON.parse(String(data)) as LiveMessage).type === "ended") heardAt.push(performance.now());
  };
  for (const socket of sockets) socket.addEventListener("message", listener);
  await harness.refresh("crowded", configuration);
  for (let waited = 0; heardAt.length < sockets.length && waited < 20_000; waited += 50)
    await sleep(50);
  for (const socket of sockets) socket.removeEventListener("message", listener);
  const first = Math.min(...heardAt);
  const lateness = heardAt.map((at) => at - first);
  return {
    viewers: sockets.length,
    heard: heardAt.length,
    p50Ms: quantile(lateness, 0.5),
    p99Ms: quantile(lateness, 0.99),
    lastMs: quantile(lateness, 1),
  };
}
