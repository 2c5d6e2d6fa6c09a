// The signed-in account as Odoo describes it: login, whether it is a portal user, and its
// companies.
import type { Json } from "../../contract/values/json.ts";
import type { SourceResponse, SourceClient, SourceRequest } from "../source-client.ts";
import type { ConnectorError } from "../connector-error.ts";
import { isId, isObject, type Call, type SignIn } from "./call.ts";
import { failure } from "./faults.ts";
import { jsonrpc } from "./jsonrpc.ts";
import type { OdooSettings } from "./settings.ts";

type OdooClient = SourceClient<OdooSettings>;

/** What Odoo says about an account; null for anything the answer does not contain. */
export type Account = {
  login: string | null;
  outsider: boolean | null;
  companies: number[] | null;
};

/**
 * Every account may read itself, portal users too. Sent without a context, because the context
 * itself may be invalid.
 */
export const accountCall = (userId: number): Call => ({
  model: "res.users",
  method: "read",
  first: { name: "ids", value: [userId] },
  named: { fields: ["login", "share", "company_ids"] },
});

/** Reads the account from the answer, which must be about `userId`. */
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

/** Why this account must not be used for reading; null when it may be. */
export function refusalOf(client: OdooClient, { login, outsider }: Account): ConnectorError | null {
  const asked = client.settings.login;
  // JSON-2 needs a key only, so nobody has checked yet whose key it is. Logins are case-sensitive
  // in Odoo.
  if (login !== null && login !== asked)
    return failure(client, "refused", "key_of_another", { login: asked });
  // Portal users read without an error but see almost nothing.
  return outsider === true
    ? failure(client, "refused", "account_external", { login: asked })
    : null;
}

/** Odoo's API keys are twenty bytes in hexadecimal. */
export const isApiKey = (secret: string): boolean => /^[0-9a-f]{40}$/.test(secret);

/** Signs in like Odoo's web pages. Only they tell a wrong password from a missing second factor. */
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

/** The password is right, but the session is not signed in yet. */
export function awaitsSecondFactor(answer: SourceResponse): boolean {
  const reply = jsonrpc.read(answer);
  return reply.type === "value" && isObject(reply.value) && reply.value["uid"] === null;
}
