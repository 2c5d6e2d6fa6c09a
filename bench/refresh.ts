// How long a refresh of 25,000 records takes by each transport, beside the bare floor and the usual way in the same run.
import { odooSandbox } from "../sandbox/accounts.ts";
import { fetchAndParse, theUsualWay } from "./floor.ts";
import { median, onStage, type Stage } from "./stage.ts";

export const describe = "refresh of 25,000 records: first and unchanged, by transport, beside floor and usual way";

const rounds = 3;
const transports = ["jsonrpc", "json2", "xmlrpc"];
const fields = [
  "name",
  "email",
  "phone",
  "is_company",
  "parent_id",
  "street",
  "zip",
  "city",
  "country_id",
  "vat",
  "customer_rank",
  "supplier_rank",
  "active",
  "company_id",
  "category_id",
  "create_date",
  "write_date",
];

export async function measure(): Promise<object> {
  const tenants = transports.flatMap((transport) => Array.from({ length: rounds }, (_, round) => `${transport}-${round}`));
  return onStage(
    { tenants, sandbox: ["--partners", "25000", "--invoices", "10", "--orders", "10", "--employees", "10"] },
    async (stage) => {
      const reading = { source: stage.source, database: odooSandbox.databases.trading, model: "res.partner", fields };
      await fetchAndParse(reading);
      const floor: number[] = [];
      const byTransport: Record<string, Measured> = Object.fromEntries(
        transports.map((transport) => [transport, { first: [], again: [], facts: {} }]),
      );
      // Floor and refreshes take turns, so that a slow moment of the machine meets both.
      for (let round = 0; round < rounds; round += 1) {
        floor.push((await fetchAndParse(reading)).ms);
        for (const transport of transports) await refreshTwice(stage, `${transport}-${round}`, transport, byTransport[transport]);
      }
      const usual = await theUsualWay(reading);
      const figures = transports.map((transport) => [transport, figuresOf(byTransport[transport], median(floor), usual.ms)] as const);
      return { floorMs: median(floor), usualWayMs: Math.round(usual.ms), runtimeMemoryMb: stage.memory(), ...Object.fromEntries(figures) };
    },
  );
}

type Measured = { first: number[]; again: number[]; facts: object };

async function refreshTwice(stage: Stage, tenant: string, transport: string, into: Measured | undefined): Promise<void> {
  if (into === undefined) return;
  const configuration = await stage.configure(tenant, {
    template: "odoo_modules",
    resources: ["contacts"],
    options: { firstDays: 20_000 },
    transport,
  });
  const loaded = await stage.refresh(tenant, configuration);
  const unchanged = await stage.refresh(tenant, configuration);
  into.first.push(loaded.ms);
  into.again.push(unchanged.ms);
  into.facts = {
    status: loaded.run.status,
    records: loaded.run.counts.read,
    rowsWritten: loaded.run.rowsWritten,
    unchangedStatus: unchanged.run.status,
    unchangedRowsWritten: unchanged.run.rowsWritten,
  };
}

const figuresOf = (measured: Measured | undefined, floorMs: number, usualMs: number): object => {
  if (measured === undefined) return {};
  const firstMs = median(measured.first);
  return {
    ...measured.facts,
    firstMs,
    allFirstMs: measured.first.map(Math.round),
    unchangedMs: median(measured.again),
    recordsPerSecond: Math.round(25_000 / (firstMs / 1_000)),
    ofFloor: Math.round((floorMs / firstMs) * 100) / 100,
    timesTheUsualWay: Math.round((usualMs / firstMs) * 10) / 10,
  };
};
