// JSON-RPC at /jsonrpc: HTTP 200 for nearly everything, errors inside.
import { html, type Answer, type Call } from "../http.ts";
import { OdooError, typeError } from "./errors.ts";
import { asciiJsonText, jsonText } from "./json-text.ts";
import { isObject, type Json, type Result } from "./values.ts";
import { mannersOf, type Manners } from "./versions.ts";
import { serve, type ServiceCall } from "./service.ts";
import { badRequestPage, unsupportedMediaPage } from "./pages.ts";

const nosniff = { "X-Content-Type-Options": "nosniff" };

/** Answers a request to /jsonrpc. */
export function answerJsonRpc(call: Call, base: Pick<ServiceCall, "odoo" | "exchange" | "version">): Answer {
  const listener = mannersOf(base.version);
  if (call.method !== "POST" || !isJson(call)) {
    base.exchange.asks({ protocol: "jsonrpc", database: null, model: null, method: "?", detail: call.method });
    return wrongType(call, listener);
  }
  const request = parsed(call.body);
  if (!isObject(request)) {
    base.exchange.asks({ protocol: "jsonrpc", database: null, model: null, method: "?", detail: "unreadable" });
    return html(request === undefined ? "Invalid JSON data" : "Invalid JSON-RPC data", 400, nosniff);
  }
  const id = request["id"] ?? null;
  const params = isObject(request["params"]) ? request["params"] : {};
  const manners = databaseManners(base, params) ?? listener;
  try {
    return success(id, serve(serviceCall(base, params, manners)));
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    return failure(id, error, manners);
  }
}

/** The error object that JSON-RPC and the sessions carry. */
export function errorData(error: OdooError, { debugLast }: Pick<Manners, "debugLast">): { [key: string]: Json } {
  const denied = debugLast && error.kind === "access_denied";
  const debug = denied ? `${error.pythonName}: ${error.message}\n` : error.traceback;
  const facts = { message: error.message, arguments: error.kind === "http" ? [error.message, error.status] : [error.message], context: {} };
  return debugLast ? { name: error.pythonName, ...facts, debug } : { name: error.pythonName, debug, ...facts };
}

function success(id: Json, result: Result): Answer {
  const head = `{"jsonrpc": "2.0", "id": ${JSON.stringify(id)}`;
  const body = result === undefined ? `${head}}` : `${head}, "result": ${jsonText(result)}}`;
  return { status: 200, headers: { "Content-Type": "application/json; charset=utf-8", ...nosniff }, body };
}

function failure(id: Json, error: OdooError, manners: Manners): Answer {
  const body = asciiJsonText({
    jsonrpc: "2.0",
    id,
    error: { code: manners.rpcErrorCode, message: "Odoo Server Error", data: errorData(error, manners) },
  });
  return { status: 200, headers: { "Content-Type": "application/json; charset=utf-8" }, body };
}

function serviceCall(
  base: Pick<ServiceCall, "odoo" | "exchange" | "version">,
  params: { [key: string]: Json },
  { major }: Manners,
): ServiceCall {
  const missing = ["service", "method", "args"].filter((name) => !(name in params));
  if (missing.length > 0) {
    base.exchange.asks({ protocol: "jsonrpc", database: null, model: null, method: "?", detail: "incomplete" });
    const names = missing.map((name) => `'${name}'`);
    const listed = names.length > 2 ? `${names.slice(0, -1).join(", ")}, and ${names.at(-1)}` : names.join(" and ");
    throw typeError(
      `${major >= 19 ? "JSONRPC" : "RPC"}.jsonrpc() missing ${missing.length} required positional argument${missing.length > 1 ? "s" : ""}: ${listed}`,
    );
  }
  const { service, method, args } = params;
  return { ...base, protocol: "jsonrpc", service: String(service), method: String(method), args: Array.isArray(args) ? args : [] };
}

/** Errors are written as the database's version writes them, when a known one is named. */
function databaseManners({ odoo }: Pick<ServiceCall, "odoo">, params: { [key: string]: Json }): Manners | undefined {
  const name = Array.isArray(params["args"]) ? params["args"][0] : undefined;
  const plan = typeof name === "string" ? odoo.planOf(name) : undefined;
  return plan && mannersOf(plan.version);
}

function isJson(call: Call): boolean {
  return /^application\/(json|json-rpc)\b/.test(call.headers["content-type"] ?? "");
}

function wrongType(call: Call, { major }: Manners): Answer {
  const hasBody = call.body.length > 0;
  if (major < 19) return badRequestPage("['http']", "/jsonrpc", "json");
  return unsupportedMediaPage(hasBody ? "['http']" : "['http', 'json2']", "/jsonrpc", "jsonrpc", "application/json, application/json-rpc");
}

/** Undefined when the text is no JSON. */
function parsed(body: string): Json | undefined {
  try {
    const value: Json = JSON.parse(body);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
