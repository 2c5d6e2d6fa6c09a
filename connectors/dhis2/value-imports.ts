// One import of data values: what was sent, what the system says of each value, and a look where it
// does not say.
import type { Json } from "../../contract/values/json.ts";
import type { Delivered, Delivery } from "../../contract/source/delivery.ts";
import type { Reject } from "../../contract/source/record.ts";
import { sampleOf } from "../../formats/sample.ts";
import { longPatienceMs, post, type Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { storedObjects } from "./stored-objects.ts";
import { valuesReport, type ValuesReport } from "./report.ts";
import { importEnded, jobIn } from "./tasks.ts";
import type { Sent, Strategy } from "./sent-value.ts";
import { valueKeyOf, missingValues } from "./stored-values.ts";
import { shortText, type Row } from "./wire.ts";

export type Outcome = Omit<Delivered, "type">;

/** `code`: the system's own, empty where it tells none. */
export type Reason = { code: string; reason: string };
export type Refusal = { one: Sent } & Reason;

export type PartOutcome = Omit<Outcome, "refused"> & {
  refusals: Refusal[];
  /** Values that the system does not say it refused, and that are not there. */
  lost: Refusal[];
  /** Why none of them was taken: a reason that is one of the whole request. */
  whole: Reason | null;
};

type Importing = { strategy: Strategy; dataSet?: string; dryRun?: "dry run" };

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
    timeoutMs: longPatienceMs,
  });
  const report = valuesReport(body) ?? (await reportedLater(client, body));
  if (report === null) throw failure(client, "broken", "answer_unreadable");
  return outcomeOf(client, part, importing, report);
}

/**
 * Some systems answer with a task although they were not asked to: its summary tells the same, and
 * where that is gone a look does.
 */
async function reportedLater(client: Dhis2Client, body: Row): Promise<ValuesReport | null> {
  const job = jobIn(body);
  if (job === null) return null;
  const nothing = { importCount: {}, status: "PENDING" };
  return valuesReport(await importEnded(client, "DATAVALUE_IMPORT", job)) ?? valuesReport(nothing);
}

/**
 * What the numbers say was taken is believed only where each value is accounted for, and once. What
 * is ignored without a reason may be there already or gone already, may not have been taken at all
 * (2.43, HibernateDataEntryStore), or was a zero that the element keeps none of, which up to 2.42
 * is counted nowhere (DefaultDataValueSetService): only a look tells.
 */
async function outcomeOf(
  client: Dhis2Client,
  part: Sent[],
  { strategy, dataSet }: Importing,
  report: ValuesReport,
): Promise<PartOutcome> {
  const came = report.created + report.updated + report.deleted;
  // An element that keeps no zeros counts the value that it had as deleted.
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
  // Numbers of more values than there are say nothing of any.
  const numbers = came > left.length ? nothingWritten : report;
  return {
    ...countedOf(numbers, strategy, left.length - lost.length),
    refusals,
    lost,
    whole: wholeOf(part, refusals),
  };
}

/**
 * What the system says it refused, and a reason that says not of which values although some were
 * taken.
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
    const about = [...aboutWhich(part, reason, came)];
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

/** The numbers of a report, as far as so many values can have them; the others were as they are. */
function countedOf({ created, updated, deleted }: Numbers, strategy: Strategy, taken: number) {
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
 * A reason without places holds for the values that it names; where it names none, for all that
 * nothing came of.
 */
function aboutWhich(part: Sent[], { reason }: Reason, came: number): Iterable<number> {
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
 * Why values are not there of which nothing was said: up to 2.42 a zero is left out without a word
 * where its element keeps none.
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

/** A refused value as it is listed. */
export const refusalOf = (client: Dhis2Client, { one, code, reason }: Refusal): Reject =>
  refusal(client, one.delivery, { code: code === zeroNotKept ? code : "object_refused", reason });

export function refusal(
  { host }: Dhis2Client,
  { id, data }: Delivery,
  { code, reason }: Reason,
): Reject {
  const object = shortText(String(id), 200);
  return { id, code, facts: { host, object, reason: shortText(reason) }, sample: sampleOf(data) };
}
