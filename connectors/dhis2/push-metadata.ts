// Sending metadata: only what differs is sent, each object is accounted for, and nothing is
// believed that can be looked at.
import { z } from "zod";
import type { Delivered, Pending } from "../../contract/source/delivery.ts";
import { ConnectorError } from "../connector-error.ts";
import type { PushOrder } from "../push-order.ts";
import type { Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { familyOf, MetadataOptions, type Family } from "./families.ts";
import { postImport } from "./imports.ts";
import { hasArrived, storedObjects, type ImportStart } from "./stored-objects.ts";
import { mayBeOfOne, sendApart } from "./isolation.ts";
import { completeOptionCombos } from "./option-combo-updates.ts";
import { removeObjects } from "./removals.ts";
import { metadataReport, type ImportReport } from "./report.ts";
import { nowOf } from "./stamps.ts";
import { clockOf } from "./system.ts";
import { jobIn, taskOutcome } from "./tasks.ts";
import { refusalOf, wantedOf, type Wanted } from "./wanted-objects.ts";
import { shortText, type Row } from "./wire.ts";

/** More objects than this are imported while we look in from time to time. */
const mostAtOnce = 100;
const firstLookMs = 500;

/**
 * What an import that goes on without us is recognised and judged by. `fresh`: what was not there
 * before.
 */
const ImportTask = z.object({
  job: z.string(),
  began: z.object({ at: z.string(), offsetMs: z.number() }),
  fresh: z.array(z.string()),
  looks: z.int(),
  /** How often it has come to nothing before. */
  vanished: z.int().default(0),
});
type ImportTask = z.infer<typeof ImportTask>;

type Writing = { family: Family; wanted: Wanted[] };

export async function pushFamily(
  client: Dhis2Client,
  order: PushOrder,
): Promise<Delivered | Pending> {
  const family = familyOf(order.resource);
  if (!family) throw failure(client, "refused", "resource_unknown");
  const { wanted, refused: dead } = await wantedOf(client, family, order.deliveries);
  const task = ImportTask.safeParse(order.task);
  const written = task.success
    ? await resume(client, { family, wanted, task: task.data })
    : await write(client, { family, wanted });
  if (written.type === "pending") return written;
  const gone = order.deliveries.filter(({ data }) => data === null);
  const { removals } = MetadataOptions.parse(order.options ?? {});
  const { unchanged, removed, refused } = await removeObjects(client, { family, gone, removals });
  const outcome = {
    ...written,
    removed,
    unchanged: written.unchanged + unchanged,
    refused: [...written.refused, ...refused, ...dead],
  };
  return withCombinations(client, { family, wanted }, outcome);
}

/** Families whose objects decide which option combinations there are. */
const combining = new Set(["categories", "categoryCombos"]);

/** An object that arrived without its option combinations is listed, not counted as done. */
async function withCombinations(
  client: Dhis2Client,
  { family, wanted }: Writing,
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

async function write(
  client: Dhis2Client,
  { family, wanted }: Writing,
  vanished = 0,
): Promise<Delivered | Pending> {
  if (wanted.length === 0) return delivered({});
  const clock = await clockOf(client);
  const began: ImportStart = { at: nowOf(clock), offsetMs: clock.offsetMs };
  const there = await storedObjects(client, placeOf({ family, wanted }));
  const differing = wanted.filter(
    ({ uid, object }) => !hasArrived(there.get(uid), object, { family: family.key, began: null }),
  );
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
    const job = requiredJob(client, await postImport(client, { ...order, async: true }));
    return {
      type: "pending",
      task: { job, began, fresh, looks: 0, vanished },
      retryAfterMs: firstLookMs,
    };
  }
  try {
    const body = await postImport(client, order);
    const report = metadataReport(body);
    if (report !== null)
      return await accountFor(client, { family, wanted: differing, fresh, same, began, report });
    // Some systems go on by themselves although they were not asked to.
    return {
      type: "pending",
      task: { job: requiredJob(client, body), began, fresh, looks: 0, vanished },
      retryAfterMs: firstLookMs,
    };
  } catch (error) {
    return lookedBack(client, { family, wanted: differing, same, began, fresh, error });
  }
}

const placeOf = ({ family, wanted }: Writing) => ({
  family: family.key,
  uids: wanted.map(({ uid }) => uid),
  fields: ":owner",
});

async function notArrived(
  client: Dhis2Client,
  writing: Writing,
  began: ImportStart,
): Promise<Wanted[]> {
  const there = await storedObjects(client, placeOf(writing));
  return writing.wanted.filter(
    ({ uid, object }) => !hasArrived(there.get(uid), object, { family: writing.family.key, began }),
  );
}

type LookingBack = Writing & { same: number; began: ImportStart; fresh: string[]; error: unknown };

/** After these a server may have saved something all the same. */
const saving = new Set(["source_server_error", "source_timeout", "answer_unreadable"]);

/**
 * A server may fail after it has saved everything: what it has is what counts. What it has not is
 * sent again, in smaller parts.
 */
async function lookedBack(
  client: Dhis2Client,
  { same, began, fresh, error, ...writing }: LookingBack,
): Promise<Delivered> {
  const code = error instanceof ConnectorError ? error.failure.code : "";
  if (!saving.has(code) && !mayBeOfOne(error)) throw error;
  const missing = await notArrived(client, writing, began);
  if (missing.length > 0 && !mayBeOfOne(error)) throw error;
  const rest =
    missing.length === 0
      ? []
      : await apart(client, { family: writing.family, wanted: missing, began, fresh, error });
  const left = new Set(missing.map(({ uid }) => uid));
  const there = writing.wanted.filter(({ uid }) => !left.has(uid));
  const created = there.filter(({ uid }) => fresh.includes(uid)).length;
  return sumOf([delivered({ created, updated: there.length - created, unchanged: same }), ...rest]);
}

/** Sends objects by parts, until those that fail stand alone. */
function apart(
  client: Dhis2Client,
  {
    family,
    wanted,
    began,
    fresh,
    error,
  }: Writing & { began: ImportStart; fresh: string[]; error: unknown },
) {
  const attempt = async (part: Wanted[]): Promise<Delivered | null> => {
    const writing = { family, wanted: part };
    const uids = new Set(part.map(({ uid }) => uid));
    const order = {
      family: family.key,
      objects: part.map(({ object }) => object),
      strategy: "CREATE_AND_UPDATE",
      mode: "COMMIT",
    } as const;
    try {
      const report = metadataReport(await postImport(client, order));
      if (report === null) throw failure(client, "broken", "answer_unreadable");
      return await accountFor(client, {
        ...writing,
        fresh: fresh.filter((uid) => uids.has(uid)),
        same: 0,
        began,
        report,
        apart: true,
      });
    } catch (failed) {
      if (!mayBeOfOne(failed)) throw failed;
      if ((await notArrived(client, writing, began)).length > 0) return null;
      const created = part.filter(({ uid }) => fresh.includes(uid)).length;
      return delivered({ created, updated: part.length - created });
    }
  };
  return sendApart(client, { family: family.key, wanted, error, attempt });
}

function requiredJob(client: Dhis2Client, body: Row): string {
  const job = jobIn(body);
  if (job === null) throw failure(client, "broken", "answer_unreadable");
  return job;
}

/**
 * Looks in on an import that goes on by itself; when its traces are gone, at what has come of it.
 */
async function resume(
  client: Dhis2Client,
  { task, ...writing }: Writing & { task: ImportTask },
): Promise<Delivered | Pending> {
  const outcome = await taskOutcome(client, task);
  if (outcome.type === "running")
    return {
      type: "pending",
      task: { ...task, looks: task.looks + 1 },
      retryAfterMs: outcome.retryAfterMs,
    };
  const missing = new Set((await notArrived(client, writing, task.began)).map(({ uid }) => uid));
  if (outcome.type === "reported")
    return accountFor(client, {
      ...writing,
      fresh: task.fresh,
      same: 0,
      began: task.began,
      report: outcome.report,
      missing,
    });
  // Traces gone and objects absent: it never came to its end. What is there stays; the rest is sent
  // once more.
  if (missing.size === 0)
    return delivered({
      created: task.fresh.length,
      updated: writing.wanted.length - task.fresh.length,
    });
  if (task.vanished === 0) return write(client, writing, 1);
  // Twice: something in it ends the work. It is found while we wait for each part.
  const wanted = writing.wanted.filter(({ uid }) => missing.has(uid));
  const error = failure(client, "broken", "source_server_error");
  const rest = await apart(client, {
    ...writing,
    wanted,
    began: task.began,
    fresh: task.fresh,
    error,
  });
  return sumOf([delivered({ unchanged: writing.wanted.length - wanted.length }), ...rest]);
}

/**
 * `missing`: what a look afterwards did not find; where nobody has looked, the report must tell of
 * every object.
 */
type ImportOutcome = Writing & {
  fresh: string[];
  same: number;
  began: ImportStart;
  report: ImportReport;
  missing?: Set<string>;
  /**
   * It is a part of what failed as a whole: where it fails again, it is to be taken apart further.
   */
  apart?: true;
};

/**
 * Every object is created, updated, unchanged, refused, or there with less than was sent: an
 * importer that is told to save what it can saves an object without the references that lead
 * nowhere, and counts it as saved (dhis2-core, ReferencesCheck).
 */
async function accountFor(client: Dhis2Client, judging: ImportOutcome): Promise<Delivered> {
  const { family, wanted, fresh, same, began, report } = judging;
  const reasons = reasonsIn(judging);
  const taken = report.created + report.updated;
  const told = wanted.length - reasons.size;
  const sure = taken === told && !(report.troubled && reasons.size === 0);
  const missing =
    judging.missing ?? (sure ? new Set<string>() : await uidsNotArrived(client, judging));
  const unexplained = wanted.filter(({ uid }) => missing.has(uid) && !reasons.has(uid));
  // Of many that came to nothing without a word, one may have kept all others out.
  if (unexplained.length > 0 && wanted.length > 1) {
    const error = failure(client, "broken", "answer_unreadable");
    if (judging.apart) throw error;
    const others = wanted.filter((one) => !unexplained.includes(one));
    const rest = await apart(client, { family, wanted: unexplained, began, fresh, error });
    return sumOf([
      counted(client, { ...judging, wanted: others }, { reasons, maimed: new Set() }),
      ...rest,
    ]);
  }
  for (const { uid } of unexplained) reasons.set(uid, report.said ?? "not there after the import");
  const maimed =
    taken > told && reasons.size > 0 ? await written(client, judging) : new Set<string>();
  return counted(client, { ...judging, same }, { reasons, maimed });
}

/**
 * What became of objects, by the report and by the reasons why some were refused. `maimed`: those
 * that are there with less than was sent.
 */
function counted(
  client: Dhis2Client,
  {
    wanted,
    fresh,
    same,
    report,
    apart: resent,
  }: Pick<ImportOutcome, "wanted" | "fresh" | "same" | "report" | "apart">,
  { reasons, maimed }: { reasons: Map<string, string>; maimed: Set<string> },
): Delivered {
  const refused = wanted.flatMap((one) => {
    const reason = reasons.get(one.uid);
    const code = maimed.has(one.uid) ? "object_incomplete" : "object_refused";
    return reason === undefined
      ? []
      : [refusalOf(client, one, code, { reason: shortText(reason) })];
  });
  const there = wanted.length - refused.length;
  const sent = new Set(wanted.map(({ uid }) => uid));
  const born = fresh.filter((uid) => sent.has(uid) && !reasons.has(uid)).length;
  // What is sent again may have been created by the import before.
  if (resent) return delivered({ created: born, updated: there - born, unchanged: same, refused });
  // Created can only be what was not there before, whatever the report says.
  const created = Math.min(report.created, born);
  const updated = Math.min(Math.max(0, report.created + report.updated - created), there - created);
  return delivered({ created, updated, unchanged: same + there - created - updated, refused });
}

/** Why objects were refused, by uid. A place says which one only where no uid does. */
function reasonsIn({ wanted, report, missing }: ImportOutcome): Map<string, string> {
  const reasons = new Map<string, string>();
  const known = new Set(wanted.map(({ uid }) => uid));
  for (const { uid, index, reason } of report.refused) {
    const about =
      uid !== null && known.has(uid)
        ? uid
        : missing === undefined
          ? wanted[index ?? -1]?.uid
          : undefined;
    if (about !== undefined) reasons.set(about, reason);
  }
  return reasons;
}

const uidsNotArrived = async (
  client: Dhis2Client,
  { began, ...writing }: ImportOutcome,
): Promise<Set<string>> =>
  new Set((await notArrived(client, writing, began)).map(({ uid }) => uid));

/** Objects that were written since the import began, whatever became of them. */
async function written(client: Dhis2Client, judging: ImportOutcome): Promise<Set<string>> {
  const not = await uidsNotArrived(client, judging);
  return new Set(judging.wanted.map(({ uid }) => uid).filter((uid) => !not.has(uid)));
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

const sumOf = (parts: Delivered[]): Delivered =>
  parts.reduce(
    (all, one) => ({
      type: "delivered",
      created: all.created + one.created,
      updated: all.updated + one.updated,
      unchanged: all.unchanged + one.unchanged,
      removed: all.removed + one.removed,
      refused: [...all.refused, ...one.refused],
    }),
    delivered({}),
  );
