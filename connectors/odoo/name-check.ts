// Finds related records whose display names may have changed since the last read.
import type { Instant } from "../../contract/values/json.ts";
import type { Doubt } from "../../contract/source/survey.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { isId } from "./call.ts";
import { failure } from "./faults.ts";
import {
  createdBefore,
  createdBetween,
  namesSnapshot,
  maxChanged,
  maxNames,
  namesChanged,
  writtenSinceSnapshot,
  type Changed,
  type CountSnapshot,
  type NamedModel,
  type Snapshot,
  type Snapshots,
} from "./related-names.ts";
import { violatedField } from "./filter-check.ts";
import { countRows, readRows, type Domain, type Row } from "./queries.ts";
import { settledAt } from "./overlap.ts";
import type { OdooSettings } from "./settings.ts";
import { instant } from "./values.ts";

type OdooClient = SourceClient<OdooSettings>;

/**
 * The result of the check. `whole`: it is unknown which records point at a changed one, so the
 * whole resource is read again. `doubts`: models that the account may not read.
 */
export type NameCheck = {
  snapshots: Snapshots;
  changed: Changed[];
  whole: boolean;
  doubts: Doubt[];
};

/** The check of one model. `ids`: records whose name may have changed; null when unknown. */
type ModelCheck = { snapshot: Snapshot; ids: number[] | null };

/**
 * The newest stamp of the resource, and the source's clock if it sent one. No other time is ever
 * used.
 */
type Times = { at: Instant; clock: Instant | null };

/** @param before snapshots of the last read; null when there was none */
export async function checkNames(
  client: OdooClient,
  kept: NamedModel[],
  { before, ...times }: Times & { before: Snapshots | null },
): Promise<NameCheck> {
  const look: NameCheck = { snapshots: {}, changed: [], whole: before === null, doubts: [] };
  for (const one of kept) {
    const mark = before?.[one.model];
    const seen = await checkOrDoubt(() =>
      mark === undefined
        ? firstCheck(client, one.model, times)
        : repeatedCheck(client, one.model, { mark, times }),
    );
    if (seen === "refused") {
      look.doubts.push({
        code: one.listed ? "names_hidden" : "names_unchecked",
        facts: { host: client.host, model: one.model },
      });
      continue;
    }
    // Without a snapshot, the next read checks this model from scratch.
    if (seen !== "unreadable") look.snapshots[one.model] = seen.snapshot;
    if (seen === "unreadable" || seen.ids === null) look.whole = true;
    else
      look.changed.push({
        named: one,
        ids: seen.ids,
        by: "names" in seen.snapshot ? "names" : "stamps",
      });
  }
  return look;
}

/**
 * A model the account may not read becomes a doubt. An unusable answer means that any name may have
 * changed.
 */
async function checkOrDoubt(
  look: () => Promise<ModelCheck>,
): Promise<ModelCheck | "refused" | "unreadable"> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const { kind, code } = error.failure;
    if (kind === "broken") return "unreadable";
    if (["rights_missing", "model_missing", "field_missing", "request_refused"].includes(code))
      return "refused";
    throw error;
  }
}

async function firstCheck(client: OdooClient, model: string, { at }: Times): Promise<ModelCheck> {
  const names = await readNames(client, model);
  return { snapshot: namesSnapshot(names) ?? (await takeCount(client, model, at)), ids: null };
}

async function repeatedCheck(
  client: OdooClient,
  model: string,
  { mark, times }: { mark: Snapshot; times: Times },
): Promise<ModelCheck> {
  if ("count" in mark) return compareStamps(client, model, { mark, times });
  const names = await readNames(client, model);
  const next = namesSnapshot(names);
  // Too many names to store by now: from here on they are counted.
  return next === null
    ? { snapshot: await takeCount(client, model, times.at), ids: null }
    : { snapshot: next, ids: namesChanged(mark, names) };
}

async function compareStamps(
  client: OdooClient,
  model: string,
  { mark, times }: { mark: CountSnapshot; times: Times },
): Promise<ModelCheck> {
  const written = await readWritten(client, { model, domain: writtenSinceSnapshot(model, mark) });
  const next = await takeCount(client, model, newestOf(times, written?.newest ?? null));
  if (written === null) return { snapshot: next, ids: null };
  const expected = mark.count + createdBetween(written.created, mark, next.before);
  return { snapshot: next, ids: next.count === expected ? written.ids : null };
}

/**
 * A proxy's clock may be ahead of the database. Only stamps show the database's time; the clock
 * caps a bogus stamp.
 */
function newestOf({ at, clock }: Times, stamp: Instant | null): Instant {
  const newest = stamp !== null && Date.parse(stamp) > Date.parse(at) ? stamp : at;
  return clock !== null && Date.parse(clock) < Date.parse(newest) ? clock : newest;
}

async function takeCount(client: OdooClient, model: string, at: Instant): Promise<CountSnapshot> {
  const before = settledAt(at);
  const { count } = await countRows(client, { model, domain: createdBefore(before) });
  return { before, count };
}

/** All names if there are few. One above the limit shows that there are more. */
async function readNames(client: OdooClient, model: string): Promise<Map<number, string>> {
  const { rows } = await readRows(client, {
    model,
    domain: [],
    fields: ["display_name"],
    order: "id asc",
    limit: maxNames + 1,
  });
  return new Map(rows.map((row) => [idIn(client, row), nameIn(row) ?? ""]));
}

const pageOfWritten = 1_000;

/**
 * Records that match a domain. `created`: their creation stamps; `newest`: the latest write stamp.
 */
type Written = { ids: number[]; created: (string | false)[]; newest: Instant | null };

/** Reads page by page; null when there are too many. */
async function readWritten(
  client: OdooClient,
  { model, domain }: { model: string; domain: Domain },
): Promise<Written | null> {
  const [ids, created]: [number[], (string | false)[]] = [[], []];
  let newest = "";
  for (let last = 0, full = true; full;) {
    const asked: Domain = [...domain, ["id", ">", last]];
    const request = {
      model,
      domain: asked,
      fields: ["create_date", "write_date"],
      order: "id asc",
      limit: pageOfWritten,
    };
    const { rows } = await readRows(client, request);
    for (const row of rows) {
      const id = idIn(client, row);
      const field = violatedField(row, asked);
      if (field !== null || id <= last)
        throw failure(client, "broken", "filter_disobeyed", { model, field: field ?? "id" });
      ids.push((last = id));
      created.push(textIn(row, "create_date"));
      const stamp = textIn(row, "write_date");
      if (stamp !== false && stamp > newest) newest = stamp;
    }
    if (ids.length > maxChanged) return null;
    full = rows.length >= pageOfWritten;
  }
  return { ids, created, newest: instant(newest) };
}

const textIn = (row: Row, field: string): string | false =>
  typeof row[field] === "string" ? row[field] : false;

function idIn(client: OdooClient, { id }: Row): number {
  if (!isId(id)) throw failure(client, "broken", "answer_unreadable");
  return id;
}

/** The display name; null when it is not valid text. */
export const nameIn = (row: Row): string | null => {
  const name = row["display_name"];
  return typeof name === "string" && name.isWellFormed() ? name : null;
};
