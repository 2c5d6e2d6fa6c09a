// Two hundred tenants refreshing at once: duration, fairness and memory.
import { benchDatabase } from "../sandbox/accounts.ts";
import { nextEnd, withHarness, opened, quantile } from "./harness.ts";

export const describe = "200 tenants refreshing at once";

const count = 200;
/** Databases of the sandbox, shared by the tenants. */
const databases = 20;

export async function measure(): Promise<object> {
  const tenants = Array.from({ length: count }, (_, index) => `tenant-${index}`);
  const warmers = Array.from({ length: databases }, (_, index) => `warmer-${index}`);
  return withHarness(
    { tenants: [...tenants, ...warmers], sandbox: ["--size", "0.2"] },
    async (harness) => {
      const configurations = new Map<string, string>();
      for (const [index, tenant] of [...tenants, ...warmers].entries())
        configurations.set(
          tenant,
          await harness.configure(tenant, {
            template: "treasury",
            resources: ["local_sales"],
            database: benchDatabase(index % databases),
          }),
        );
      // The sandbox generates a database on its first use. Other tenants cause that, so that all measured
      // refreshes are first loads.
      for (const tenant of warmers) await harness.refresh(tenant, configurations.get(tenant) ?? "");
      const sockets: WebSocket[] = [];
      for (const tenant of tenants) sockets.push(await opened(harness.watch(tenant)));
      const ends = sockets.map(nextEnd);
      const begun = performance.now();
      await Promise.all(
        tenants.map((tenant) => {
          const configuration = configurations.get(tenant) ?? "";
          return harness.client.startRun({ tenant, body: { configuration } });
        }),
      );
      const runs = await Promise.all(ends);
      const allMs = performance.now() - begun;
      for (const socket of sockets) socket.close();
      const outcomes: Record<string, number> = {};
      for (const { status } of runs) outcomes[status] = (outcomes[status] ?? 0) + 1;
      const times = runs.map(
        ({ startedAt, endedAt }) => Date.parse(endedAt ?? "") - Date.parse(startedAt),
      );
      const share = (many: number) =>
        Math.round((quantile(times, many) / Math.max(1, quantile(times, 0))) * 100) / 100;
      return {
        tenants: count,
        outcomes,
        allMs: Math.round(allMs),
        minMs: quantile(times, 0),
        p50Ms: quantile(times, 0.5),
        p95Ms: quantile(times, 0.95),
        maxMs: quantile(times, 1),
        /** Fairness: all read the same, so all should take equally long. */
        maxOverMin: share(1),
        maxOverMedian: Math.round((quantile(times, 1) / quantile(times, 0.5)) * 100) / 100,
        runtimeMemoryMb: harness.memoryMb(),
      };
    },
  );
}
