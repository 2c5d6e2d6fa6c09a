// XML-RPC at /xmlrpc/2/{common,object,db} and, with textual fault codes, at
// /xmlrpc/{common,object,db}.
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import type { Answer, Call } from "../http.ts";
import { OdooError, pythonError, type ErrorKind } from "./errors.ts";
import { methodNotAllowed } from "./pages.ts";
import { serve, type ServiceCall } from "./service.ts";
import type { Json } from "./values.ts";
import { traitsOf } from "./versions.ts";
import { faultXml, responseXml } from "./xml-text.ts";

interface Deserializer {
  deserializeMethodCall(
    stream: Readable,
    done: (error: Error | null, method: string, params: Json[]) => void,
  ): void;
}

// The package exports its parts without types, and only as CommonJS.
const DeserializerOf: new (encoding: string) => Deserializer = createRequire(import.meta.url)(
  "xmlrpc/lib/deserializer",
);

/** Whether XML-RPC answers a path. */
export function isXmlRpcPath(path: string): boolean {
  return /^\/xmlrpc\/(2\/)?[^/]+$/.test(path);
}

/** Answers a request to one of the XML-RPC services. */
export async function answerXmlRpc(
  call: Call,
  base: Pick<ServiceCall, "odoo" | "exchange" | "version">,
): Promise<Answer> {
  const isSecond = call.path.startsWith("/xmlrpc/2/");
  const service = call.path.slice(call.path.lastIndexOf("/") + 1);
  if (call.method !== "POST") {
    base.exchange.identify({
      protocol: "xmlrpc",
      database: null,
      model: null,
      method: "?",
      detail: call.method,
    });
    return methodNotAllowed();
  }
  let traits = traitsOf(base.version);
  try {
    const { method, params } = await readMethodCall(call, base);
    const plan = typeof params[0] === "string" ? base.odoo.planOf(params[0]) : undefined;
    if (plan) traits = traitsOf(plan.version);
    return xml(responseXml(serve({ ...base, protocol: "xmlrpc", service, method, args: params })), {
      nosniff: true,
    });
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    return xml(isSecond ? numberedFault(error) : textualFault(error), {
      nosniff: traits.nosniffOnXmlFaults,
    });
  }
}

function xml(body: string, { nosniff }: { nosniff: boolean }): Answer {
  const headers = {
    "Content-Type": "text/xml; charset=utf-8",
    ...(nosniff ? { "X-Content-Type-Options": "nosniff" } : {}),
  };
  return { status: 200, headers, body };
}

const faultCodes: Record<ErrorKind, number> = {
  server: 1,
  http: 1,
  user: 2,
  access_denied: 3,
  access: 4,
};

function numberedFault(error: OdooError): string {
  const code = faultCodes[error.kind];
  return faultXml(code, code === 1 ? error.traceback : error.message);
}

function textualFault(error: OdooError): string {
  const className = error.pythonName.slice(error.pythonName.lastIndexOf(".") + 1);
  if (error.kind === "user" || error.kind === "access")
    return faultXml(`warning -- ${className}\n\n${error.message}`, "");
  if (error.kind === "access_denied") return faultXml("AccessDenied", error.message);
  return faultXml(error.message, error.traceback);
}

async function readMethodCall(
  call: Call,
  { exchange }: Pick<ServiceCall, "exchange">,
): Promise<{ method: string; params: Json[] }> {
  try {
    return await deserialized(call.body);
  } catch (error) {
    exchange.identify({
      protocol: "xmlrpc",
      database: null,
      model: null,
      method: "?",
      detail: "unreadable",
    });
    const lines = call.body.split("\n");
    const message = `no element found: line ${lines.length}, column ${lines.at(-1)?.length ?? 0}`;
    throw Object.assign(pythonError("xml.parsers.expat.ExpatError", message), { cause: error });
  }
}

function deserialized(body: string): Promise<{ method: string; params: Json[] }> {
  return new Promise((resolve, reject) => {
    // An empty stream would never end the parser.
    if (body.trim() === "") return reject(new SyntaxError("empty body"));
    new DeserializerOf("utf8").deserializeMethodCall(
      Readable.from([body]),
      (error, method, params) => {
        if (error) reject(error);
        else resolve({ method, params });
      },
    );
  });
}
