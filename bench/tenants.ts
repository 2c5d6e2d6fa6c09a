// Two hundred tenants that refresh at once: how long, how fairly, in how much memory.
import { setTimeout as sleep } from "node:timers/promises";
import type { Status } from "../contract/doors.ts";
import { benchDatabase } from "../sandbox/accounts.ts";
import { onStage, quantile } from "./stage.ts";

export const describe = "200 tenants refreshing at once";

const count = 200;
/** Seeds of the sandbox: tenants share databases, not accounts' data. */
const databases = 20;

export async function measure(): Promise<object> {
  const tenants = Array.from({ length: count }, (_, index) => `tenant-${index}`);
  return onStage({ tenants, sandbox: ["--size", "0.2"] }, async (stage) => {
    const configurations = new Map<string, string>();
    for (const [index, tenant] of tenants.entries())
      configurations.set(
        tenant,
        await stage.configure(tenant, { template: "treasury", resources: ["local_sales"], database: benchDatabase(index % databases) }),
      );
    // One refresh of each database first: the sandbox makes its data when it is asked for it.
    for (const tenant of tenants.slice(0, databases)) await stage.refresh(tenant, configurations.get(tenant) ?? "");
    const begun = performance.now();
    await Promise.all(
      tenants.map((tenant) => stage.call("POST", `/api/tenants/${tenant}/runs`, { configuration: configurations.get(tenant) })),
    );
    const endedMs = new Map<string, number>();
    const outcomes: Record<string, number> = {};
    while (endedMs.size < count) {
      for (const tenant of tenants.filter((one) => !endedMs.has(one))) {
        const { active, last } = await stage.call<Status>("GET", `/api/tenants/${tenant}/runs/current`);
        if (active !== null || last === null || last.endedAt === null) continue;
        endedMs.set(tenant, Date.parse(last.endedAt) - Date.parse(last.startedAt));
        outcomes[last.status] = (outcomes[last.status] ?? 0) + 1;
      }
      await sleep(100);
    }
    const times = [...endedMs.values()];
    return {
      tenants: count,
      outcomes,
      allMs: Math.round(performance.now() - begun),
      p50Ms: quantile(times, 0.5),
      p95Ms: quantile(times, 0.95),
      maxMs: quantile(times, 1),
      maxOverMedian: Math.round((quantile(times, 1) / quantile(times, 0.5)) * 100) / 100,
      runtimeMemoryMb: stage.memory(),
    };
  });
}
