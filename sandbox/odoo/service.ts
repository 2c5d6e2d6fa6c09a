// The services behind XML-RPC and JSON-RPC: common, object and db.
import type { Exchange } from "../exchange.ts";
import { attributeError, keyError, plainException, typeError } from "./errors.ts";
import type { Odoo } from "./odoo.ts";
import { signIn, userOfId } from "./rights.ts";
import { executeWithFaults } from "./spoil.ts";
import { isObject, type Json, type Result } from "./values.ts";
import { traitsOf, versionAnswer } from "./versions.ts";
import type { Version } from "./version.ts";

export interface ServiceCall {
  odoo: Odoo;
  exchange: Exchange;
  protocol: "xmlrpc" | "jsonrpc";
  /** The version of the listener, for calls that name no database. */
  version: Version;
  service: string;
  method: string;
  args: Json[];
}

/** Answers one call of a service, or raises an error. */
export function serve(call: ServiceCall): Result {
  const { exchange, service, method, protocol, args } = call;
  const isObjectCall = service === "object" && (method === "execute_kw" || method === "execute");
  const named = { protocol, database: databaseNamed(call) };
  if (isObjectCall)
    exchange.identify({
      ...named,
      model: String(args[3] ?? ""),
      method: String(args[4] ?? ""),
      detail: shortened(args.slice(5)),
    });
  else exchange.identify({ ...named, model: null, method, detail: "" });
  switch (service) {
    case "common":
      return common(call);
    case "object":
      return isObjectCall ? object(call) : unknownObjectMethod(call);
    case "db":
      return databases(call);
    default:
      throw keyError(`'${service}'`);
  }
}

function databaseNamed({ service, method, args }: ServiceCall): string | null {
  const isNamed = service === "object" || method === "authenticate" || method === "login";
  return isNamed && typeof args[0] === "string" ? args[0] : null;
}

function common({ odoo, version, method, args, exchange }: ServiceCall): Result {
  switch (method) {
    case "version":
      return versionAnswer(traitsOf(version));
    case "about":
      return "See http://openerp.com";
    case "authenticate":
    case "login": {
      odoo.database(String(args[0]));
      if (exchange.fault("access_denied")) return false;
      return signIn(args[1], args[2])?.id ?? false;
    }
    default:
      throw plainException(`Method not found: ${method}`);
  }
}

function object({ odoo, exchange, method, args }: ServiceCall): Result {
  const [name, uid, secret, model, called, ...rest] = args;
  if (called === undefined)
    throw typeError(`execute_kw() missing 1 required positional argument: 'method'`);
  const database = odoo.database(String(name));
  const user = userOfId(uid, secret);
  const [positional = [], named = {}] = method === "execute_kw" ? rest : [rest, {}];
  const given = {
    args: Array.isArray(positional) ? positional : [],
    kwargs: isObject(named) ? named : {},
    isNamedOnly: false,
  };
  return executeWithFaults(exchange, {
    database,
    user,
    model: String(model),
    method: String(called),
    given,
  });
}

function unknownObjectMethod({ method }: ServiceCall): never {
  throw attributeError(`Method not available ${method}`);
}

function databases({ odoo, version, method, args }: ServiceCall): Result {
  switch (method) {
    case "list":
      return odoo.names(version);
    case "server_version":
      return traitsOf(version).serverVersion;
    case "db_exist":
      return odoo.planOf(String(args[0])) !== undefined;
    default:
      throw keyError(`'exp_${method}'`);
  }
}

/** Arguments in short, for the request log. */
export function shortened(args: Json): string {
  const text = JSON.stringify(args);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
