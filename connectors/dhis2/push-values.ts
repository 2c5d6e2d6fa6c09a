// Sending data values: good ones are saved although others are refused, and identical ones change nothing.
import type { Json } from "../../contract/json.ts";
import type { Delivered, Delivery, Reject } from "../../contract/source.ts";
import type { PushOrder } from "../connector.ts";
import { longPatienceMs, post, type Dhis2Link } from "./ask.ts";
import { failure } from "./faults.ts";
import { uidsOf } from "./option-combos.ts";
import { valuesReport, type ValuesReport } from "./report.ts";
import { partsOf, type ValueId } from "./value-ids.ts";
import { inParts, sampleOf, shortText, type Row } from "./wire.ts";

/** Values of one import. */
const valuesPerImport = 1_000;

type Sent = { delivery: Delivery; value: Row };

/** @param dryRun asks what would become of the values, and changes nothing */
export async function pushValues(
  link: Dhis2Link,
  { deliveries }: Pick<PushOrder, "deliveries">,
  dryRun: "dry run" | null = null,
): Promise<Delivered> {
  const { sent, refused } = await spelled(link, deliveries);
  const done: Delivered = { type: "delivered", created: 0, updated: 0, unchanged: 0, removed: 0, refused };
  const removals = sent.filter(({ delivery }) => delivery.data === null);
  const values = sent.filter(({ delivery }) => delivery.data !== null);
  // Values before removals: what a stop between the two leaves is data too much, never data too few.
  for (const part of inParts(values, valuesPerImport)) add(done, await importPart(link, part, { strategy: "CREATE_AND_UPDATE", dryRun }));
  for (const part of inParts(removals, valuesPerImport)) add(done, await importPart(link, part, { strategy: "DELETE", dryRun }));
  return done;
}

/** Would this account be let in to write values? Asked with none of them, so that nothing can change. */
export async function tryValues(link: Dhis2Link): Promise<void> {
  await importPart(link, [], { strategy: "CREATE_AND_UPDATE", dryRun: "dry run" });
}

function add(done: Delivered, part: Omit<Delivered, "type">): void {
  done.created += part.created;
  done.updated += part.updated;
  done.unchanged += part.unchanged;
  done.removed += part.removed;
  done.refused.push(...part.refused);
}

/** The values as this system names them; those whose combination it does not have are refused here. */
async function spelled(link: Dhis2Link, deliveries: Delivery[]): Promise<{ sent: Sent[]; refused: Reject[] }> {
  const named = deliveries.map((delivery) => ({ delivery, parts: partsOf(delivery.id) }));
  const keys = named.flatMap(({ parts }) => (parts === null ? [] : [parts.categoryOptions, parts.attributeOptions]));
  const uids = await uidsOf(link, keys);
  const sent: Sent[] = [];
  const refused: Reject[] = [];
  for (const { delivery, parts } of named) {
    if (parts === null) {
      refused.push(refusal(link, delivery, { code: "object_refused", reason: "?" }));
      continue;
    }
    const [category, attribute] = [uids.get(parts.categoryOptions), uids.get(parts.attributeOptions)];
    const missing = category === undefined ? parts.categoryOptions : parts.attributeOptions;
    if (category === undefined || attribute === undefined)
      refused.push(refusal(link, delivery, { code: "option_combo_missing", reason: missing }));
    else sent.push({ delivery, value: valueOf(delivery, parts, { category, attribute }) });
  }
  return { sent, refused };
}

function valueOf({ data }: Delivery, parts: ValueId, combos: { category: string; attribute: string }): Row {
  const { dataElement, period, orgUnit } = parts;
  const place = { dataElement, period, orgUnit, categoryOptionCombo: combos.category, attributeOptionCombo: combos.attribute };
  if (data === null) return place;
  return {
    ...place,
    value: data["value"] ?? null,
    ...(data["comment"] === null || data["comment"] === undefined ? {} : { comment: data["comment"] }),
    followup: data["follow_up"] === true,
  };
}

async function importPart(
  link: Dhis2Link,
  part: Sent[],
  { strategy, dryRun }: { strategy: "CREATE_AND_UPDATE" | "DELETE"; dryRun: "dry run" | null },
): Promise<Omit<Delivered, "type">> {
  const { body } = await post(link, {
    model: "dataValueSets",
    path: "dataValueSets",
    query: [["importStrategy", strategy], ...(dryRun === null ? [] : [["dryRun", "true"] as [string, string]])],
    body: { dataValues: part.map(({ value }): Json => value) },
    timeoutMs: longPatienceMs,
  });
  const report = valuesReport(body);
  if (report === null) throw failure(link, "broken", "answer_unreadable");
  return outcomeOf(link, part, report);
}

/** What is ignored and not refused was there already, or was gone already. */
function outcomeOf(link: Dhis2Link, part: Sent[], report: ValuesReport): Omit<Delivered, "type"> {
  const { created, updated, deleted: removed, ignored } = report;
  const reasons = new Map(report.refused);
  // A reason without places holds for the values that it names; where it names none, for all that nothing came of.
  const came = created + updated + removed;
  for (const reason of report.general) {
    const about = part.flatMap(({ value }, at) => (Object.values(value).some((one) => isNamed(reason, one)) ? [at] : []));
    for (const at of about.length > 0 ? about : came === 0 ? part.keys() : []) if (!reasons.has(at)) reasons.set(at, reason);
  }
  const refused = [...reasons].flatMap(([at, reason]) => {
    const one = part[at];
    return one === undefined ? [] : [refusal(link, one.delivery, { code: "object_refused", reason })];
  });
  const unchanged = ignored - refused.length;
  // Each value must be accounted for, and once: what no number tells of was not taken, and where numbers tell of more, one of them lies.
  if (unchanged < 0 || came + ignored !== part.length) throw failure(link, "broken", "answer_unreadable");
  return { created, updated, unchanged, removed, refused };
}

const isNamed = (reason: string, value: Json): boolean => typeof value === "string" && value.length >= 6 && reason.includes(value);

function refusal({ host }: Dhis2Link, { id, data }: Delivery, { code, reason }: { code: string; reason: string }): Reject {
  const object = shortText(String(id), 200);
  return { id, code, facts: { host, object, reason: shortText(reason) }, sample: sampleOf(data) };
}
