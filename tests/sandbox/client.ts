// A plain client for the sandbox's tests: JSON-RPC calls and control routes.
import { odooSandbox } from "../../sandbox/accounts.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";

export interface RpcError {
  code: number;
  data: { name: string; message: string };
}

const reader = { id: 7, password: odooSandbox.reader.password };

/** A small sandbox that answers as each simulated version of Odoo. */
export const startVersions = (): Promise<Sandbox> =>
  startSandbox({
    port: 0,
    size: 0.1,
    alsoListen: [
      { version: "18.0", port: 0 },
      { version: "16.0", port: 0 },
    ],
  });

/** Calls of one account on one database. */
export function odooClient(
  sandbox: Pick<Sandbox, "url">,
  database: string = odooSandbox.databases.trading,
  account: { id: number; password: string } = reader,
) {
  const post = async (body: unknown) =>
    fetch(`${sandbox.url}/jsonrpc`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const raw = async (model: string, method: string, args: unknown[] = [], kwargs: object = {}) =>
    post({
      jsonrpc: "2.0",
      method: "call",
      id: 1,
      params: {
        service: "object",
        method: "execute_kw",
        args: [database, account.id, account.password, model, method, args, kwargs],
      },
    });
  const call = async <Result>(
    model: string,
    method: string,
    args: unknown[] = [],
    kwargs: object = {},
  ) => {
    const answer = (await (await raw(model, method, args, kwargs)).json()) as {
      result?: Result;
      error?: RpcError;
    };
    if (answer.error)
      throw Object.assign(new Error(answer.error.data.message), { name: answer.error.data.name });
    return answer.result as Result;
  };
  return { raw, call };
}

/** Calls a control route, which answers with JSON. */
export async function control<Result>(
  sandbox: Pick<Sandbox, "url">,
  method: string,
  path: string,
  body?: unknown,
): Promise<Result> {
  const response = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Result;
}
