// Partitions of data values: reading one whole, or cutting it into smaller ones.
import type { Partition } from "../../contract/source/partition.ts";
import type { Smaller } from "../../contract/source/page.ts";
import { ConnectorError } from "../connector-error.ts";
import type { Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import type { ValuesQuery } from "./query-check.ts";
import { requestValues, type ValueRow, type ValueRows } from "./value-rows.ts";
import { unitsWith, type Scope } from "./value-scope.ts";
import { ascending } from "./wire.ts";

/** Values whose ids (`unit/period/…`) begin with a prefix. */
export type Prefix = Extract<Partition, { type: "prefix" }>;

/** Org units per request, because their uids are part of its address. */
export const unitsPerRequest = 60;
/** Includes periods that have not ended, and plans for years to come. */
const endDate = "2099-12-31";

/** The characters a uid can begin with. */
export const firstLetters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];
const characters = [..."0123456789", ...firstLetters];

/** Turns `answer_too_large` into null, as a handler of `catch`; other errors are thrown on. */
export function nullWhenTooLarge(error: unknown): null {
  if (error instanceof ConnectorError && error.failure.code === "answer_too_large") return null;
  throw error;
}

/**
 * All values of a partition, or the smaller partitions to read it by. Throws `ConnectorError` if
 * one unit and period still does not fit a response.
 */
export async function readPart(
  client: Dhis2Client,
  scope: Scope,
  partition: Prefix,
): Promise<ValueRows | Smaller> {
  const [unit = "", period] = partition.prefix.split("/");
  const units = await unitsWith(client, scope, unit);
  if (units.length > unitsPerRequest)
    return cutInto(partition, unit === "" ? firstLetters : characters);
  if (units.length === 0) return { rows: [], nameless: [] };
  const found = await requestValues(client, scope, { units, time: timeOf(partition) }).catch(
    nullWhenTooLarge,
  );
  if (found !== null)
    return {
      ...found,
      rows: found.rows.filter(({ id, deleted }) => !deleted && id.startsWith(partition.prefix)),
    };
  if (units.length > 1)
    return inFull(
      partition,
      units.map((uid) => `${uid}/`),
    );
  if (period !== undefined) throw failure(client, "broken", "answer_too_large");
  return inFull(
    partition,
    yearsFrom(partition).map((year) => `${units[0]}/${year}`),
  );
}

/** The smaller partitions with these endings. Together they must cover the whole partition. */
const cutInto = (partition: Prefix, ends: string[]): Smaller =>
  inFull(
    partition,
    ends.map((end) => `${partition.prefix}${end}`),
  );

const inFull = (partition: Prefix, prefixes: string[]): Smaller => ({
  type: "smaller",
  partitions: prefixes.map((prefix) => ({ ...partition, prefix })),
});

/**
 * Cuts a partition by the units that have values, then by periods; null for a single period, which
 * cannot be cut. Stored values of units and periods without any are found by the comparison of ids,
 * whose partitions leave nothing out.
 */
export function byContent(partition: Prefix, rows: ValueRow[]): Smaller | null {
  const units = new Set(rows.map(({ parts }) => `${parts.orgUnit}/`));
  if (units.size > 1) return inFull(partition, ascending(units));
  const periods = new Set(rows.map(({ parts }) => `${parts.orgUnit}/${parts.period}/`));
  return periods.size > 1 ? inFull(partition, ascending(periods)) : null;
}

/**
 * A period is requested by name. A year is requested by its days and some more, because a period
 * may begin in the year before and end in the year after.
 */
function timeOf({ prefix, since }: Prefix): ValuesQuery["time"] {
  const [, period = "", whole] = prefix.split("/");
  if (whole !== undefined) return { period };
  const floor = since?.slice(0, 10) ?? "1900-01-01";
  if (period === "") return { from: floor, to: endDate };
  // The financial year from November is named after the year in which it ends.
  const first = `${Number(period) - 1}-11-01`;
  return { from: first > floor ? first : floor, to: `${Number(period) + 2}-12-31` };
}

/** Begins a year early: a week in January may be named after the year before. */
function yearsFrom({ since }: Prefix): number[] {
  const first = Number(since?.slice(0, 4) ?? "1970") - 1;
  return Array.from({ length: 2_099 - first + 1 }, (_, at) => first + at);
}
