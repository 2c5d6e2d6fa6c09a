// A warehouse in PostgreSQL: the time of a delivery from the click to the last page, compared with plain
// multi-row inserts.
import postgres from "postgres";
import { startPostgres, type PostgresServer } from "../tests/postgres-server.ts";
import { hundredths, perSecond, roundsOf, type Floor } from "./compare.ts";
import { median, withHarness, type Harness } from "./harness.ts";

export const describe = "25,000 records delivered to PostgreSQL, beside plain inserts of many rows";

const count = 25_000;
/** The rows of one page of a delivery. */
const rowsAtOnce = 500;
const tenants = roundsOf("postgres");

type Round = {
  floor: Floor;
  quietMs: number;
  deliverMs: number;
  status: string;
  delivered: number;
  again: number;
};

export async function measure(): Promise<object> {
  const server = await startPostgres();
  const sql = postgres({
    ...accountOf(server),
    database: "postgres",
    max: 1,
    onnotice: () => undefined,
  });
  try {
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
    return await withHarness({ tenants, sandbox }, async (harness) => {
      const rounds: Round[] = [];
      for (const tenant of tenants) rounds.push(await oneRound(harness, { tenant, server, sql }));
      return { ...figuresOf(rounds.slice(1)), runtimeMemoryMb: harness.memoryMb() };
    });
  } finally {
    await sql.end({ timeout: 1 });
    await server.close();
  }
}

const accountOf = ({ host, port, user, password }: PostgresServer) => ({
  host,
  port,
  user,
  password,
});

type RoundOptions = { tenant: string; server: PostgresServer; sql: postgres.Sql };

/** Connects an empty destination after a first load: the next refresh reads no change and delivers all. */
async function oneRound(harness: Harness, { tenant, server, sql }: RoundOptions): Promise<Round> {
  const configuration = await harness.configure(tenant, {
    template: "odoo_modules",
    resources: ["contacts"],
    options: { firstDays: 20_000 },
  });
  await harness.refresh(tenant, configuration);
  const quiet = await harness.refresh(tenant, configuration);
  const schema = `b_${tenant.replace(/\W/g, "_")}`;
  const { host, port, user, password } = server;
  const settings = { host, port, database: "postgres", user, schema, tls: "off" };
  const destination = await harness.connect(tenant, {
    name: "Warehouse",
    kind: "postgres",
    settings,
    secret: password,
  });
  await harness.client.changeConfiguration({ tenant, configuration, body: { destination } });
  const delivered = await harness.refresh(tenant, configuration);
  const again = await harness.refresh(tenant, configuration);
  const [row] = await sql.unsafe<{ rows: number }[]>(
    `SELECT count(*)::int AS rows FROM ${schema}.contacts`,
  );
  return {
    floor: await plainInserts(sql, `${schema}.contacts`),
    quietMs: quiet.ms,
    deliverMs: delivered.ms,
    status: delivered.run.status,
    delivered: row?.rows ?? 0,
    again: again.ms,
  };
}

/** Inserts the same rows into an empty copy of the table, one statement and transaction at a time. */
async function plainInserts(sql: postgres.Sql, table: string): Promise<Floor> {
  const bare = `${table}_bare`;
  await sql.unsafe(`CREATE TABLE ${bare} (LIKE ${table} INCLUDING ALL)`);
  const rows = await sql.unsafe<Record<string, never>[]>(`SELECT * FROM ${table}`);
  const begun = performance.now();
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    await sql`INSERT INTO ${sql(bare)} ${sql(rows.slice(at, at + rowsAtOnce))}`;
  return { ms: performance.now() - begun, records: rows.length };
}

function figuresOf(rounds: Round[]): object {
  const floorMs = median(rounds.map(({ floor }) => floor.ms));
  // A refresh without a delivery, measured in the same round, is subtracted.
  const deliveries = rounds.map(({ deliverMs, quietMs }) => deliverMs - quietMs);
  const deliveryMs = median(deliveries);
  const records = rounds[0]?.delivered ?? 0;
  return {
    records,
    status: rounds[0]?.status,
    floorMs,
    floorRecordsPerSecond: perSecond(records, floorMs),
    refreshWithDeliveryMs: median(rounds.map(({ deliverMs }) => deliverMs)),
    refreshWithoutMs: median(rounds.map(({ quietMs }) => quietMs)),
    nothingToDeliverMs: median(rounds.map(({ again }) => again)),
    deliveryMs,
    allDeliveryMs: deliveries.map(Math.round),
    recordsPerSecond: perSecond(records, deliveryMs),
    ofFloor: hundredths(floorMs / deliveryMs),
  };
}
