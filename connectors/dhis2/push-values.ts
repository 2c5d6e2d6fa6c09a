// Sends data values: good values are saved although others are refused, and each refusal is listed
// with its reason.
import type { Delivered, Delivery } from "../../contract/source/delivery.ts";
import type { Reject } from "../../contract/source/record.ts";
import type { PushOrder } from "../push-order.ts";
import type { Dhis2Client } from "./requests.ts";
import { uidsOf } from "./option-combos.ts";
import { requireCommonCalendar, systemOf } from "./system.ts";
import { parseValueId, type ValueId } from "./value-ids.ts";
import { importGroups } from "./value-groups.ts";
import { importPart, refusal, refusalOf, type Outcome } from "./value-imports.ts";
import type { Sent, Strategy } from "./sent-value.ts";
import { chunks, type Row } from "./wire.ts";

/** Values per import. */
const valuesPerImport = 1_000;

/**
 * From 2.43 on, values are imported by data set, each all or nothing (dhis2-core,
 * DataEntryPipeline).
 */
const groupsSince = 43;

/**
 * Delivers a page of data values: writes or deletes each, and lists those that are refused. Throws
 * `ConnectorError` when the system fails as a whole.
 */
export async function pushValues(
  client: Dhis2Client,
  { deliveries }: Pick<PushOrder, "deliveries">,
): Promise<Delivered> {
  await requireCommonCalendar(client);
  const { minor } = await systemOf(client);
  // An unknown version is treated as a new one: what holds there also works for older ones.
  const grouped = minor === null || minor >= groupsSince;
  const { sent, refused } = await localValues(client, deliveries, grouped);
  const done: Delivered = {
    type: "delivered",
    created: 0,
    updated: 0,
    unchanged: 0,
    removed: 0,
    refused,
  };
  const removals = sent.filter(({ delivery }) => delivery.data === null);
  const values = sent.filter(({ delivery }) => delivery.data !== null);
  const send = grouped ? importGroups : importParts;
  // Values are sent before removals: a stop in between leaves too much data, never too little.
  add(done, await send(client, values, "CREATE_AND_UPDATE"));
  add(done, await send(client, removals, "DELETE"));
  return done;
}

/**
 * Tests whether the account may write values, by importing none, so that nothing changes. Throws
 * `ConnectorError` if it may not.
 */
export async function tryImportingValues(client: Dhis2Client): Promise<void> {
  await importPart(client, [], { strategy: "CREATE_AND_UPDATE", dryRun: "dry run" });
}

/** Up to 2.42 each value is judged on its own. */
async function importParts(
  client: Dhis2Client,
  sent: Sent[],
  strategy: Strategy,
): Promise<Outcome> {
  const done: Outcome = { created: 0, updated: 0, unchanged: 0, removed: 0, refused: [] };
  for (const part of chunks(sent, valuesPerImport)) {
    const { refusals, lost, whole: _, ...counts } = await importPart(client, part, { strategy });
    add(done, { ...counts, refused: [...refusals, ...lost].map((one) => refusalOf(client, one)) });
  }
  return done;
}

function add(done: Outcome, part: Outcome): void {
  done.created += part.created;
  done.updated += part.updated;
  done.unchanged += part.unchanged;
  done.removed += part.removed;
  done.refused.push(...part.refused);
}

/**
 * The values with the uids of this system. Values whose options are unknown here, ambiguous, or
 * shared with another value are refused.
 */
async function localValues(
  client: Dhis2Client,
  deliveries: Delivery[],
  grouped: boolean,
): Promise<{ sent: Sent[]; refused: Reject[] }> {
  const named = deliveries.map((delivery) => ({ delivery, parts: parseValueId(delivery.id) }));
  const keys = named.flatMap(({ parts }) =>
    parts === null ? [] : [parts.categoryOptions, parts.attributeOptions],
  );
  const { uids, ambiguous } = await uidsOf(client, keys);
  const sent: Sent[] = [];
  const refused: Reject[] = [];
  for (const { delivery, parts } of named) {
    if (parts === null) {
      refused.push(refusal(client, delivery, { code: "object_refused", reason: "?" }));
      continue;
    }
    const options = [parts.categoryOptions, parts.attributeOptions];
    const twice = options.find((key) => ambiguous.has(key));
    const missing = options.find((key) => !uids.has(key));
    const [category, attribute] = options.map((key) => uids.get(key));
    if (twice !== undefined)
      refused.push(refusal(client, delivery, { code: "option_combo_ambiguous", reason: twice }));
    else if (category === undefined || attribute === undefined)
      refused.push(
        refusal(client, delivery, { code: "option_combo_missing", reason: missing ?? "?" }),
      );
    else
      sent.push({
        delivery,
        parts,
        value: valueOf(delivery, parts, { category, attribute }, grouped),
      });
  }
  return withoutCollisions(client, sent, refused);
}

/**
 * Refuses records that would be the same value at the destination: the later one would silently
 * replace the other.
 */
function withoutCollisions(
  client: Dhis2Client,
  sent: Sent[],
  refused: Reject[],
): { sent: Sent[]; refused: Reject[] } {
  const byPlace = Map.groupBy(sent, ({ value }) =>
    [
      value["orgUnit"],
      value["period"],
      value["dataElement"],
      value["categoryOptionCombo"],
      value["attributeOptionCombo"],
    ].join("/"),
  );
  const alone: Sent[] = [];
  for (const [place, same] of byPlace) {
    if (same.length === 1) alone.push(...same);
    else
      for (const { delivery } of same)
        refused.push(refusal(client, delivery, { code: "value_collides", reason: place }));
  }
  return { sent: alone, refused };
}

function valueOf(
  { data }: Delivery,
  parts: ValueId,
  combos: { category: string; attribute: string },
  grouped: boolean,
): Row {
  const { dataElement, period, orgUnit } = parts;
  const place = {
    dataElement,
    period,
    orgUnit,
    categoryOptionCombo: combos.category,
    attributeOptionCombo: combos.attribute,
  };
  if (data === null) return place;
  const followUp = data["follow_up"] === true;
  return {
    ...place,
    value: data["value"] ?? null,
    ...(data["comment"] === null || data["comment"] === undefined
      ? {}
      : { comment: data["comment"] }),
    // 2.43 writes `followup` but reads `followUp` (dhis2-core, DataExportOutput and
    // DataEntryInput), so the older name alone would be lost.
    ...(grouped ? { followup: followUp, followUp } : { followup: followUp }),
  };
}
