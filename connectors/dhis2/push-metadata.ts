// Sending metadata: only what differs is sent, each object is accounted for, and nothing is believed that can be looked at.
import { z } from "zod";
import type { Delivered, Pending } from "../../contract/source.ts";
import { ConnectorError, type PushOrder } from "../connector.ts";
import type { Dhis2Link } from "./ask.ts";
import { failure } from "./faults.ts";
import { familyOf, MetadataOptions, type Family } from "./families.ts";
import { postImport } from "./imports.ts";
import { arrived, objectsThere, type Began } from "./look-back.ts";
import { completeOptionCombos } from "./option-combo-updates.ts";
import { removeObjects } from "./removals.ts";
import { metadataReport, type ImportReport } from "./report.ts";
import { nowOf } from "./stamps.ts";
import { clockOf } from "./system.ts";
import { taskOutcome } from "./tasks.ts";
import { refusalOf, wantedOf, type Wanted } from "./wanted-objects.ts";
import { isRow, isUid, shortText, type Row } from "./wire.ts";

/** More objects than this are imported while we look in from time to time. */
const mostAtOnce = 100;
const firstLookMs = 500;

/** What an import that goes on without us is recognised and judged by. `fresh`: what was not there before. */
const ImportTask = z.object({
  job: z.string(),
  began: z.object({ at: z.string(), offsetMs: z.number() }),
  fresh: z.array(z.string()),
  looks: z.int(),
});
type ImportTask = z.infer<typeof ImportTask>;

type Writing = { family: Family; wanted: Wanted[] };

export async function pushFamily(link: Dhis2Link, order: PushOrder): Promise<Delivered | Pending> {
  const family = familyOf(order.resource);
  if (!family) throw failure(link, "refused", "resource_unknown");
  const { wanted, refused: dead } = await wantedOf(link, family, order.deliveries);
  const task = ImportTask.safeParse(order.task);
  const written = task.success ? await resume(link, { family, wanted, task: task.data }) : await write(link, { family, wanted });
  if (written.type === "pending") return written;
  const gone = order.deliveries.filter(({ data }) => data === null);
  const { removals } = MetadataOptions.parse(order.options ?? {});
  const { unchanged, removed, refused } = await removeObjects(link, { family, gone, removals });
  const outcome = { ...written, removed, unchanged: written.unchanged + unchanged, refused: [...written.refused, ...refused, ...dead] };
  return withCombinations(link, { family, wanted }, outcome);
}

/** Families whose objects decide which option combinations there are. */
const combining = new Set(["categories", "categoryCombos"]);

/** An object that arrived without its option combinations is listed, not counted as done. */
async function withCombinations(link: Dhis2Link, { family, wanted }: Writing, outcome: Delivered): Promise<Delivered> {
  if (!combining.has(family.key)) return outcome;
  const refused = new Set(outcome.refused.map(({ id }) => id));
  const sent = wanted.filter(({ delivery }) => !refused.has(delivery.id)).map(({ delivery, uid }) => ({ id: delivery.id, uid }));
  const incomplete = await completeOptionCombos(link, { family: family.key, sent });
  let left = incomplete.length;
  const less = (count: number): number => {
    const taken = Math.min(count, left);
    left -= taken;
    return count - taken;
  };
  const { unchanged, updated, created } = outcome;
  return {
    ...outcome,
    unchanged: less(unchanged),
    updated: less(updated),
    created: less(created),
    refused: [...outcome.refused, ...incomplete],
  };
}

async function write(link: Dhis2Link, { family, wanted }: Writing): Promise<Delivered | Pending> {
  if (wanted.length === 0) return delivered({});
  const clock = await clockOf(link);
  const began: Began = { at: nowOf(clock), offsetMs: clock.offsetMs };
  const there = await objectsThere(link, placeOf({ family, wanted }));
  const differing = wanted.filter(({ uid, object }) => !arrived(there.get(uid), object, null));
  const same = wanted.length - differing.length;
  if (differing.length === 0) return delivered({ unchanged: same });
  const fresh = differing.map(({ uid }) => uid).filter((uid) => !there.has(uid));
  const order = {
    family: family.key,
    objects: differing.map(({ object }) => object),
    strategy: "CREATE_AND_UPDATE",
    mode: "COMMIT",
  } as const;
  if (differing.length > mostAtOnce) {
    const job = jobIn(link, await postImport(link, { ...order, async: true }));
    return { type: "pending", task: { job, began, fresh, looks: 0 }, retryAfterMs: firstLookMs };
  }
  try {
    const report = metadataReport(await postImport(link, order));
    if (report === null) throw failure(link, "broken", "answer_unreadable");
    return judged(link, { wanted: differing, fresh, same, report });
  } catch (error) {
    return lookedBack(link, { family, wanted: differing, same, began, fresh, error });
  }
}

