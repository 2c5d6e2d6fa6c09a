// How long a refresh of 25,000 records takes by transport and page size, compared with the floor and
// with the usual script in the same run.
import { odooSandbox } from "../sandbox/accounts.ts";
import { fetchAndParse, theUsualWay, type Transport } from "./odoo-floor.ts";
import { median, withHarness, type Harness } from "./harness.ts";

export const describe =
  "refresh of 25,000 records: first and unchanged, by transport and page size, beside floor and usual way";

const count = 25_000;
const rounds = 3;
const transports: readonly Transport[] = ["jsonrpc", "json2", "xmlrpc"];
const pageSizes = [1_000, 200];
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

type Way = { transport: Transport; pageSize: number };
type Measured = Way & { floor: number[]; first: number[]; again: number[]; facts: object };

const nameOf = ({ transport, pageSize }: Way): string => `${transport}-${pageSize}`;

export async function measure(): Promise<object> {
  const ways = transports.flatMap((transport) =>
    pageSizes.map((pageSize): Way => ({ transport, pageSize })),
  );
  const tenants = [
    "warm",
    ...ways.flatMap((way) =>
      Array.from({ length: rounds }, (_, round) => `${nameOf(way)}-${round}`),
    ),
  ];
  const sandbox = [
    "--partners",
    String(count),
    "--invoices",
    "10",
    "--orders",
    "10",
    "--employees",
    "10",
  ];
  return withHarness({ tenants, sandbox }, async (harness) => {
    const reading = {
      source: harness.odoo,
      database: odooSandbox.databases.trading,
      model: "res.partner",
      fields,
    };
    // Warms up both sides, so that neither is measured while its code is being compiled.
    await fetchAndParse(reading, { transport: "jsonrpc", pageSize: 1_000 });
    await refreshTwice(harness, "warm", { transport: "jsonrpc", pageSize: 1_000 });
    const measured = ways.map((way): Measured => ({
      ...way,
      floor: [],
      first: [],
      again: [],
      facts: {},
    }));
    // Floor and refreshes take turns, so that a slow moment of the machine affects both.
    for (let round = 0; round < rounds; round += 1)
      for (const one of measured) {
        one.floor.push((await fetchAndParse(reading, one)).ms);
        const { firstMs, againMs, facts } = await refreshTwice(
          harness,
          `${nameOf(one)}-${round}`,
          one,
        );
        one.first.push(firstMs);
        one.again.push(againMs);
        one.facts = facts;
      }
    const usual = await theUsualWay(reading);
    return {
      records: count,
      usualWayMs: Math.round(usual.ms),
      runtimeMemoryMb: harness.memoryMb(),
      ...Object.fromEntries(measured.map((one) => [nameOf(one), figuresOf(one, usual.ms)])),
    };
  });
}

async function refreshTwice(
  harness: Harness,
  tenant: string,
  { transport, pageSize }: Way,
): Promise<{ firstMs: number; againMs: number; facts: object }> {
  const configuration = await harness.configure(tenant, {
    template: "odoo_modules",
    resources: ["contacts"],
    options: { firstDays: 20_000 },
    transport,
    pageSize,
  });
  const loaded = await harness.refresh(tenant, configuration);
  const unchanged = await harness.refresh(tenant, configuration);
  return {
    firstMs: loaded.ms,
    againMs: unchanged.ms,
    facts: {
      status: loaded.run.status,
      records: loaded.run.counts.read,
      rowsWritten: loaded.run.rowsWritten,
      unchangedStatus: unchanged.run.status,
      unchangedRowsWritten: unchanged.run.rowsWritten,
    },
  };
}

function figuresOf({ floor, first, again, facts }: Measured, usualMs: number): object {
  const [floorMs, firstMs] = [median(floor), median(first)];
  return {
    ...facts,
    floorMs,
    firstMs,
    allFirstMs: first.map(Math.round),
    unchangedMs: median(again),
    recordsPerSecond: Math.round(count / (firstMs / 1_000)),
    ofFloor: Math.round((floorMs / firstMs) * 100) / 100,
    timesTheUsualWay: Math.round((usualMs / firstMs) * 10) / 10,
  };
}
