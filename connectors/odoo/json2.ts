// Odoo's JSON-2: version 19 and later, API keys only, named arguments, errors by HTTP status.
import type { Question } from "../connector.ts";
import { isObject, looksLikePage, type Protocol, type SignIn } from "./call.ts";
import { bodyOf } from "./jsonrpc.ts";

export const json2: Protocol = {
  call: (signIn, _userId, { model, method, first, named }) =>
    question(signIn, `${model}/${method}`, first ? { [first.name]: first.value, ...named } : named),
  version: { method: "GET", path: "/web/version" },
  versionIn: (value) => (isObject(value) ? value["version"] : undefined),
  signIn: (signIn) => question(signIn, "res.users/context_get", {}),
  userIn: (value) => (isObject(value) && Number.isInteger(value["uid"]) ? (value["uid"] as number) : undefined),
  read: (answer) => {
    if (looksLikePage(answer)) return { type: "page", status: answer.status };
    const body = bodyOf(answer.body);
    if (body === undefined) return answer.status >= 400 ? { type: "page", status: answer.status } : { type: "unreadable" };
    if (answer.status < 300) return { type: "value", value: body };
    if (!isObject(body) || typeof body["name"] !== "string") return { type: "page", status: answer.status };
    return { type: "fault", name: body["name"], text: typeof body["message"] === "string" ? body["message"] : "" };
  },
};

/** Keys are 40 characters today; a text that is shorter or cannot stand in a header is a password. */
export const mayBeApiKey = (secret: string): boolean => /^[\x21-\x7e]{32,}$/.test(secret);

function question({ settings, secret }: SignIn, path: string, body: { [name: string]: unknown }): Question {
  const headers = { "content-type": "application/json", authorization: `bearer ${secret}`, "x-odoo-database": settings.database };
  return { method: "POST", path: `/json/2/${path}`, headers, body: JSON.stringify(body) };
}
