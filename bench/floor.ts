// What a refresh is measured against: fetching and parsing alone, and the way it is usually done.
import { DatabaseSync } from "node:sqlite";
import xmlrpc from "xmlrpc";
import { odooSandbox } from "../sandbox/accounts.ts";

const { login, password } = odooSandbox.reader;

export type Reading = { source: string; database: string; model: string; fields: string[] };

/** Reads every record by JSON-RPC in pages of 1,000 over four connections, parses it and forgets it. Returns milliseconds and records. */
export async function fetchAndParse({ source, database, model, fields }: Reading): Promise<{ ms: number; records: number }> {
  const begun = performance.now();
  const call = async (service: string, method: string, args: unknown[]): Promise<unknown> => {
    const answer = await fetch(`${source}/jsonrpc`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params: { service, method, args } }),
    });
    return ((await answer.json()) as { result: unknown }).result;
  };
  const user = await call("common", "authenticate", [database, login, password, {}]);
  const ask = (method: string, args: unknown[], named: object) =>
    call("object", "execute_kw", [database, user, password, model, method, args, named]);
  const context = { active_test: false };
  const ids = (await ask("search", [[]], { order: "id", context })) as number[];
  const pages: [number, number][] = [];
  for (let at = 0; at < ids.length; at += 1_000) pages.push([ids[at] ?? 0, ids[Math.min(at + 999, ids.length - 1)] ?? 0]);
  let records = 0;
  const lane = async (): Promise<void> => {
    for (let page = pages.shift(); page !== undefined; page = pages.shift()) {
      const domain = [
        ["id", ">=", page[0]],
        ["id", "<=", page[1]],
      ];
      records += ((await ask("search_read", [domain], { fields, order: "id", limit: 1_000, context })) as unknown[]).length;
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return { ms: performance.now() - begun, records };
}

/** One XML-RPC client, one page of 200 after another by offset, one statement a row: how such programs are usually written. */
export async function theUsualWay({ source, database, model, fields }: Reading): Promise<{ ms: number; records: number }> {
  const begun = performance.now();
  const { hostname: host, port } = new URL(source);
  const call = (path: string, method: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      xmlrpc
        .createClient({ host, port: Number(port), path })
        .methodCall(method, args, (error: unknown, value: unknown) => (error ? reject(error as Error) : resolve(value)));
    });
  const user = await call("/xmlrpc/2/common", "authenticate", [database, login, password, {}]);
  const store = new DatabaseSync(":memory:");
  store.exec("CREATE TABLE record (id INTEGER PRIMARY KEY, data TEXT)");
  const insert = store.prepare("INSERT INTO record (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data");
  let records = 0;
  for (let offset = 0; ; offset += 200) {
    const page = (await call("/xmlrpc/2/object", "execute_kw", [
      database,
      user,
      password,
      model,
      "search_read",
      [[]],
      { fields, order: "id", limit: 200, offset, context: { active_test: false } },
    ])) as { id: number }[];
    for (const record of page) insert.run(record.id, JSON.stringify(record));
    records += page.length;
    if (page.length < 200) break;
  }
  store.close();
  return { ms: performance.now() - begun, records };
}
