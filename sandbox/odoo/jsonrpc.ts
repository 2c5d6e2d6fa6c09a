// JSON-RPC at /jsonrpc: the same services as XML-RPC, in JSON.
import type { Answer, Call } from "../http.ts";
import { failure, opened, success } from "./envelope.ts";
import { OdooError, typeError } from "./errors.ts";
import { serve, type ServiceCall } from "./service.ts";
import type { Json } from "./values.ts";
import { traitsOf, type VersionTraits } from "./versions.ts";

/** Answers a request to /jsonrpc. */
export function answerJsonRpc(
  call: Call,
  base: Pick<ServiceCall, "odoo" | "exchange" | "version">,
): Answer {
  const listener = traitsOf(base.version);
  const asked = opened(call, listener);
  if ("refusal" in asked) {
    base.exchange.identify({
      protocol: "jsonrpc",
      database: null,
      model: null,
      method: "?",
      detail: asked.detail,
    });
    return asked.refusal;
  }
  const { id, params } = asked;
  const traits = databaseTraits(base, params) ?? listener;
  try {
    return success(id, serve(serviceCall(base, params, traits)));
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    return failure(id, error, traits);
  }
}

function serviceCall(
  base: Pick<ServiceCall, "odoo" | "exchange" | "version">,
  params: { [key: string]: Json },
  { major }: VersionTraits,
): ServiceCall {
  const missing = ["service", "method", "args"].filter((name) => !(name in params));
  if (missing.length > 0) {
    base.exchange.identify({
      protocol: "jsonrpc",
      database: null,
      model: null,
      method: "?",
      detail: "incomplete",
    });
    const names = missing.map((name) => `'${name}'`);
    const listed =
      names.length > 2
        ? `${names.slice(0, -1).join(", ")}, and ${names.at(-1)}`
        : names.join(" and ");
    throw typeError(
      `${major >= 19 ? "JSONRPC" : "RPC"}.jsonrpc() missing ${missing.length} required positional argument${missing.length > 1 ? "s" : ""}: ${listed}`,
    );
  }
  const { service, method, args } = params;
  return {
    ...base,
    protocol: "jsonrpc",
    service: String(service),
    method: String(method),
    args: Array.isArray(args) ? args : [],
  };
}

/** Errors are written in the style of the database's version, if a known database is named. */
function databaseTraits(
  { odoo }: Pick<ServiceCall, "odoo">,
  params: { [key: string]: Json },
): VersionTraits | undefined {
  const name = Array.isArray(params["args"]) ? params["args"][0] : undefined;
  const plan = typeof name === "string" ? odoo.planOf(name) : undefined;
  return plan && traitsOf(plan.version);
}
