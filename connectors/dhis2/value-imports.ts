// One import of data values: sends them, reads the system's report on each, and looks up the values
// it does not report.
import type { Json } from "../../contract/values/json.ts";
import type { Delivered, Delivery } from "../../contract/source/delivery.ts";
import type { Reject } from "../../contract/source/record.ts";
import { sampleOf } from "../../formats/sample.ts";
import { longTimeoutMs, post, type Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { storedObjects } from "./stored-objects.ts";
import { valuesReport, type ValuesReport } from "./report.ts";
import { awaitImport, jobIn } from "./tasks.ts";
import type { Sent, Strategy } from "./sent-value.ts";
import { valueKeyOf, missingValues } from "./stored-values.ts";
import { shortText, type Row } from "./wire.ts";

export type Outcome = Omit<Delivered, "type">;

/** `code`: the system's own error code; empty if it gave none. */
export type Reason = { code: string; reason: string };
export type Refusal = { one: Sent } & Reason;

export type PartOutcome = Omit<Outcome, "refused"> & {
  refusals: Refusal[];
  /** Values that were not reported as refused, and that are not stored either. */
  lost: Refusal[];
  /** Why none of the values was taken, if the whole request was refused. */
  whole: Reason | null;
};

type Importing = { strategy: Strategy; dataSet?: string; dryRun?: "dry run" };

/**
 * Sends one import of values and accounts for each. `dataSet`: the one that all values belong to,
 * which 2.43 requires.
 */
export async function importPart(
  client: Dhis2Client,
  part: Sent[],
  importing: Importing,
): Promise<PartOutcome> {
  const { strategy, dataSet, dryRun } = importing;
  const { body } = await post(client, {
    model: "dataValueSets",
    path: "dataValueSets",
    query: [
      ["importStrategy", strategy],
      ...(dryRun === undefined ? [] : [["dryRun", "true"] as [string, string]]),
    ],
    body: {
      ...(dataSet === undefined ? {} : { dataSet }),
      dataValues: part.map(({ value }): Json => value),
    },
    timeoutMs: longTimeoutMs,
  });
  const report = valuesReport(body) ?? (await taskReport(client, body));
  if (report === null) throw failure(client, "broken", "answer_unreadable");
  return outcomeOf(client, part, importing, report);
}

/**
 * Some systems answer with a task although none was asked for. Its summary says the same; if it is
 * gone, the values are looked up.
 */
async function taskReport(client: Dhis2Client, body: Row): Promise<ValuesReport | null> {
  const job = jobIn(body);
  if (job === null) return null;
  const nothing = { importCount: {}, status: "PENDING" };
  return valuesReport(await awaitImport(client, "DATAVALUE_IMPORT", job)) ?? valuesReport(nothing);
}

/**
 * The counts are believed only if they account for every value exactly once. A value that is
 * ignored without a reason may be stored already, may be gone already, may not have been taken at
 * all (2.43, HibernateDataEntryStore), or may be a zero that its data element does not store, which
 * versions up to 2.42 do not count anywhere (DefaultDataValueSetService). Only a lookup tells.
 */
async function outcomeOf(
  client: Dhis2Client,
  part: Sent[],
  { strategy, dataSet }: Importing,
  report: ValuesReport,
): Promise<PartOutcome> {
  const came = report.created + report.updated + report.deleted;
  // A data element that stores no zeros counts its previous value as deleted.
  const asAsked =
    came === (strategy === "DELETE" ? report.deleted : report.created + report.updated);
  const { refusals, vague } = refusalsOf(part, report, came);
  const refused = new Set(refusals.map(({ one }) => one));
  const left = part.filter((one) => !refused.has(one));
  const silent = report.troubled && refusals.length === 0;
  const sure = asAsked && came === left.length && vague === null && !silent;
  const missing = sure
    ? []
    : await missingValues(client, {
        strategy,
        part: left,
        ...(dataSet === undefined ? {} : { dataSet }),
      });
  const told = vague ?? (report.said === null ? null : { code: "", reason: report.said });
  const lost =
    told === null ? await unexplained(client, missing) : missing.map((one) => ({ one, ...told }));
  // Counts that exceed the number of values are worthless.
  const numbers = came > left.length ? nothingWritten : report;
  return {
    ...cappedCounts(numbers, strategy, left.length - lost.length),
    refusals,
    lost,
    whole: wholeOf(part, refusals),
  };
}

/**
 * The values reported as refused, including those of a reason that names no values although some
 * were taken.
 */
function refusalsOf(
  part: Sent[],
  report: ValuesReport,
  came: number,
): { refusals: Refusal[]; vague: Reason | null } {
  const reasons = new Map(report.refused);
  let vague: Reason | null = null;
  if (report.whole !== null && came === 0)
    for (const at of part.keys()) reasons.set(at, report.whole);
  for (const reason of report.general) {
    const about = [...indexesAbout(part, reason, came)];
    if (about.length === 0) vague ??= reason;
    for (const at of about) if (!reasons.has(at)) reasons.set(at, reason);
  }
  if (report.whole !== null && came > 0) vague ??= report.whole;
  const refusals = [...reasons].flatMap(([at, reason]) => {
    const one = part[at];
    return one === undefined ? [] : [{ one, ...reason }];
  });
  return { refusals, vague };
}

type Numbers = Pick<ValuesReport, "created" | "updated" | "deleted">;
const nothingWritten: Numbers = { created: 0, updated: 0, deleted: 0 };

/** The counts of a report, capped by the number of values taken; the others were unchanged. */
function cappedCounts({ created, updated, deleted }: Numbers, strategy: Strategy, taken: number) {
  const removed = strategy === "DELETE" ? Math.min(deleted, taken) : 0;
  const added = strategy === "DELETE" ? 0 : Math.min(created, taken);
  const changed = strategy === "DELETE" ? 0 : Math.min(updated, taken - added);
  return {
    created: added,
    updated: changed,
    removed,
    unchanged: taken - added - changed - removed,
  };
}

function wholeOf(part: Sent[], refusals: Refusal[]): Reason | null {
  const [first] = refusals;
  const same =
    first !== undefined &&
    refusals.length === part.length &&
    refusals.every(({ reason }) => reason === first.reason);
  return same ? { code: first.code, reason: first.reason } : null;
}

/**
 * A reason without indexes is about the values it names. If it names none, it is about all values,
 * provided none was taken.
 */
function indexesAbout(part: Sent[], { reason }: Reason, came: number): Iterable<number> {
  const about = part.flatMap(({ value }, at) =>
    valueKeyOf(value).some((one) => isNamed(reason, one)) ? [at] : [],
  );
  return about.length > 0 ? about : came === 0 ? part.keys() : [];
}

const isNamed = (reason: string, value: Json): boolean =>
  typeof value === "string" && value.length >= 6 && reason.includes(value);

const noReason: Reason = {
  code: "",
  reason: "not there after the import, and no reason was given",
};

/**
 * Reasons for values that are missing without being reported. Versions up to 2.42 drop a zero
 * silently if its data element stores none.
 */
async function unexplained(client: Dhis2Client, missing: Sent[]): Promise<Refusal[]> {
  const zeros = missing.filter(({ value }) => isZero(value["value"]));
  const uids = [...new Set(zeros.map(({ parts }) => parts.dataElement))];
  const elements = await storedObjects(client, {
    family: "dataElements",
    uids,
    fields: "id,name,zeroIsSignificant",
  });
  return missing.map((one) => {
    const { zeroIsSignificant, name } = elements.get(one.parts.dataElement) ?? {};
    if (zeroIsSignificant !== false || !isZero(one.value["value"])) return { one, ...noReason };
    return {
      one,
      code: zeroNotKept,
      reason: typeof name === "string" ? shortText(name) : one.parts.dataElement,
    };
  });
}

const zeroNotKept = "zero_not_kept";

const isZero = (value: Json | undefined): boolean =>
  typeof value === "string" && /^[+-]?0+(\.0*)?$/.test(value.trim());

/** A refused value, as a reject. */
export const refusalOf = (client: Dhis2Client, { one, code, reason }: Refusal): Reject =>
  refusal(client, one.delivery, { code: code === zeroNotKept ? code : "object_refused", reason });

/** The reject of a value that is not delivered. */
export function refusal(
  { host }: Dhis2Client,
  { id, data }: Delivery,
  { code, reason }: Reason,
): Reject {
  const object = shortText(String(id), 200);
  return { id, code, facts: { host, object, reason: shortText(reason) }, sample: sampleOf(data) };
}
