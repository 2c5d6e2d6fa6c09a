// Odoo's JSON-RPC: every version up to 21, positional arguments, errors inside an answer with
// status 200.
import type { Json } from "../../contract/values/json.ts";
import { defaultLimits, JsonTextError, parseJson } from "../../formats/json.ts";
import type { SourceRequest } from "../source-client.ts";
import { isObject, looksLikePage, userOrFalse, type Protocol, type Reply } from "./call.ts";

export const jsonrpc: Protocol = {
  call: ({ settings, secret }, userId, { model, method, first, named }) =>
    request("object", "execute_kw", [
      settings.database,
      userId,
      secret,
      model,
      method,
      first ? [first.value] : [],
      named,
    ]),
  version: request("common", "version", []),
  versionIn: (value) => (isObject(value) ? value["server_version"] : undefined),
  signIn: ({ settings, secret }) =>
    request("common", "authenticate", [settings.database, settings.login, secret, {}]),
  userIn: userOrFalse,
  read: (answer) => {
    if (looksLikePage(answer)) return { type: "page", status: answer.status };
    const parsed = bodyOf(answer.body);
    if (parsed.type === "value" && isObject(parsed.value))
      return replyIn(parsed.value, answer.status);
    if (answer.status >= 400) return { type: "page", status: answer.status };
    return parsed.type === "value" ? { type: "unreadable" } : parsed;
  },
};

function request(service: string, method: string, args: Json[]): SourceRequest {
  const body = JSON.stringify({
    jsonrpc: "2.0",
    method: "call",
    params: { service, method, args },
    id: 1,
  });
  return {
    method: "POST",
    path: "/jsonrpc",
    headers: { "content-type": "application/json" },
    body,
  };
}

function replyIn(body: { [name: string]: Json }, status: number): Reply {
  if (isObject(body["error"])) {
    const { data, message } = body["error"];
    if (!isObject(data) || typeof data["name"] !== "string")
      return { type: "fault", name: "unknown", text: textOr(message) };
    return { type: "fault", name: data["name"], text: textOr(data["message"]) };
  }
  if (status >= 400) return { type: "page", status };
  if (body["jsonrpc"] !== "2.0") return { type: "unreadable" };
  // Odoo omits `result` when a method returns nothing.
  return { type: "value", value: body["result"] ?? null };
}

/** Text only: an object could throw when converted. */
const textOr = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** The parsed body, or the reason it could not be parsed. */
export function bodyOf(
  text: string,
): Extract<Reply, { type: "value" | "unreadable" | "too_large" }> {
  try {
    return { type: "value", value: parseJson(text, defaultLimits, "infinite") };
  } catch (error) {
    if (error instanceof JsonTextError) return { type: error.reason };
    throw error;
  }
}
