// Sends metadata: only objects that differ, each accounted for, and checked against what the system
// stores where its report is not conclusive.
import { z } from "zod";
import type { Delivered, Pending } from "../../contract/source/delivery.ts";
import type { PushOrder } from "../push-order.ts";
import { delivered, sumOf } from "./delivered-counts.ts";
import { failure } from "./faults.ts";
import { familyOf, MetadataOptions } from "./families.ts";
import { judgeImport, type EndedImport } from "./import-outcome.ts";
import { recover, sendInParts } from "./import-recovery.ts";
import { postImport } from "./imports.ts";
import { completeOptionCombos } from "./option-combo-updates.ts";
import { removeObjects } from "./removals.ts";
import { metadataReport } from "./report.ts";
import type { Dhis2Client } from "./requests.ts";
import { instantOf } from "./stamps.ts";
import { hasArrived, notArrived, storedObjects, type ImportStart } from "./stored-objects.ts";
import { clockOf } from "./system.ts";
import { jobIn, taskOutcome } from "./tasks.ts";
import { wantedObjects, type FamilyPage } from "./wanted-objects.ts";
import type { Row } from "./wire.ts";

/** More objects than this are imported in the background. */
const maxForegroundObjects = 100;
const firstLookMs = 500;

/**
 * A background import, kept between deliveries. `fresh`: uids of the objects that were not there
 * before it.
 */
const ImportTask = z.object({
  job: z.string(),
  began: z.object({ at: z.string(), offsetMs: z.number() }),
  fresh: z.array(z.string()),
  looks: z.int(),
  /** How many imports of the same objects have vanished before. */
  vanished: z.int().default(0),
});
type ImportTask = z.infer<typeof ImportTask>;

/**
 * Delivers a page of one family: sends what differs, removes or lists what is gone. `pending` while
 * an import runs in the background; the same order with its task goes on from there. Throws
 * `ConnectorError` when the system fails as a whole.
 */
export async function pushFamily(
  client: Dhis2Client,
  order: PushOrder,
): Promise<Delivered | Pending> {
  const family = familyOf(order.resource);
  if (!family) throw failure(client, "refused", "resource_unknown");
  const { wanted, refused: unusable } = await wantedObjects(client, family, order.deliveries);
  const task = ImportTask.safeParse(order.task);
  const written = task.success
    ? await resume(client, { family, wanted }, task.data)
    : await write(client, { family, wanted });
  if (written.type === "pending") return written;
  const gone = order.deliveries.filter(({ data }) => data === null);
  const { removals } = MetadataOptions.parse(order.options ?? {});
  const { unchanged, removed, refused } = await removeObjects(client, { family, gone, removals });
  const outcome = {
    ...written,
    removed,
    unchanged: written.unchanged + unchanged,
    refused: [...written.refused, ...refused, ...unusable],
  };
  return withOptionCombos(client, { family, wanted }, outcome);
}

/** Families whose objects decide which option combinations exist. */
const combining = new Set(["categories", "categoryCombos"]);

/** An object that arrived without its option combinations counts as refused. */
async function withOptionCombos(
  client: Dhis2Client,
  { family, wanted }: FamilyPage,
  outcome: Delivered,
): Promise<Delivered> {
  if (!combining.has(family.key)) return outcome;
  const refused = new Set(outcome.refused.map(({ id }) => id));
  const sent = wanted
    .filter(({ delivery }) => !refused.has(delivery.id))
    .map(({ delivery, uid }) => ({ id: delivery.id, uid }));
  const incomplete = await completeOptionCombos(client, { family: family.key, sent });
  let left = incomplete.length;
  const less = (count: number): number => {
    const subtracted = Math.min(count, left);
    left -= subtracted;
    return count - subtracted;
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

async function write(
  client: Dhis2Client,
  { family, wanted }: FamilyPage,
  vanished = 0,
): Promise<Delivered | Pending> {
  if (wanted.length === 0) return delivered({});
  const clock = await clockOf(client);
  const began: ImportStart = { at: instantOf(clock), offsetMs: clock.offsetMs };
  const uids = wanted.map(({ uid }) => uid);
  const stored = await storedObjects(client, { family: family.key, uids, fields: ":owner" });
  const differing = wanted.filter(
    ({ uid, object }) => !hasArrived(stored.get(uid), object, { family: family.key, began: null }),
  );
  const unchanged = wanted.length - differing.length;
  if (differing.length === 0) return delivered({ unchanged });
  const fresh = differing.map(({ uid }) => uid).filter((uid) => !stored.has(uid));
  const order = {
    family: family.key,
    objects: differing.map(({ object }) => object),
    strategy: "CREATE_AND_UPDATE",
    mode: "COMMIT",
  } as const;
  const pending = (body: Row): Pending => ({
    type: "pending",
    task: { job: requiredJob(client, body), began, fresh, looks: 0, vanished },
    retryAfterMs: firstLookMs,
  });
  if (differing.length > maxForegroundObjects)
    return pending(await postImport(client, { ...order, async: true }));
  const page = { family, wanted: differing };
  try {
    const body = await postImport(client, order);
    const report = metadataReport(body);
    // Some systems go on in the background although they were not asked to.
    if (report === null) return pending(body);
    return await accountFor(client, { ...page, fresh, unchanged, began, report });
  } catch (error) {
    return recover(client, { ...page, began, fresh, error }, unchanged);
  }
}

/** The outcome of an import; objects that it does not explain are sent again in parts. */
async function accountFor(client: Dhis2Client, ended: EndedImport): Promise<Delivered> {
  const { counts, unexplained } = await judgeImport(client, ended);
  if (unexplained.length === 0) return counts;
  const { family, began, fresh } = ended;
  const error = failure(client, "broken", "answer_unreadable");
  const rest = await sendInParts(client, { family, wanted: unexplained, began, fresh, error });
  return sumOf([counts, ...rest]);
}

function requiredJob(client: Dhis2Client, body: Row): string {
  const job = jobIn(body);
  if (job === null) throw failure(client, "broken", "answer_unreadable");
  return job;
}

/** Looks in on a background import; when the system no longer knows it, at what has arrived. */
async function resume(
  client: Dhis2Client,
  page: FamilyPage,
  task: ImportTask,
): Promise<Delivered | Pending> {
  const outcome = await taskOutcome(client, task);
  if (outcome.type === "running")
    return {
      type: "pending",
      task: { ...task, looks: task.looks + 1 },
      retryAfterMs: outcome.retryAfterMs,
    };
  const { began, fresh } = task;
  const missing = new Set((await notArrived(client, page, began)).map(({ uid }) => uid));
  if (outcome.type === "reported")
    return accountFor(client, {
      ...page,
      fresh,
      unchanged: 0,
      began,
      report: outcome.report,
      missing,
    });
  if (missing.size === 0)
    return delivered({ created: fresh.length, updated: page.wanted.length - fresh.length });
  // No trace of it, and objects are missing: the import never finished. Everything that is missing
  // is sent once more.
  if (task.vanished === 0) return write(client, page, 1);
  // It vanished twice, so one of the objects ends it. Sent in parts, without the background, it can
  // be found.
  const wanted = page.wanted.filter(({ uid }) => missing.has(uid));
  const error = failure(client, "broken", "source_server_error");
  const rest = await sendInParts(client, { family: page.family, wanted, began, fresh, error });
  return sumOf([delivered({ unchanged: page.wanted.length - wanted.length }), ...rest]);
}