const placeOf = ({ family, wanted }: Writing) => ({ family: family.key, uids: wanted.map(({ uid }) => uid), fields: ":owner" });

async function notArrived(link: Dhis2Link, writing: Writing, began: Began): Promise<Wanted[]> {
  const there = await objectsThere(link, placeOf(writing));
  return writing.wanted.filter(({ uid, object }) => !arrived(there.get(uid), object, began));
}

type LookingBack = Writing & { same: number; began: Began; fresh: string[]; error: unknown };

/** A server may fail after it has saved everything: what it has is what counts. */
async function lookedBack(link: Dhis2Link, { same, began, fresh, error, ...writing }: LookingBack): Promise<Delivered> {
  const code = error instanceof ConnectorError ? error.failure.code : "";
  if (!["source_server_error", "source_timeout", "answer_unreadable"].includes(code)) throw error;
  if ((await notArrived(link, writing, began)).length > 0) throw error;
  return delivered({ created: fresh.length, updated: writing.wanted.length - fresh.length, unchanged: same });
}

function jobIn(link: Dhis2Link, { response }: Row): string {
  const id = isRow(response) ? response["id"] : null;
  if (!isUid(id)) throw failure(link, "broken", "answer_unreadable");
  return id;
}

/** Looks in on an import that goes on by itself; when its traces are gone, at what has come of it. */
async function resume(link: Dhis2Link, { task, ...writing }: Writing & { task: ImportTask }): Promise<Delivered | Pending> {
  const outcome = await taskOutcome(link, task);
  if (outcome.type === "running") return { type: "pending", task: { ...task, looks: task.looks + 1 }, retryAfterMs: outcome.retryAfterMs };
  const missing = new Set((await notArrived(link, writing, task.began)).map(({ uid }) => uid));
  if (outcome.type === "reported")
    return judged(link, { wanted: writing.wanted, fresh: task.fresh, same: 0, report: outcome.report, missing });
  // Traces gone and objects absent: it never came to its end. What is there stays; the rest is sent once more.
  if (missing.size > 0) return write(link, writing);
  const { length } = task.fresh;
  return delivered({ created: length, updated: writing.wanted.length - length });
}

/** `missing`: what a look afterwards did not find; where nobody has looked, the report must tell of every object. */
type Judging = { wanted: Wanted[]; fresh: string[]; same: number; report: ImportReport; missing?: Set<string> };

/** Every object is created, updated, unchanged or refused. */
function judged(link: Dhis2Link, { wanted, fresh, same, report, missing }: Judging): Delivered {
  const reasons = new Map([...(missing ?? [])].map((uid) => [uid, "not there after the import"]));
  const known = new Set(wanted.map(({ uid }) => uid));
  for (const { uid, index, reason } of report.refused) {
    const about = uid !== null && known.has(uid) ? uid : missing === undefined ? wanted[index ?? -1]?.uid : undefined;
    if (about !== undefined) reasons.set(about, reason);
  }
  const refused = wanted.flatMap((one) => {
    const reason = reasons.get(one.uid);
    return reason === undefined ? [] : [refusalOf(link, one, "object_refused", { reason: shortText(reason) })];
  });
  const taken = report.created + report.updated;
  const silent = wanted.length - refused.length - taken;
  if (silent < 0 || (silent > 0 && missing === undefined)) throw failure(link, "broken", "answer_unreadable");
  // Created can only be what was not there before, whatever the report says.
  const created = Math.min(report.created, fresh.filter((uid) => !reasons.has(uid)).length);
  const updated = taken - created;
  return delivered({ created, updated, unchanged: same + silent, refused });
}

const delivered = (counts: Partial<Omit<Delivered, "type">>): Delivered => ({
  type: "delivered",
  created: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  refused: [],
  ...counts,
});
