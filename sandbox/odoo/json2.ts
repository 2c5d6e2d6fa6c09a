// JSON-2 of Odoo 19: POST /json/2/<model>/<method>, named arguments, errors as HTTP statuses.
import type { Exchange } from "../exchange.ts";
import type { Answer, Call } from "../http.ts";
import { badRequest, notFound, OdooError, unauthorized } from "./errors.ts";
import { asciiJsonText, jsonText } from "./json-text.ts";
import { errorData } from "./envelope.ts";
import type { Odoo } from "./odoo.ts";
import { noDatabasePage, notFoundPage, toLogin, unsupportedMediaPage } from "./pages.ts";
import { userOfKey, type User } from "./rights.ts";
import { executeWithFaults } from "./spoil.ts";
import { isObject, type Json, type Result } from "./values.ts";

/** Answers a request below /json/2/. */
export function answerJson2(call: Call, base: { odoo: Odoo; exchange: Exchange }): Answer {
  const [, , , model = "", method, ...beyond] = call.path.split("/");
  return answerToBearer(
    call,
    base,
    { model, method: method ?? "?", detail: call.body.slice(0, 600) },
    (name) => {
      if (call.method !== "POST" || !method || beyond.length > 0)
        throw notFound("Did you mean POST /json/2/<model>/<method>?");
      if (!isJson(call))
        return unsupportedMediaPage(
          "['http']",
          "/json/2/<__model__>/<__method__>",
          "json2",
          "application/json",
        );
      const user = authenticated(call);
      const database = base.odoo.database(name);
      const given = { args: [], kwargs: argumentsOf(call.body), isNamedOnly: true };
      return success(executeWithFaults(base.exchange, { database, user, model, method, given }));
    },
  );
}

/**
 * The response of version 19 to a request with a bearer key, with errors as statuses; earlier
 * versions answer this path in their own way.
 */
export function answerToBearer(
  call: Call,
  { odoo, exchange }: { odoo: Odoo; exchange: Exchange },
  facts: { model: string; method: string; detail: string },
  answer: (database: string) => Answer,
): Answer {
  const name = databaseOf(call, odoo);
  exchange.identify({ protocol: "json2", database: name ?? null, ...facts });
  const plan = name === undefined ? undefined : odoo.planOf(name);
  if (name === undefined || !plan) return noDatabasePage();
  if (plan.version === "16.0") return notFoundPage();
  if (plan.version === "18.0")
    return call.path.startsWith("/json/")
      ? toLogin(call.path, call.query.toString())
      : notFoundPage();
  try {
    return answer(name);
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    return failure(error);
  }
}

function databaseOf(call: Call, odoo: Odoo): string | undefined {
  const header = call.headers["x-odoo-database"];
  return typeof header === "string" ? header : odoo.soleDatabase;
}

/** The account of the key in a request. */
export function authenticated(call: Call): User {
  const found = /^bearer\s+(.+)$/i.exec(call.headers["authorization"] ?? "");
  if (!found)
    throw unauthorized(
      "User not authenticated, use an API Key with a Bearer Authorization header.",
    );
  const user = userOfKey(found[1] ?? "");
  if (!user) throw unauthorized("Invalid apikey");
  return user;
}

/** The named arguments. An empty body has none, and a list counts as none. */
function argumentsOf(body: string): { [key: string]: Json } {
  if (body.trim() === "") return {};
  try {
    const value: Json = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const end = body.trimEnd().length;
    throw badRequest(
      `could not parse the body as json: Expecting value: line 1 column ${end + 1} (char ${end})`,
    );
  }
}

function isJson(call: Call): boolean {
  return (
    /^application\/json\b/.test(call.headers["content-type"] ?? "") ||
    (call.body === "" && !call.headers["content-type"])
  );
}

/** A plain JSON result. */
export function success(result: Result): Answer {
  return {
    status: 200,
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
    },
    body: jsonText(result),
  };
}

/** The class name decides the status; every unknown one is a 500, including wrong arguments. */
function failure(error: OdooError): Answer {
  const status = statusOf(error);
  const challenge: Answer["headers"] = status === 401 ? { "WWW-Authenticate": "Bearer " } : {};
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", ...challenge },
    body: asciiJsonText(errorData(error, { debugLast: true })),
  };
}

function statusOf(error: OdooError): number {
  switch (error.kind) {
    case "http":
      return error.status;
    case "access":
    case "access_denied":
      return 403;
    case "user":
      return error.pythonName.endsWith("MissingError") ? 404 : 422;
    case "server":
      return 500;
  }
}
