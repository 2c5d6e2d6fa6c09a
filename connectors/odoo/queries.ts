// The few queries we send to Odoo's models, and the context they share.
import type { Instant, Json } from "../../contract/values/json.ts";
import type { SourceClient } from "../source-client.ts";
import { isId, type Call } from "./call.ts";
import { failure } from "./faults.ts";
import { callOdoo } from "./session.ts";
import { companiesOf, type OdooSettings } from "./settings.ts";

type OdooClient = SourceClient<OdooSettings>;

export type Condition = [field: string, operator: string, value: Json];
/** Odoo's prefix notation: conditions are joined by "and" unless preceded by an operator. */
export type Domain = (Condition | "|" | "&" | "!")[];

export type Row = { [field: string]: Json };

/**
 * A page of a thousand rows may keep Odoo busy for a while; the client's own limit still applies.
 */
const pageTimeoutMs = 40_000;
/** The largest limits we ever use. */
const [maxRows, maxIds] = [1_000, 20_000];

/** Includes archived records, which Odoo hides unless `active_test` is off. */
function contextOf({ language, companies, ...rest }: OdooSettings): { [name: string]: Json } {
  const allowed = companiesOf({ language, companies, ...rest });
  return {
    lang: language,
    active_test: false,
    ...(allowed.length > 0 ? { allowed_company_ids: allowed } : {}),
  };
}

function call(
  client: OdooClient,
  model: string,
  method: string,
  first: Call["first"],
  named: { [name: string]: Json },
): Call {
  return { model, method, first, named: { ...named, context: contextOf(client.settings) } };
}

/** Rows in the requested order. Anything that is not a list of objects is refused. */
export async function readRows(
  client: OdooClient,
  {
    model,
    domain,
    fields,
    order,
    limit,
  }: { model: string; domain: Domain; fields: string[]; order: string; limit: number },
): Promise<{ rows: Row[]; at: Instant | null }> {
  const request = call(
    client,
    model,
    "search_read",
    { name: "domain", value: domain },
    { fields, order, limit },
  );
  const { value, at } = await callOdoo(client, request, { timeoutMs: pageTimeoutMs });
  // A server that slightly exceeds a small page is tolerated; one that ignores the limit would fill
  // our memory.
  if (!Array.isArray(value) || value.length > Math.max(limit, maxRows) || !value.every(isRow))
    throw failure(client, "broken", "answer_unreadable");
  return { rows: value, at };
}

/** Counts the records of a domain. `at`: the source's clock; null if it does not state it. */
export async function countRows(
  client: OdooClient,
  { model, domain }: { model: string; domain: Domain },
): Promise<{ count: number; at: Instant | null }> {
  const { value, at } = await callOdoo(
    client,
    call(client, model, "search_count", { name: "domain", value: domain }, {}),
    {
      timeoutMs: pageTimeoutMs,
    },
  );
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw failure(client, "broken", "answer_unreadable");
  return { count: value, at };
}

/** Ids, ascending. */
export async function searchIds(
  client: OdooClient,
  { model, domain, limit }: { model: string; domain: Domain; limit: number },
): Promise<number[]> {
  const request = call(
    client,
    model,
    "search",
    { name: "domain", value: domain },
    { order: "id asc", limit },
  );
  const { value } = await callOdoo(client, request, { timeoutMs: pageTimeoutMs });
  if (!Array.isArray(value) || value.length > Math.max(limit, maxIds) || !isRising(value))
    throw failure(client, "broken", "answer_unreadable");
  return value;
}

/**
 * Whether a language is installed. The call itself must not use that language, or it would be
 * refused.
 */
export async function readLanguage(client: OdooClient, language: string): Promise<boolean> {
  const domain: Domain = [
    ["code", "=", language],
    ["active", "=", true],
  ];
  const named = { fields: ["code", "active"], limit: 1, context: { active_test: false } };
  const { value } = await callOdoo(client, {
    model: "res.lang",
    method: "search_read",
    first: { name: "domain", value: domain },
    named,
  });
  if (!Array.isArray(value) || !value.every(isRow))
    throw failure(client, "broken", "answer_unreadable");
  return value.some(({ code, active }) => code === language && active !== false);
}

/** The types of those fields that exist and that the account may see. */
export async function fieldTypes(
  client: OdooClient,
  model: string,
  fields: string[],
): Promise<{ [field: string]: string }> {
  const { value } = await callOdoo(
    client,
    call(
      client,
      model,
      "fields_get",
      { name: "allfields", value: fields },
      { attributes: ["type"] },
    ),
  );
  if (!isRow(value)) throw failure(client, "broken", "answer_unreadable");
  const known = fields
    .map((field) => [field, typeIn(value, field)] as const)
    .filter(([, type]) => type !== null);
  return Object.fromEntries(known) as { [field: string]: string };
}

function typeIn(value: Row, field: string): string | null {
  const facts = Object.hasOwn(value, field) ? value[field] : null;
  const type = facts !== undefined && isRow(facts) ? facts["type"] : null;
  // Types are remembered, so anything longer than Odoo's own types is dropped.
  return typeof type === "string" && type.length <= 40 ? type : null;
}

const isRow = (value: Json): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isRising(ids: Json[]): ids is number[] {
  let last = 0;
  for (const id of ids) {
    if (!isId(id) || id <= last) return false;
    last = id;
  }
  return true;
}
