// What an Odoo refresh is compared with: fetching and parsing alone, and the usual script.
import { DatabaseSync } from "node:sqlite";
import xmlrpc from "xmlrpc";
import type { Json } from "../contract/values/json.ts";
import { decodeAnswer } from "../formats/xmlrpc/decode.ts";
import { encodeCall } from "../formats/xmlrpc/encode.ts";
import { odooSandbox } from "../sandbox/accounts.ts";

const { login, password, apiKey } = odooSandbox.reader;
const lanes = 4;

export type Transport = "jsonrpc" | "json2" | "xmlrpc";

export type Reading = { source: string; database: string; model: string; fields: string[] };

/** Calls a method of the model and parses the answer; nothing is checked, mapped or stored. */
type Ask = (method: string, domain: Json, named: { [name: string]: Json }) => Promise<unknown>;

const context = { active_test: false };

/**
 * Reads and parses every record in pages over four connections; returns the duration and the number
 * of records. XML is parsed by our own decoder: the usual library takes ten times as long.
 */
export async function fetchAndParse(
  reading: Reading,
  { transport, pageSize }: { transport: Transport; pageSize: number },
): Promise<{ ms: number; records: number }> {
  const begun = performance.now();
  const ask = await asking[transport](reading);
  const ids = (await ask("search", [], { order: "id", context })) as number[];
  const pages: [number, number][] = [];
  for (let at = 0; at < ids.length; at += pageSize)
    pages.push([ids[at] ?? 0, ids[Math.min(at + pageSize, ids.length) - 1] ?? 0]);
  let records = 0;
  const lane = async (): Promise<void> => {
    for (let span = pages.shift(); span !== undefined; span = pages.shift()) {
      const domain = [
        ["id", ">=", span[0]],
        ["id", "<=", span[1]],
      ];
      const page = (await ask("search_read", domain, {
        fields: reading.fields,
        order: "id",
        limit: pageSize,
        context,
      })) as unknown[];
      records += page.length;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { ms: performance.now() - begun, records };
}

const asking: Record<Transport, (reading: Reading) => Promise<Ask>> = {
  jsonrpc: async ({ source, database, model }) => {
    const call = async (service: string, method: string, args: unknown[]): Promise<unknown> => {
      const body = JSON.stringify({
        jsonrpc: "2.0",
        method: "call",
        id: 1,
        params: { service, method, args },
      });
      const answer = await fetch(`${source}/jsonrpc`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      return ((await answer.json()) as { result: unknown }).result;
    };
    const user = await call("common", "authenticate", [database, login, password, {}]);
    return (method, domain, named) =>
      call("object", "execute_kw", [database, user, password, model, method, [domain], named]);
  },
  json2: async ({ source, database, model }) => {
    const headers = {
      "content-type": "application/json",
      authorization: `bearer ${apiKey}`,
      "x-odoo-database": database,
    };
    return async (method, domain, named) =>
      (
        await fetch(`${source}/json/2/${model}/${method}`, {
          method: "POST",
          headers,
          body: JSON.stringify({ domain, ...named }),
        })
      ).json();
  },
  xmlrpc: async ({ source, database, model }) => {
    const call = async (service: string, method: string, parameters: Json[]): Promise<unknown> => {
      const body = encodeCall(method, parameters);
      const answer = await fetch(`${source}/xmlrpc/2/${service}`, {
        method: "POST",
        headers: { "content-type": "text/xml" },
        body,
      });
      const decoded = decodeAnswer(await answer.text());
      if (decoded.type !== "value") throw new Error(`the source refuses ${method}`);
      return decoded.value;
    };
    const user = (await call("common", "authenticate", [database, login, password, {}])) as number;
    return (method, domain, named) =>
      call("object", "execute_kw", [database, user, password, model, method, [domain], named]);
  },
};

/**
 * How such scripts are usually written: one XML-RPC client, pages of 200 by offset one after another,
 * one INSERT per row.
 */
export async function theUsualWay({
  source,
  database,
  model,
  fields,
}: Reading): Promise<{ ms: number; records: number }> {
  const begun = performance.now();
  const { hostname: host, port } = new URL(source);
  const call = (path: string, method: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      xmlrpc
        .createClient({ host, port: Number(port), path })
        .methodCall(method, args, (error: unknown, value: unknown) =>
          error ? reject(error as Error) : resolve(value),
        );
    });
  const user = await call("/xmlrpc/2/common", "authenticate", [database, login, password, {}]);
  const store = new DatabaseSync(":memory:");
  store.exec("CREATE TABLE record (id INTEGER PRIMARY KEY, data TEXT)");
  const insert = store.prepare(
    "INSERT INTO record (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data",
  );
  let records = 0;
  for (let offset = 0; ; offset += 200) {
    const page = (await call("/xmlrpc/2/object", "execute_kw", [
      database,
      user,
      password,
      model,
      "search_read",
      [[]],
      { fields, order: "id", limit: 200, offset, context },
    ])) as { id: number }[];
    for (const record of page) insert.run(record.id, JSON.stringify(record));
    records += page.length;
    if (page.length < 200) break;
  }
  store.close();
  return { ms: performance.now() - begun, records };
}
