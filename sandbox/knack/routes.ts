// The routes of the simulated Knack: who may request what, checked in Knack's order, and its own
// error texts.
import { knackSandbox } from "../accounts.ts";
import type { Exchange } from "../exchange.ts";
import { json, type Answer, type Call } from "../http.ts";
import { answerAsset } from "./asset-routes.ts";
import { applications, type Application, type Knack } from "./knack.ts";
import type { Spent } from "./limits.ts";
import { objects } from "./objects.ts";
import { complaint, answerRecords } from "./records.ts";
import { schemaOf } from "./schema.ts";
import { viewNamed } from "./views.ts";

/** Answers any request as Knack does, including the six headers, by the sandbox's own clock. */
export function answerKnack(
  call: Call,
  { knack, exchange }: { knack: Knack; exchange: Exchange },
): Answer {
  const { object, id } = placeIn(call.path);
  exchange.identify({
    protocol: "knack",
    database: schoolIn(call),
    model: object ?? null,
    method: methodOf(call, id),
    detail: call.query.toString().slice(0, 400),
  });
  const nowMs = knack.clock.now();
  const pretended: Spent = exchange.fault("day_limit")
    ? "day"
    : exchange.fault("burst_limit")
      ? "burst"
      : null;
  const spent = pretended ?? knack.limits.count(nowMs);
  const answer =
    spent === null ? admitted(call, { knack, exchange }) : complaint(429, "Rate limit exceeded");
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...knack.limits.headers(nowMs, spent),
      Date: new Date(nowMs).toUTCString(),
    },
  };
}

function placeIn(path: string): { object?: string; id?: string } {
  const [, object, id] = /^\/v1\/objects\/(object_\d+)\/records\/?([^/]+)?$/.exec(path) ?? [];
  return { ...(object === undefined ? {} : { object }), ...(id === undefined ? {} : { id }) };
}

function methodOf({ method, path }: Call, id: string | undefined): string {
  if (path.startsWith("/v1/applications/")) return "application";
  if (path.startsWith("/v1/pages/") || path.startsWith("/v1/scenes/")) return "view";
  const writing: Record<string, string> = { POST: "create", PUT: "update", DELETE: "delete" };
  return writing[method] ?? (id === undefined ? "list" : "get");
}

/** The school that a list is filtered by, for the log and for faults of a single school. */
function schoolIn({ query }: Call): string | null {
  return (
    /"field":"field_133","operator":"is","value":"([0-9a-f]{24})"/.exec(
      query.get("filters") ?? "",
    )?.[1] ?? null
  );
}

type RouteContext = { knack: Knack; exchange: Exchange };

/**
 * Checks the caller. The schema and its files are public; for everything else Knack checks the
 * headers, then the application's id, then the key.
 */
function admitted(call: Call, asked: RouteContext): Answer {
  const [, id, rest = ""] = /^\/v1\/applications\/([^/]+)(\/.*)?$/.exec(call.path) ?? [];
  if (id !== undefined) return applicationAnswer(call, { ...asked, id, rest });
  const named = headerOf(call, "x-knack-application-id");
  const key = headerOf(call, "x-knack-rest-api-key");
  if (named === null || key === null) return complaint(401, "Invalid API Request");
  if (!/^[0-9a-f]{24}$/i.test(named)) return complaint(400, "ValidationError: Malformed App ID.");
  const application = applications[named.toLowerCase()];
  // A request by a page has no key, and sends this word instead.
  if (application !== undefined && key === "knack")
    return viewed(call, { ...asked, application, holdsKey: false });
  if (application === undefined || key !== knackSandbox.key)
    return complaint(401, "Invalid API key");
  return served(call, { ...asked, application });
}

function headerOf({ headers }: Call, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function applicationAnswer(
  call: Call,
  { knack, id, rest }: RouteContext & { id: string; rest: string },
): Answer {
  if (!/^[0-9a-f]{24}$/i.test(id)) return complaint(400, "ValidationError: Malformed App ID.");
  const application = applications[id.toLowerCase()];
  if (application === undefined) return complaint(404, "Not found");
  if (rest !== "" && rest !== "/") return answerAsset(call, knack, rest);
  if (call.method !== "GET") return complaint(404, "Not found");
  return json(
    schemaOf(
      application,
      Object.fromEntries(Object.keys(objects).map((key) => [key, knack.rows(key)?.length ?? 0])),
    ),
  );
}

type Served = RouteContext & { application: Application };

function served(call: Call, asked: Served): Answer {
  const { object, id } = placeIn(call.path);
  if (object !== undefined) return answerRecords(call, { ...asked, object, id, columns: null });
  if (call.path === "/v1/objects")
    return json({ objects: Object.entries(objects).map(([key, { name }]) => ({ key, name })) });
  const [, described = ""] = /^\/v1\/objects\/(object_\d+)\/fields$/.exec(call.path) ?? [];
  const spec = objects[described];
  if (spec) {
    const fields = Object.entries(spec.fields).map(([key, { name, type, required = false }]) => ({
      key,
      label: name,
      type,
      required,
    }));
    return json({ fields });
  }
  return viewed(call, { ...asked, holdsKey: true });
}

/** Records as a page shows them: only the fields of its columns. */
function viewed(call: Call, { holdsKey, ...asked }: Served & { holdsKey: boolean }): Answer {
  const [, scene = "", view = "", id] =
    /^\/v1\/(?:pages|scenes)\/(scene_\d+)\/views\/(view_\d+)\/records\/?([^/]+)?$/.exec(
      call.path,
    ) ?? [];
  const found = viewNamed(scene, view);
  if (!found)
    return scene === "" && !holdsKey
      ? complaint(401, "Invalid API key")
      : complaint(404, "Not found");
  if (found.authenticated && !holdsKey) return complaint(403, "Invalid or Expired Token");
  if (call.method !== "GET") return complaint(404, "Not found");
  return answerRecords(call, {
    ...asked,
    object: found.view.object,
    id,
    columns: found.view.columns,
  });
}
