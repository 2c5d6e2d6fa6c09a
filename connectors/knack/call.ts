// Sends requests to Knack: the two headers of every call, the envelope of a list, and the time of
// the response.
import type { Instant, Json } from "../../contract/values/json.ts";
import { parseEnvelope, type Envelope } from "../../formats/json-rows.ts";
import { JsonTextError, parseJson } from "../../formats/json.ts";
import type { SourceResponse, SourceClient } from "../source-client.ts";
import { failure, failureOf } from "./faults.ts";
import { dayIn } from "./limits.ts";
import type { KnackSettings } from "./settings.ts";
import { isObject } from "./values.ts";
import type { FilterRule } from "./year.ts";

type KnackClient = SourceClient<KnackSettings>;

export type Row = { [field: string]: Json };

/** A page of an object as it came. Rows are parsed one after another. */
export type RowPage = {
  total: number;
  length: number;
  rows(): Iterable<Row | DamagedRow>;
  at: Instant | null;
  day: ReturnType<typeof dayIn>;
};

/** Knack may need a while for a page of a thousand rows; the client's own limit still applies. */
const pageTimeoutMs = 40_000;
/**
 * Limits per row. A row of an object with every type of field has some five hundred values, and
 * nests a few levels deep.
 */
const eachRow = { depth: 32, values: 20_000 };
/** More records than any plan allows, so a larger total cannot be true. */
const maxRecords = 100_000_000;

export type ListOrder = { object: string; rules: FilterRule[]; page: number; size: number };

/**
 * Reads one page of the rows that match all rules, in the object's own order, which Knack does not
 * guarantee.
 */
export async function listRows(
  client: KnackClient,
  { object, rules, page, size }: ListOrder,
): Promise<RowPage> {
  const filters = encodeURIComponent(JSON.stringify({ match: "and", rules }));
  const path = `/v1/objects/${object}/records?page=${page}&rows_per_page=${size}${rules.length === 0 ? "" : `&filters=${filters}`}`;
  const { answer, value } = await request(client, {
    object,
    path,
    read: (text) => parseEnvelope(text, { rows: size, each: eachRow }),
  });
  return { ...pageIn(client, value, { page, size }), at: instantOf(answer), day: dayIn(answer) };
}

/** Reads one record by its id. */
export async function readRow(
  client: KnackClient,
  { object, id }: { object: string; id: string },
): Promise<Row> {
  const { value } = await request(client, {
    object,
    path: `/v1/objects/${object}/records/${id}`,
    read: (text) => parseJson(text, eachRow, "infinite"),
  });
  if (!isObject(value)) throw failure(client, "broken", "answer_unreadable");
  return value;
}

type KnackRequest<Value> = { object: string; path: string; read(text: string): Value };

async function request<Value>(
  client: KnackClient,
  { object, path, read }: KnackRequest<Value>,
): Promise<{ answer: SourceResponse; value: Value }> {
  if (client.secret === null) throw failure(client, "refused", "secret_missing");
  const headers = {
    "X-Knack-Application-Id": client.settings.application,
    "X-Knack-REST-API-KEY": client.secret,
  };
  const answer = await client.call({ method: "GET", path, headers, timeoutMs: pageTimeoutMs });
  const known = client.recall("known") === true;
  if (answer.status < 200 || answer.status > 299)
    throw failureOf(answer, { client, object, known });
  try {
    return { answer, value: read(answer.body) };
  } catch (error) {
    throw error instanceof JsonTextError ? unread(error, { client, object, known, answer }) : error;
  }
}

function unread(
  { reason }: JsonTextError,
  {
    answer,
    ...asked
  }: { client: KnackClient; object: string; known: boolean; answer: SourceResponse },
): Error {
  return reason === "too_large"
    ? failure(asked.client, "broken", "answer_too_large")
    : failureOf(answer, asked);
}

/** The envelope is only accepted if it answers the request. */
function pageIn(
  client: KnackClient,
  envelope: Envelope,
  { page, size }: { page: number; size: number },
): Pick<RowPage, "total" | "length" | "rows"> {
  const { head } = envelope;
  const {
    records,
    total_records: total,
    total_pages: pages,
    current_page: current,
  } = isObject(head) ? head : {};
  const nonsense = () => failure(client, "broken", "answer_unreadable");
  if (!Array.isArray(records) || !isCount(total)) throw nonsense();
  if (records.length > 0 && !isPage(current, page)) throw nonsense();
  // With more pages than the total fills, one of the two numbers is wrong.
  if (typeof pages === "number" && pages > Math.max(1, Math.ceil(total / size))) throw nonsense();
  if (client.recall("known") !== true) client.remember("known", true);
  const rows = function* () {
    for (const number of records)
      yield typeof number === "number"
        ? rowIn(envelope, number)
        : new DamagedRow(null, "record_unreadable");
  };
  return { total, length: records.length, rows };
}

/** A row that cannot be read. Its id is known if it comes first, which is where Knack writes it. */
export class DamagedRow {
  readonly id: string | null;
  readonly code: "record_unreadable" | "record_too_large";
  constructor(id: string | null, code: DamagedRow["code"]) {
    this.id = id;
    this.code = code;
  }
}

/**
 * Parses one row. A row that is not JSON, or is too large, costs only itself and not its page: its
 * brackets show where it ends.
 */
function rowIn(envelope: Envelope, number: number): Row | DamagedRow {
  const id = () =>
    /^\{\s*"id"\s*:\s*"([0-9a-f]{24})"\s*,/.exec(envelope.textOf(number).slice(0, 200))?.[1] ??
    null;
  try {
    const row = envelope.row(number);
    return isObject(row) ? row : new DamagedRow(null, "record_unreadable");
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return new DamagedRow(
      id(),
      error.reason === "too_large" ? "record_too_large" : "record_unreadable",
    );
  }
}

const isPage = (told: Json | undefined, page: number): boolean =>
  told === page || told === String(page);

const isCount = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= maxRecords;

/** The source's own clock; null if the response has no plausible one. */
function instantOf({ headers }: SourceResponse): Instant | null {
  const text = headers["date"] ?? "";
  const ms = /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  const plausible =
    ms >= Date.parse("2000-01-01T00:00:00Z") && ms < Date.parse("2100-01-01T00:00:00Z");
  return plausible ? new Date(ms).toISOString() : null;
}
