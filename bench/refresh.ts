// How long a refresh of 25,000 records takes, first and unchanged, by each transport, and what it costs in rows and memory.
import { median, onStage } from "./stage.ts";

export const describe = "refresh of 25,000 records: first and unchanged, by transport";

const rounds = 3;

export async function measure(): Promise<object> {
  const transports = ["jsonrpc", "json2", "xmlrpc"];
  const tenants = transports.flatMap((transport) => Array.from({ length: rounds }, (_, round) => `${transport}-${round}`));
  return onStage({ tenants, sandbox: ["--partners", "25000", "--invoices", "10", "--orders", "10", "--employees", "10"] }, async (stage) => {
    const results: Record<string, object> = {};
    for (const transport of transports) {
      const first: number[] = [];
      const again: number[] = [];
      let facts = {};
      for (let round = 0; round < rounds; round += 1) {
        const tenant = `${transport}-${round}`;
        const configuration = await stage.configure(tenant, { template: "odoo_modules", resources: ["contacts"], options: { firstDays: 20_000 }, transport });
        const loaded = await stage.refresh(tenant, configuration);
        first.push(loaded.ms);
        const unchanged = await stage.refresh(tenant, configuration);
        again.push(unchanged.ms);
        facts = { status: loaded.run.status, records: loaded.run.counts.read, rowsWritten: loaded.run.rowsWritten, unchangedRowsWritten: unchanged.run.rowsWritten, unchangedStatus: unchanged.run.status };
      }
      results[transport] = { ...facts, firstMs: median(first), allFirstMs: first.map(Math.round), unchangedMs: median(again), runtimeMemoryMb: stage.memory() };
    }
    return results;
  });
}
