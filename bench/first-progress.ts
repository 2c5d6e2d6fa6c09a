// Time from one person's click to the first real progress on another person's screen.
import { setTimeout as sleep } from "node:timers/promises";
import type { LiveMessage } from "../contract/api/live.ts";
import { withHarness, quantile } from "./harness.ts";

export const describe = "click to first real progress on another person's screen";

const clicks = 30;

export async function measure(): Promise<object> {
  return withHarness({ tenants: ["viewed"], sandbox: [] }, async (harness) => {
    const configuration = await harness.configure("viewed", {
      template: "treasury",
      resources: ["purchase_imports", "local_sales", "local_purchases"],
    });
    const socket = harness.watch("viewed");
    const heard: { at: number; message: LiveMessage }[] = [];
    socket.addEventListener("message", ({ data }) =>
      heard.push({ at: performance.now(), message: JSON.parse(String(data)) as LiveMessage }),
    );
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", reject);
    });
    const seenMs: number[] = [];
    const progressMs: number[] = [];
    for (let click = 0; click < clicks; click += 1) {
      await sleep(300);
      heard.length = 0;
      const begun = performance.now();
      const { executionId } = await harness.client.startRun({
        tenant: "viewed",
        body: { configuration },
      });
      while (!heard.some(({ message }) => message.type === "ended")) await sleep(5);
      const mine = heard.filter(
        ({ message }) => message.type !== "snapshot" && message.executionId === executionId,
      );
      seenMs.push((mine[0]?.at ?? Number.NaN) - begun);
      // Real progress: something has been surveyed or read, not only started.
      progressMs.push(
        (mine.find(({ message }) => message.type !== "snapshot" && message.progressPercentage > 0)
          ?.at ?? Number.NaN) - begun,
      );
    }
    socket.close();
    return {
      clicks,
      seenMs: { p50: quantile(seenMs, 0.5), p95: quantile(seenMs, 0.95), max: quantile(seenMs, 1) },
      progressMs: {
        p50: quantile(progressMs, 0.5),
        p95: quantile(progressMs, 0.95),
        max: quantile(progressMs, 1),
      },
    };
  });
}
