// The JSON-RPC envelope: how requests are parsed, and how nearly every response is HTTP 200 with
// its errors inside.
import { html, type Answer, type Call } from "../http.ts";
import type { OdooError } from "./errors.ts";
import { asciiJsonText, jsonText } from "./json-text.ts";
import { badRequestPage, unsupportedMediaPage } from "./pages.ts";
import { isObject, type Json, type Result } from "./values.ts";
import type { VersionTraits } from "./versions.ts";

const nosniff = { "X-Content-Type-Options": "nosniff" };
const jsonType = { "Content-Type": "application/json; charset=utf-8" };

export interface RpcRequest {
  id: Json;
  params: { [key: string]: Json };
}

/** The parsed request, or the page that refuses it. */
export function opened(
  call: Call,
  traits: VersionTraits,
): RpcRequest | { refusal: Answer; detail: string } {
  if (call.method !== "POST" || !isJson(call))
    return { refusal: wrongType(call, traits), detail: call.method };
  const request = parsed(call.body);
  if (!isObject(request))
    return {
      refusal: html(
        request === undefined ? "Invalid JSON data" : "Invalid JSON-RPC data",
        400,
        nosniff,
      ),
      detail: "unreadable",
    };
  return {
    id: request["id"] ?? null,
    params: isObject(request["params"]) ? request["params"] : {},
  };
}

/** A response with a result; Python's None leaves the result out. */
export function success(id: Json, result: Result, headers: Answer["headers"] = {}): Answer {
  const head = `{"jsonrpc": "2.0", "id": ${JSON.stringify(id)}`;
  const body = result === undefined ? `${head}}` : `${head}, "result": ${jsonText(result)}}`;
  return { status: 200, headers: { ...jsonType, ...nosniff, ...headers }, body };
}

/** A response with an error. An error before the request was parsed has no id. */
export function failure(id: Json, error: OdooError, traits: VersionTraits): Answer {
  const said = special(error) ?? { code: traits.rpcErrorCode, message: "Odoo Server Error" };
  const body = asciiJsonText({
    jsonrpc: "2.0",
    id,
    error: { ...said, data: errorData(error, traits) },
  });
  return { status: 200, headers: jsonType, body };
}

function special(error: OdooError): { code: number; message: string } | undefined {
  if (error.pythonName === "odoo.http.SessionExpiredException")
    return { code: 100, message: "Odoo Session Expired" };
  if (error.pythonName === "werkzeug.exceptions.NotFound")
    return { code: 404, message: "404: Not Found" };
  return undefined;
}

/** The error object of JSON-RPC and of sessions. */
export function errorData(
  error: OdooError,
  { debugLast }: Pick<VersionTraits, "debugLast">,
): { [key: string]: Json } {
  const denied = debugLast && error.kind === "access_denied";
  const debug = denied ? `${error.pythonName}: ${error.message}\n` : error.traceback;
  const facts = {
    message: error.message,
    arguments: error.kind === "http" ? [error.message, error.status] : [error.message],
    context: {},
  };
  return debugLast
    ? { name: error.pythonName, ...facts, debug }
    : { name: error.pythonName, debug, ...facts };
}

function isJson(call: Call): boolean {
  return /^application\/(json|json-rpc)\b/.test(call.headers["content-type"] ?? "");
}

function wrongType(call: Call, { major }: VersionTraits): Answer {
  const hasBody = call.body.length > 0;
  if (major < 19) return badRequestPage("['http']", call.path, "json");
  return unsupportedMediaPage(
    hasBody ? "['http']" : "['http', 'json2']",
    call.path,
    "jsonrpc",
    "application/json, application/json-rpc",
  );
}

/** Undefined if the text is not JSON. */
function parsed(body: string): Json | undefined {
  try {
    const value: Json = JSON.parse(body);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
