// One import of data values: what was sent, and what the system says of each value.
import type { Json } from "../../contract/json.ts";
import type { Delivered, Delivery, Reject } from "../../contract/source.ts";
import { longPatienceMs, post, type Dhis2Link } from "./ask.ts";
import { failure } from "./faults.ts";
import { valuesReport, type ValuesReport } from "./report.ts";
import type { ValueId } from "./value-ids.ts";
import { sampleOf, shortText, type Row } from "./wire.ts";

export type Sent = { delivery: Delivery; parts: ValueId; value: Row };
export type Strategy = "CREATE_AND_UPDATE" | "DELETE";
export type Outcome = Omit<Delivered, "type">;

/** `code`: the system's own, empty where it tells none. */
export type Reason = { code: string; reason: string };
export type Refusal = { one: Sent } & Reason;

export type PartOutcome = Omit<Outcome, "refused"> & {
  refusals: Refusal[];
  /** Why none of them was taken: a reason that is one of the whole request. */
  whole: Reason | null;
  /** Values that the numbers call ignored, and that no reason is about. */
  ignored: number;
};

type Importing = { strategy: Strategy; dataSet?: string; dryRun?: "dry run" };

export async function importPart(link: Dhis2Link, part: Sent[], { strategy, dataSet, dryRun }: Importing): Promise<PartOutcome> {
  const { body } = await post(link, {
    model: "dataValueSets",
    path: "dataValueSets",
    query: [["importStrategy", strategy], ...(dryRun === undefined ? [] : [["dryRun", "true"] as [string, string]])],
    body: { ...(dataSet === undefined ? {} : { dataSet }), dataValues: part.map(({ value }): Json => value) },
    timeoutMs: longPatienceMs,
  });
  const report = valuesReport(body);
  if (report === null) throw failure(link, "broken", "answer_unreadable");
  return outcomeOf(link, part, report);
}

/**
 * What is ignored and not refused was there already, or was gone already. Up to 2.42 a refused value is counted as ignored, too;
 * from 2.43 on a refused group is counted nowhere, and only the indexes of its conflict tell of it.
 */
function outcomeOf(link: Dhis2Link, part: Sent[], report: ValuesReport): PartOutcome {
  const { created, updated, deleted: removed, ignored } = report;
  const came = created + updated + removed;
  const reasons = new Map(report.refused);
  if (report.whole !== null && came === 0) for (const at of part.keys()) reasons.set(at, report.whole);
  for (const reason of report.general) for (const at of aboutWhich(part, reason, came)) if (!reasons.has(at)) reasons.set(at, reason);
  const refusals = [...reasons].flatMap(([at, reason]) => {
    const one = part[at];
    return one === undefined ? [] : [{ one, ...reason }];
  });
  const unchanged = Math.max(0, ignored - refusals.length);
  // Each value must be accounted for, and once: what no number and no reason tells of was not taken, and where they tell of more, one of them lies.
  if (came + unchanged + refusals.length !== part.length) throw failure(link, "broken", "answer_unreadable");
  const [first] = refusals;
  const same = first !== undefined && refusals.length === part.length && refusals.every(({ reason }) => reason === first.reason);
  return {
    created,
    updated,
    unchanged,
    removed,
    refusals,
    whole: same ? { code: first.code, reason: first.reason } : null,
    ignored: unchanged,
  };
}

/** A reason without places holds for the values that it names; where it names none, for all that nothing came of. */
function aboutWhich(part: Sent[], { reason }: Reason, came: number): Iterable<number> {
  const about = part.flatMap(({ value }, at) => (Object.values(value).some((one) => isNamed(reason, one)) ? [at] : []));
  return about.length > 0 ? about : came === 0 ? part.keys() : [];
}

const isNamed = (reason: string, value: Json): boolean => typeof value === "string" && value.length >= 6 && reason.includes(value);

export function refusal({ host }: Dhis2Link, { id, data }: Delivery, { code, reason }: Reason): Reject {
  const object = shortText(String(id), 200);
  return { id, code, facts: { host, object, reason: shortText(reason) }, sample: sampleOf(data) };
}
