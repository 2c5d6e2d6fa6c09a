// The metadata importer: judges each object, saves the valid ones, and reports on all of them.
import type { Call } from "../http.ts";
import { idOf, listOf, type Instance } from "./instance.ts";
import type { ImportReport, ImportStats } from "./import-report.ts";
import { Refused } from "./messages.ts";
import { classes, isObj, type Json, type Obj } from "./objects.ts";
import { complaintsOf, usesOf, type Complaint } from "./references.ts";
import { isUid } from "./uids.ts";

const none = (): ImportStats => ({ created: 0, updated: 0, deleted: 0, ignored: 0, total: 0 });

type Importing = {
  instance: Instance;
  strategy: string;
  commits: boolean;
  atomic: boolean;
  full: boolean;
};

/** The objects of a payload, by collection. */
export function payloadOf(call: Call): Record<string, Obj[]> {
  let body: Json;
  try {
    body = JSON.parse(call.body) as Json;
  } catch (error) {
    throw new Refused(409, {
      message: `Unexpected character: ${error instanceof Error ? error.name : ""}`,
      errorCode: "E1000",
    });
  }
  if (!isObj(body)) throw new Refused(409, { message: "Expected an object", errorCode: "E1000" });
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, list]) =>
      Object.hasOwn(classes, name) ? [[name, listOf(list)]] : [],
    ),
  );
}

/** Runs an import with its parameters. An update always replaces the whole object. */
export function importMetadata(
  instance: Instance,
  payload: Record<string, Obj[]>,
  query: URLSearchParams,
): ImportReport {
  const importing: Importing = {
    instance,
    strategy: query.get("importStrategy") ?? "CREATE_AND_UPDATE",
    commits: query.get("importMode") !== "VALIDATE",
    atomic: query.get("atomicMode") !== "NONE",
    full: query.get("importReportMode") === "FULL",
  };
  const coming = new Map(
    Object.entries(payload).map(([name, objects]) => [name, new Set(objects.map(idOf))]),
  );
  // In the importer's own order, whatever the order of the payload.
  const names = Object.keys(classes).filter((name) => (payload[name]?.length ?? 0) > 0);
  const judged = names.map((name) => ({
    name,
    objects: byLevels(payload[name] ?? []).map((object) => ({
      object,
      complaints: judge(importing, name, object, coming),
    })),
  }));
  const bad = judged.some(({ objects }) => objects.some(({ complaints }) => complaints.length > 0));
  const saves = importing.commits && !(importing.atomic && bad);
  const typeReports = judged.map(({ name, objects }) =>
    typeReport(importing, { name, objects, saves, stops: importing.atomic && bad }),
  );
  const stats = typeReports.reduce<ImportStats>(
    (sum, report) => added(sum, report["stats"] as ImportStats),
    none(),
  );
  return {
    status: bad ? (stats.ignored === stats.total ? "ERROR" : "WARNING") : "OK",
    stats,
    typeReports,
  };
}

/** Parents before children. */
function byLevels(objects: Obj[]): Obj[] {
  const byId = new Map(objects.map((object) => [idOf(object), object]));
  const depth = (object: Obj, left = 50): number => {
    const parent = isObj(object["parent"]) ? byId.get(String(object["parent"]["id"])) : undefined;
    return parent === undefined || left === 0 ? 0 : 1 + depth(parent, left - 1);
  };
  return [...objects].sort((one, other) => depth(one) - depth(other));
}

function judge(
  { instance, strategy }: Importing,
  name: string,
  object: Obj,
  coming: Map<string, Set<string>>,
): Complaint[] {
  const mainKlass = classes[name] ?? name;
  if (!isUid(object["id"]))
    return [{ message: `Invalid UID \`${String(object["id"])}\`.`, mainKlass, errorCode: "E4014" }];
  const exists = instance.collection(name).has(idOf(object));
  if (strategy === "DELETE") {
    if (!exists)
      return [
        {
          message: `No matching object for identifier ${idOf(object)}.`,
          mainKlass,
          errorCode: "E5001",
        },
      ];
    return usesOf(instance, name, idOf(object));
  }
  if (strategy === "UPDATE" && !exists)
    return [{ message: "No matching object.", mainKlass, errorCode: "E5001" }];
  if (strategy === "CREATE" && exists)
    return [{ message: "Object already exists.", mainKlass, errorCode: "E5000" }];
  return complaintsOf(instance, name, object, coming);
}

type CheckedObject = { object: Obj; complaints: Complaint[] };

function typeReport(
  { instance, strategy, full }: Importing,
  order: { name: string; objects: CheckedObject[]; saves: boolean; stops: boolean },
): Obj {
  const { name, objects, saves, stops } = order;
  const klass = classes[name] ?? name;
  const stats = { ...none(), total: objects.length };
  const objectReports: Obj[] = [];
  for (const [index, { object, complaints }] of objects.entries()) {
    const good = complaints.length === 0 && !stops;
    const becomes = !good
      ? "ignored"
      : strategy === "DELETE"
        ? "deleted"
        : instance.collection(name).has(idOf(object))
          ? "updated"
          : "created";
    stats[becomes] += 1;
    if (good && saves) write(instance, name, object, strategy);
    if (full || complaints.length > 0) {
      objectReports.push({
        klass,
        index,
        uid: idOf(object),
        errorReports: complaints.map((one) => ({ ...one })),
      });
    }
  }
  return { klass, stats, objectReports };
}

function write(instance: Instance, name: string, object: Obj, strategy: string): void {
  if (strategy === "DELETE") return void instance.collection(name).delete(idOf(object));
  if (name === "optionSets") dropOrphans(instance, object);
  // Stamps and users are set by the system, whatever the payload contains.
  const { lastUpdated: _, createdBy: __, lastUpdatedBy: ___, sharing: ____, ...own } = object;
  const { optionSet } = instance.save(name, own);
  if (name !== "options" || !isObj(optionSet)) return;
  const set = instance.collection("optionSets").get(idOf(optionSet));
  if (set && !listOf(set["options"]).some((one) => one["id"] === object["id"]))
    set["options"] = [...listOf(set["options"]), { id: idOf(object) }];
}

/** An option set owns its options: those it no longer names are deleted. */
function dropOrphans(instance: Instance, object: Obj): void {
  const named = new Set(listOf(object["options"]).map(idOf));
  for (const option of listOf(instance.collection("optionSets").get(idOf(object))?.["options"])) {
    if (!named.has(idOf(option))) instance.collection("options").delete(idOf(option));
  }
}

const added = (one: ImportStats, other: ImportStats): ImportStats => ({
  created: one.created + other.created,
  updated: one.updated + other.updated,
  deleted: one.deleted + other.deleted,
  ignored: one.ignored + other.ignored,
  total: one.total + other.total,
});
