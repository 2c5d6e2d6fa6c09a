// The JSON routes of Odoo's own pages, which clients use too: sessions, model calls, the list of
// databases.
import type { Exchange } from "../exchange.ts";
import type { Answer, Call } from "../http.ts";
import { failure, opened, success } from "./envelope.ts";
import { accessDenied, keyError, notFound, OdooError, typeError } from "./errors.ts";
import type { Odoo } from "./odoo.ts";
import { sessionCookie } from "./pages.ts";
import { userOfPassword } from "./rights.ts";
import { shortened } from "./service.ts";
import { sessionInfo } from "./session-info.ts";
import { sessionExpired, type Session } from "./sessions.ts";
import { executeWithFaults } from "./spoil.ts";
import { isObject, type Json, type Result } from "./values.ts";
import { traitsOf, versionAnswer, type VersionTraits } from "./versions.ts";
import type { Version } from "./version.ts";

export interface Base {
  odoo: Odoo;
  exchange: Exchange;
  version: Version;
}

type Params = { [key: string]: Json };
interface RpcContext extends Base {
  params: Params;
  session: Session | null;
}
/** A result, and the session whose cookie the response sets; null for a visitor without one. */
type RpcResult = { result: Result; session: Session | null };

type Route = { needsSession: boolean; run: (visit: RpcContext) => RpcResult };

const open = (run: (visit: RpcContext) => Result): Route => ({
  needsSession: false,
  run: (visit) => ({ result: run(visit), session: visit.session }),
});
const signedIn = (run: (visit: RpcContext & { session: Session }) => Result): Route => ({
  needsSession: true,
  run: (visit) => {
    const { session } = visit;
    if (session === null) throw sessionExpired();
    const result = run({ ...visit, session });
    return { result, session: visit.odoo.sessions.isOpen(session) ? session : null };
  },
});

const routes: Record<string, Route> = {
  "/web/session/authenticate": { needsSession: false, run: authenticate },
  "/web/session/get_session_info": signedIn(({ odoo, session }) =>
    sessionInfo(odoo.database(session.database), session.user),
  ),
  "/web/session/check": signedIn(() => undefined),
  "/web/session/destroy": signedIn(({ odoo, session }) => void odoo.sessions.close(session)),
  "/web/dataset/call_kw": signedIn(callModel),
  "/web/dataset/call_button": signedIn(callModel),
  "/web/database/list": open(({ odoo, version }) => odoo.names(version)),
  "/web/webclient/version_info": open(({ version }) => versionAnswer(traitsOf(version))),
};

/** The route of a path; a model call may repeat model and method in its path. */
function routeOf(path: string): Route | undefined {
  const known = /^\/web\/dataset\/call_(?:kw|button)(?=\/)/.exec(path)?.[0] ?? path;
  return Object.hasOwn(routes, known) ? routes[known] : undefined;
}

/** Answers a request to one of the routes; undefined for other paths. */
export function answerWebRpc(call: Call, base: Base): Answer | undefined {
  const route = routeOf(call.path);
  if (!route) return undefined;
  const session = base.odoo.sessions.of(call) ?? null;
  const asked = opened(call, traitsOf(base.version));
  const params = "refusal" in asked ? {} : asked.params;
  base.exchange.identify(factsOf(call, params, session));
  if ("refusal" in asked) return asked.refusal;
  const version = versionOf(base, params, session);
  try {
    const told = route.run({ ...base, version, params, session });
    return success(asked.id, told.result, { "Set-Cookie": cookiesOf(told, version, call.path) });
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    return failure(
      route.needsSession && session === null ? null : asked.id,
      error,
      traitsOf(version),
    );
  }
}

/** Version 19 sets the cookie of a new session twice. */
function cookiesOf({ session }: RpcResult, version: Version, path: string): string[] {
  const cookie = sessionCookie(session?.id);
  return path === "/web/session/authenticate" && traitsOf(version).major >= 19
    ? [cookie, cookie]
    : [cookie];
}

/** Signing in takes a password: an API key opens no session. */
function authenticate({ odoo, exchange, params }: RpcContext): RpcResult {
  const missing = ["db", "login", "password"]
    .filter((name) => !(name in params))
    .map((name) => `'${name}'`);
  if (missing.length > 0)
    throw typeError(
      `Session.authenticate() missing ${missing.length} required positional arguments: ${missing.join(", ")}`,
    );
  const database = odoo.database(String(params["db"]));
  const user = userOfPassword(params["login"], params["password"]);
  if (!user || exchange.fault("access_denied")) throw accessDenied();
  // The password is right, and the page now asks for the second factor.
  if (user.secondFactor) return { result: { uid: null }, session: null };
  return { result: sessionInfo(database, user), session: odoo.sessions.open(database.name, user) };
}

function callModel({ odoo, exchange, params, session }: RpcContext & { session: Session }): Result {
  const { model, method, args, kwargs } = params;
  const database = odoo.database(session.database);
  if (!database.tables.has(String(model))) throw missingModel(database.traits, String(model));
  const given = {
    args: Array.isArray(args) ? args : [],
    kwargs: isObject(kwargs) ? kwargs : {},
    isNamedOnly: false,
  };
  return executeWithFaults(exchange, {
    database,
    user: session.user,
    model: String(model),
    method: String(method),
    given,
  });
}

function missingModel({ major }: VersionTraits, model: string): OdooError {
  if (major < 19) return keyError(`'${model}'`);
  return notFound(
    "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.",
  );
}

function factsOf(call: Call, params: Params, session: Session | null) {
  const isModelCall = call.path.startsWith("/web/dataset/");
  const database = session?.database ?? (typeof params["db"] === "string" ? params["db"] : null);
  return {
    protocol: "web",
    database,
    model: isModelCall ? String(params["model"] ?? "") : null,
    method: isModelCall ? String(params["method"] ?? "") : call.path.slice(1),
    detail: isModelCall
      ? shortened([params["args"] ?? null, params["kwargs"] ?? null])
      : call.method,
  };
}

/** A session has the version of its database, and so does signing in. */
function versionOf({ odoo, version }: Base, params: Params, session: Session | null): Version {
  const name = typeof params["db"] === "string" ? params["db"] : (session?.database ?? "");
  return odoo.planOf(name)?.version ?? version;
}
