// Odoo's JSON-2: version 19 and later, API keys only, named arguments, errors by HTTP status.
import { ConnectorError } from "../connector-error.ts";
import type { SourceRequest } from "../source-client.ts";
import { isId, isObject, looksLikePage, type Protocol, type SignIn } from "./call.ts";
import { bodyOf } from "./jsonrpc.ts";
import { addressOf } from "./settings.ts";

export const json2: Protocol = {
  call: (signIn, _userId, { model, method, first, named }) =>
    request(signIn, `${model}/${method}`, first ? { [first.name]: first.value, ...named } : named),
  version: { method: "GET", path: "/web/version" },
  versionIn: (value) => (isObject(value) ? value["version"] : undefined),
  signIn: (signIn) => request(signIn, "res.users/context_get", {}),
  userIn: (value) => (isObject(value) && isId(value["uid"]) ? value["uid"] : undefined),
  read: (answer) => {
    if (looksLikePage(answer)) return { type: "page", status: answer.status };
    const parsed = bodyOf(answer.body);
    if (parsed.type !== "value")
      return answer.status >= 400 ? { type: "page", status: answer.status } : parsed;
    const { value: body } = parsed;
    if (answer.status < 300) return parsed;
    if (!isObject(body) || typeof body["name"] !== "string")
      return { type: "page", status: answer.status };
    return {
      type: "fault",
      name: body["name"],
      text: typeof body["message"] === "string" ? body["message"] : "",
    };
  },
};

/** Keys have 40 characters today. A secret that is shorter or invalid in a header is a password. */
export const mayBeApiKey = (secret: string): boolean => /^[\x21-\x7e]{32,}$/.test(secret);

const isHeaderText = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

function request(
  { settings, secret }: SignIn,
  path: string,
  body: { [name: string]: unknown },
): SourceRequest {
  const { host } = addressOf(settings);
  // A secret or database name that is invalid in a header would fail as if the server were
  // unreachable.
  if (!isHeaderText(secret))
    throw new ConnectorError("refused", "sign_in_refused", { facts: { host } });
  const { database } = settings;
  if (!isHeaderText(database))
    throw new ConnectorError("refused", "database_unknown", { facts: { host, database } });
  const headers = {
    "content-type": "application/json",
    authorization: `bearer ${secret}`,
    "x-odoo-database": database,
  };
  return { method: "POST", path: `/json/2/${path}`, headers, body: JSON.stringify(body) };
}
