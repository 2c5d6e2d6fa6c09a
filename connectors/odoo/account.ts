// Who has signed in, as Odoo itself knows the account: its login, whether it is an outsider's, and
// its companies.
import type { Json } from "../../contract/values/json.ts";
import type { SourceResponse, SourceClient, SourceRequest } from "../source-client.ts";
import type { ConnectorError } from "../connector-error.ts";
import { isId, isObject, type Call, type SignIn } from "./call.ts";
import { failure } from "./faults.ts";
import { jsonrpc } from "./jsonrpc.ts";
import type { OdooSettings } from "./settings.ts";

type OdooClient = SourceClient<OdooSettings>;

/** What an account says of itself; null where the answer does not tell. */
export type Account = {
  login: string | null;
  outsider: boolean | null;
  companies: number[] | null;
};

/**
 * Every account may read itself, portal users too. The context is left out: it may be what does not
 * hold.
 */
export const accountCall = (userId: number): Call => ({
  model: "res.users",
  method: "read",
  first: { name: "ids", value: [userId] },
  named: { fields: ["login", "share", "company_ids"] },
});

/** The account in the answer; it must be the one that was asked for. */
export function accountIn(value: Json, userId: number): Account {
  const row = Array.isArray(value) && value.length === 1 ? value[0] : undefined;
  if (!isObject(row) || row["id"] !== userId)
    return { login: null, outsider: null, companies: null };
  const { login, share, company_ids: companies } = row;
  return {
    login: typeof login === "string" ? login : null,
    outsider: typeof share === "boolean" ? share : null,
    companies: Array.isArray(companies) && companies.every(isId) ? companies : null,
  };
}

/**
 * Why an account that signed in is not the one to read with; null where nothing speaks against it.
 */
export function refusalOf(client: OdooClient, { login, outsider }: Account): ConnectorError | null {
  const asked = client.settings.login;
  // JSON-2 asks for a key alone: whose it is, nobody has looked at yet. Odoo finds a login as it is
  // written.
  if (login !== null && login !== asked)
    return failure(client, "refused", "key_of_another", { login: asked });
  // Portal users read without an error, and are shown next to nothing.
  return outsider === true
    ? failure(client, "refused", "account_external", { login: asked })
    : null;
}

/** Odoo makes its keys of twenty bytes, written in hexadecimal digits. */
export const isApiKey = (secret: string): boolean => /^[0-9a-f]{40}$/.test(secret);

/**
 * Signs in as the pages of Odoo do: they alone tell a wrong password from one that a second factor
 * must follow.
 */
export function pageSignIn({ settings, secret }: SignIn): SourceRequest {
  const params = { db: settings.database, login: settings.login, password: secret };
  const body = JSON.stringify({ jsonrpc: "2.0", method: "call", params, id: 1 });
  return {
    method: "POST",
    path: "/web/session/authenticate",
    headers: { "content-type": "application/json" },
    body,
  };
}

/** The password is right, and nobody is signed in yet. */
export function awaitsSecondFactor(answer: SourceResponse): boolean {
  const reply = jsonrpc.read(answer);
  return reply.type === "value" && isObject(reply.value) && reply.value["uid"] === null;
}
