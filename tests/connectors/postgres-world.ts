// A warehouse to deliver to: the connector reaches it through its client, the test through a
// connection of its own.
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import postgres from "postgres";
import type { Json } from "../../contract/values/json.ts";
import type { Column, ColumnType } from "../../contract/source/resource.ts";
import type { Delivery } from "../../contract/source/delivery.ts";
import type { Id } from "../../contract/source/record.ts";
import type { PushOrder } from "../../connectors/push-order.ts";
import { postgres as connector } from "../../connectors/postgres/postgres.ts";
import type { PostgresClient } from "../../connectors/postgres/session.ts";
import { openSourceClient } from "../../worker/outbound/source-client.ts";
import type { PostgresServer } from "../postgres-server.ts";

export type Warehouse = {
  /** A client to a database of its own, through `port` if given. */
  openClient(
    over?: Record<string, unknown>,
    more?: { secret?: string | null; hyperdrive?: string; privateAddresses?: string },
  ): PostgresClient;
  sql: postgres.Sql;
  database: string;
  close(): Promise<void>;
};

let count = 0;

/** A database of its own on a server. */
export async function aWarehouse(server: PostgresServer): Promise<Warehouse> {
  const database = `warehouse_${process.pid}_${++count}`;
  const { host, port, user, password } = server;
  const options = { host, port, user, password, ssl: false, onnotice: () => undefined } as const;
  const admin = postgres({ ...options, database: "postgres", max: 1 });
  await admin.unsafe(`CREATE DATABASE ${database}`);
  await admin.end();
  const sql = postgres({ ...options, database, max: 4, prepare: false });
  return {
    sql,
    database,
    openClient: (
      over = {},
      { secret = password, hyperdrive, privateAddresses = "127.0.0.1:*,localhost:*" } = {},
    ) =>
      openSourceClient({
        connector,
        settings: connector.settings.parse({ host, port, database, user, tls: "off", ...over }),
        secret,
        tenant: "t1",
        gate: null,
        privateAddresses,
        hyperdrive,
      }),
    close: () => sql.end({ timeout: 1 }),
  };
}

export function column(name: string, type: ColumnType): Column {
  const named = { name, label: { en: name, fr: name } };
  return type === "money"
    ? { ...named, type, currency: "currency", adds: "signed" }
    : { ...named, type };
}

type Data = { [field: string]: Json };
export const present = (id: Id, data: Data): Delivery => ({ id, data });
export const gone = (id: Id): Delivery => ({ id, data: null });

/** A page of sales; a test overrides what matters. */
export function anOrder(deliveries: Delivery[], over: Partial<PushOrder> = {}): PushOrder {
  return {
    tenant: "t1",
    configuration: "c1",
    configurationName: "Treasury of Lyon",
    template: "treasury",
    resource: "sales",
    columns: [column("partner", "text"), column("total", "money")],
    deliveries,
    epoch: 1,
    generation: 1,
    page: 0,
    whole: false,
    last: true,
    task: null,
    ...over,
  };
}

/** The outcome of a page. */
export async function deliver(client: PostgresClient, order: PushOrder) {
  const delivered = await connector.push(client, order);
  if (delivered.type !== "delivered") throw new Error("PostgreSQL never answers pending");
  return delivered;
}

/** The counts of an answer: created, updated, unchanged, removed, refused. */
export async function figures(client: PostgresClient, order: PushOrder): Promise<number[]> {
  const { created, updated, unchanged, removed, refused } = await deliver(client, order);
  return [created, updated, unchanged, removed, refused.length];
}

export type Proxy = { port: number; cuts(): number; close(): void };

/**
 * A connection to the server that breaks where a test wants it to. `answerLost`: COMMIT arrives,
 * its answer does not. `commitLost`: COMMIT does not arrive. `frozen`: from the first write on,
 * nothing passes in either direction.
 */
export async function aProxy(
  server: PostgresServer,
  manner: "answerLost" | "commitLost" | "frozen",
  times = 1,
): Promise<Proxy> {
  let cuts = 0;
  const sockets = new Set<Socket>();
  const listener = createServer((near) => {
    const far = connect(server.port, server.host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    let broken = false;
    const mark = manner === "frozen" ? "json_to_recordset" : "COMMIT\0";
    near.on("data", (chunk: Buffer) => {
      const meets = !broken && cuts < times && chunk.includes(mark);
      if (meets) {
        broken = true;
        cuts++;
        if (manner === "answerLost") far.write(chunk);
        if (manner === "commitLost") near.destroy();
        if (manner === "commitLost") far.destroy();
      } else if (!broken) far.write(chunk);
    });
    far.on("data", (chunk: Buffer) => {
      if (!broken) return void near.write(chunk);
      if (manner !== "answerLost") return;
      near.destroy();
      far.destroy();
    });
    near.on("close", () => far.destroy());
    far.on("close", () => (broken && manner === "frozen" ? undefined : near.destroy()));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    cuts: () => cuts,
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
    },
  };
}
