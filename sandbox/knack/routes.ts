// The pretend Knack's object API: who may ask, in the order Knack looks, and pages of rows.
import { ZodError } from "zod";
import { knackSandbox } from "../accounts.ts";
import type { Exchange } from "../exchange.ts";
import { json, type Answer, type Call } from "../http.ts";
import { change } from "./change.ts";
import { objects, render, type DateOrder } from "./fields.ts";
import { FilterError, testOf } from "./filters.ts";
import { applications, type Knack } from "./knack.ts";
import type { Spent } from "./limits.ts";

const mostRows = 1_000;
const usualRows = 25;

/** Knack writes its complaints as plain text and calls them HTML. */
const complaint = (status: number, body: string): Answer => ({ status, headers: { "Content-Type": "text/html; charset=utf-8" }, body });

/** Answers any request as Knack does, the six headers included, with the sandbox's own clock. */
export function answerKnack(call: Call, { knack, exchange }: { knack: Knack; exchange: Exchange }): Answer {
  const { object, id } = placeIn(call.path);
  const method = id === undefined ? "list" : "get";
  exchange.asks({
    protocol: "knack",
    database: schoolIn(call),
    model: object ?? null,
    method,
    detail: call.query.toString().slice(0, 400),
  });
  const nowMs = knack.clock.now();
  const pretended: Spent = exchange.fault("day_limit") ? "day" : exchange.fault("burst_limit") ? "burst" : null;
  const spent = pretended ?? knack.limits.take(nowMs);
  const answer = spent === null ? admitted(call, { knack, exchange, object, id }) : complaint(429, "Rate limit exceeded");
  return { ...answer, headers: { ...answer.headers, ...knack.limits.headers(nowMs, spent), Date: new Date(nowMs).toUTCString() } };
}

function placeIn(path: string): { object?: string; id?: string } {
  const [, object, id] = /^\/v1\/objects\/(object_\d+)\/records(?:\/([^/]+))?$/.exec(path) ?? [];
  return { ...(object === undefined ? {} : { object }), ...(id === undefined ? {} : { id }) };
}

/** The school a list asks for, for the log and for faults that strike one school. */
function schoolIn({ query }: Call): string | null {
  return /"field":"field_133","operator":"is","value":"([0-9a-f]{24})"/.exec(query.get("filters") ?? "")?.[1] ?? null;
}

type Asked = { knack: Knack; exchange: Exchange; object?: string | undefined; id?: string | undefined };

/** No headers, then the application's id, then the key: only who passes all three is told what is there. */
function admitted(call: Call, asked: Asked): Answer {
  const application = headerOf(call, "x-knack-application-id");
  const key = headerOf(call, "x-knack-rest-api-key");
  if (application === null || key === null) return complaint(401, "Invalid API Request");
  if (!/^[0-9a-f]{24}$/i.test(application)) return complaint(400, "ValidationError: Malformed App ID.");
  const order = applications[application.toLowerCase()];
  if (order === undefined || key !== knackSandbox.key) return complaint(401, "Invalid API key");
  return served(call, { ...asked, order });
}

function headerOf({ headers }: Call, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function served(call: Call, { knack, exchange, object = "", id, order }: Asked & { order: DateOrder }): Answer {
  const rows = knack.rows(object);
  const types = objects[object];
  if (rows === undefined || types === undefined || call.method !== "GET") return complaint(404, "Not found");
  if (id !== undefined) {
    const row = rows.find((one) => one.id === id);
    return row ? json(render(row, types, order)) : complaint(404, "Record not found");
  }
  try {
    return listed(call, { knack, exchange, object, order });
  } catch (error) {
    if (error instanceof FilterError || error instanceof SyntaxError || error instanceof ZodError) return complaint(400, "Invalid filters");
    throw error;
  }
}

function listed(
  call: Call,
  { knack, exchange, object, order }: { knack: Knack; exchange: Exchange; object: string; order: DateOrder },
): Answer {
  const types = objects[object] ?? {};
  const shift = exchange.fault("rows_changing");
  // The rows move under a reader who is between two pages.
  if (shift) change(knack, { school: schoolIn(call), changed: shift.changed, added: shift.added, removed: shift.removed });
  const found = (knack.rows(object) ?? []).filter(testOf(call.query.get("filters"), types, order));
  const size = Math.min(mostRows, wholeIn(call, "rows_per_page", usualRows));
  const page = wholeIn(call, "page", 1);
  const shown = found.slice((page - 1) * size, page * size).map((row) => render(row, types, order));
  const records = exchange.fault("wrong_types") ? shown.map(() => 7) : shown;
  const total = found.length + (exchange.fault("lying_counts")?.by ?? 0);
  return json({ total_pages: Math.ceil(total / size), current_page: page, total_records: total, records });
}

function wholeIn({ query }: Call, name: string, usual: number): number {
  const text = query.get(name) ?? "";
  return /^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : usual;
}
