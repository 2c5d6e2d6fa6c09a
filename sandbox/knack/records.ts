// Records of an object: lists with pages, filters and order, single records, and writes.
import { ZodError } from "zod";
import type { Exchange } from "../exchange.ts";
import { json, type Answer, type Call } from "../http.ts";
import { change } from "./change.ts";
import type { Row } from "./data.ts";
import { render, type Json } from "./fields.ts";
import { testOf, type FilterContext } from "./filters.ts";
import type { Application, Knack } from "./knack.ts";
import { objects, type FieldSpec, type ObjectSpec, type Sort } from "./objects.ts";
import { ordered } from "./order.ts";
import { FilterError } from "./rule.ts";
import { missing, written, type Complaint, type WriteContext } from "./writing.ts";

const maxRows = 1_000;
const defaultRows = 25;

/** Knack writes its errors as plain text, labelled as HTML. */
export const complaint = (status: number, body: string): Answer => ({
  status,
  headers: { "Content-Type": "text/html; charset=utf-8" },
  body,
});

/** Errors in a submitted record are JSON, field by field. */
const invalid = (errors: Complaint[]): Answer => json({ errors }, 400);

/** `columns`: the fields that a view shows; null for all fields of the object. */
export interface RecordsContext {
  knack: Knack;
  exchange: Exchange;
  application: Application;
  object: string;
  id: string | undefined;
  columns: string[] | null;
}

/** Answers a request for records. */
export function answerRecords(call: Call, place: RecordsContext): Answer {
  const { knack, object, id } = place;
  const [rows, spec] = [knack.rows(object), objects[object]];
  if (rows === undefined || spec === undefined) return complaint(404, "Not found");
  if (id === undefined)
    return call.method === "POST"
      ? create(call, place, spec)
      : call.method === "GET"
        ? list(call, place)
        : complaint(404, "Not found");
  const row = rows.find((one) => one.id === id);
  if (row === undefined) return complaint(404, "Record not found");
  if (call.method === "GET") return json(shown(row, place));
  if (call.method === "PUT") return update(call, { place, spec, row });
  if (call.method !== "DELETE") return complaint(404, "Not found");
  knack.remove(new Set([id]), object);
  return json({ delete: true });
}

function shown(row: Row, { application, object, columns }: RecordsContext): Json {
  const { fields } = objects[object] ?? { fields: {} };
  const specs: Record<string, FieldSpec> =
    columns === null
      ? fields
      : Object.fromEntries(Object.entries(fields).filter(([field]) => columns.includes(field)));
  return render(row, specs, { dateOrder: application.dateOrder, application: application.id });
}

function list(call: Call, place: RecordsContext): Answer {
  try {
    return listed(call, place);
  } catch (error) {
    if (error instanceof FilterError || error instanceof SyntaxError || error instanceof ZodError)
      return complaint(400, "Invalid filters");
    throw error;
  }
}

function listed(call: Call, place: RecordsContext): Answer {
  const { knack, exchange, object } = place;
  const shift = exchange.fault("rows_changing");
  // Rows move while a reader is between two pages.
  if (shift)
    change(knack, {
      school: exchange.entry.database,
      changed: shift.changed,
      added: shift.added,
      removed: shift.removed,
    });
  const found = (knack.rows(object) ?? []).filter(
    testOf(call.query.get("filters"), groundOf(place)),
  );
  const size = Math.min(maxRows, wholeIn(call, "rows_per_page", defaultRows));
  const page = wholeIn(call, "page", 1);
  const rows = ordered(found, requestedSort(call, place) ?? knack.sortOf(object));
  const records = rows.slice((page - 1) * size, page * size).map((row) => shown(row, place));
  const total = found.length + (exchange.fault("lying_counts")?.by ?? 0);
  return json({
    total_pages: Math.ceil(total / size),
    current_page: page,
    total_records: total,
    records: exchange.fault("wrong_types") ? records.map(() => 7) : records,
  });
}

/** What filters depend on: the fields, and the current day in the application's time zone. */
function groundOf({ knack, application, object }: RecordsContext): FilterContext {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: application.zone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const [today = "", time = ""] = parts.format(new Date(knack.clock.now())).split(" ");
  return { specs: objects[object]?.fields ?? {}, dateOrder: application.dateOrder, today, time };
}

function requestedSort({ query }: Call, { object }: RecordsContext): Sort | undefined {
  const field = query.get("sort_field");
  if (field === null) return undefined;
  if (objects[object]?.fields[field] === undefined)
    throw new FilterError(`Invalid field: ${field}`);
  return { field, order: query.get("sort_order") === "desc" ? "desc" : "asc" };
}

function wholeIn({ query }: Call, name: string, usual: number): number {
  const text = query.get(name) ?? "";
  return /^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : usual;
}

function around({ knack, application }: RecordsContext): WriteContext {
  return {
    dateOrder: application.dateOrder,
    asset: (id) => knack.assets.find(id),
    named: (object, id) => {
      const row = knack.rows(object)?.find((one) => one.id === id);
      return row && String(row.values.get(objects[object]?.identifier ?? "") ?? id);
    },
  };
}

function bodyOf({ body }: Call): { [key: string]: Json } | null {
  try {
    const value = JSON.parse(body) as Json;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function create(call: Call, place: RecordsContext, spec: ObjectSpec): Answer {
  const body = bodyOf(call);
  if (body === null) return complaint(400, "Invalid JSON");
  const { values, errors } = written(body, spec, around(place));
  const wrong = [...errors, ...missing(spec, values)];
  return wrong.length > 0
    ? invalid(wrong)
    : json(shown(place.knack.create(place.object, values), place));
}

/** Only the submitted fields change. */
function update(
  call: Call,
  { place, spec, row }: { place: RecordsContext; spec: ObjectSpec; row: Row },
): Answer {
  const body = bodyOf(call);
  if (body === null) return complaint(400, "Invalid JSON");
  const { values, errors } = written(body, spec, around(place));
  const wrong = [...errors, ...missing(spec, new Map([...row.values, ...values]))];
  if (wrong.length > 0) return invalid(wrong);
  for (const [field, value] of values) row.values.set(field, value);
  return json(shown(row, place));
}
