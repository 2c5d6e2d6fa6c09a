// One connection for one piece of work: opened through the source client, limited in time by the
// server itself, and always closed.
import postgres from "postgres";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { asConnectorError, endsConnection } from "./faults.ts";
import { ConnectionLost, openSocket } from "./socket.ts";
import { addressOf, type PostgresSettings } from "./settings.ts";

export type PostgresClient = SourceClient<PostgresSettings>;

/** What a transaction offers to the work inside it. */
export type Transaction = {
  query<Row = Record<string, unknown>>(statement: string, values?: string[]): Promise<Row[]>;
  /**
   * Work that may fail on its own: it is rolled back to a savepoint, and the transaction continues.
   * No other query may run meanwhile.
   */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
};

/** A connection for one piece of work. */
export type Connection = { transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> };

const connectSeconds = 10;
/** The longest time of a statement, and of waiting for a lock. */
const statementMs = 30_000;
/**
 * The server disconnects a client that is idle inside a transaction, because it may hold the lock
 * that its successor waits for.
 */
const idleMs = 8_000;

/** Runs work on a connection of its own. Failures are thrown as `ConnectorError`. */
export async function withConnection<T>(
  client: PostgresClient,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const open = sqlOpener(client);
  return client.withSocket(async (deadline) => {
    const line = { closed: false };
    const sql = open(() => (line.closed = true));
    const cut = () => void sql.end({ timeout: 0 }).catch(() => undefined);
    deadline.addEventListener("abort", cut);
    let reserved: postgres.ReservedSql | null = null;
    try {
      const own = (reserved = await sql.reserve());
      return await work({ transaction: (inside) => transact(own, line, inside) });
    } catch (error) {
      throw asConnectorError(error, client);
    } finally {
      deadline.removeEventListener("abort", cut);
      // Released first: the driver closes only connections that it holds, and only once.
      if (!line.closed) reserved?.release();
      await sql.end({ timeout: 1 }).catch(() => undefined);
    }
  });
}

type Line = { closed: boolean };

/**
 * The driver's own transactions send ROLLBACK into a lost connection and fail where nobody can
 * catch it, and a connection reopened in between would continue outside the transaction. So we
 * reserve one connection and never use it after it closed.
 */
async function transact<T>(
  sql: postgres.ReservedSql,
  line: Line,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const execute = async (statement: string, values: string[] = []) => {
    if (line.closed) throw new ConnectionLost();
    return sql.unsafe(statement, values);
  };
  const tx: Transaction = {
    query: async <Row>(statement: string, values: string[] = []) =>
      [...(await execute(statement, values))] as unknown as Row[],
    savepoint: async (inside) => {
      await execute("SAVEPOINT part");
      try {
        const done = await inside();
        await execute("RELEASE SAVEPOINT part");
        return done;
      } catch (error) {
        if (isLineOpen(error, line)) await execute("ROLLBACK TO SAVEPOINT part");
        throw error;
      }
    },
  };
  await execute("BEGIN ISOLATION LEVEL READ COMMITTED");
  try {
    await execute(limits);
    // A deferred constraint would fail the whole page at COMMIT because of one record.
    await execute("SET CONSTRAINTS ALL IMMEDIATE");
    const done = await work(tx);
    const { command } = await execute("COMMIT");
    // A failed transaction answers COMMIT with ROLLBACK, and with no error.
    if (command !== "COMMIT") throw new Error("the transaction was not kept");
    return done;
  } catch (error) {
    if (isLineOpen(error, line)) await execute("ROLLBACK");
    throw error;
  }
}

const isLineOpen = (error: unknown, line: Line): boolean => !line.closed && !endsConnection(error);

// For this transaction only, because a pool passes the connection on to others.
const limits = `SELECT set_config('statement_timeout', '${statementMs}', true), set_config('lock_timeout', '${statementMs}', true),
  set_config('idle_in_transaction_session_timeout', '${idleMs}', true), set_config('TimeZone', 'UTC', true)`;

// Every option is given: the driver would take missing ones from the environment.
function sqlOpener(client: PostgresClient): (onclose: () => void) => postgres.Sql {
  const { settings, secret } = client;
  const options = {
    max: 1,
    connect_timeout: connectSeconds,
    idle_timeout: 0,
    max_lifetime: 0,
    keep_alive: 60,
    // The driver only reserves a new connection after it has requested the types.
    fetch_types: true,
    prepare: false,
    debug: false,
    connection: { application_name: "freshet" },
    // Notices quote names and tell us nothing new.
    onnotice: () => undefined,
  };
  if (settings.route === "hyperdrive") {
    const pool = client.hyperdrive;
    if (!pool)
      throw new ConnectorError("refused", "hyperdrive_missing", { facts: { host: client.host } });
    const { hostname, port } = new URL(pool);
    return (onclose) =>
      postgres(pool, { ...options, ...socketFactory(hostname, Number(port), false), onclose });
  }
  if (secret === null)
    throw new ConnectorError("refused", "secret_missing", { facts: { host: client.host } });
  const { hostname, port } = addressOf(settings);
  return (onclose) =>
    postgres({
      ...options,
      onclose,
      host: hostname,
      port: Number(port),
      database: settings.database,
      user: settings.user,
      password: secret,
      ...socketFactory(hostname, Number(port), settings.tls === "require"),
    });
}

// The driver is given an open socket, so that it has nothing to do with the network.
const socketFactory = (host: string, port: number, tls: boolean) => ({
  ssl: false,
  socket: () => openSocket({ host, port, tls, withinMs: connectSeconds * 1_000 }),
});
