// Imports values as 2.43 does: by data set, where each group succeeds or fails as a whole, and then
// value by value (dhis2-core, DefaultDataEntryService).
import type { Answer, Call } from "../http.ts";
import { idOf, listOf, type Instance } from "./instance.ts";
import { webMessage } from "./messages.ts";
import { isObj, type Json, type Obj } from "./objects.ts";
import { periodTypeOf } from "./periods.ts";
import { sees, type User } from "./sign-in.ts";
import { isUid } from "./uids.ts";

type Conflict = { indexes: number[]; errorCode: string; args: string[]; value: string };
type CheckedValue = { conflict: Conflict } | { dataSet: string };
/** `write` writes a value, identical ones too. */
type Writing = { instance: Instance; user: User; write: (row: Obj) => void };

const text = (row: Obj, name: string): string => (typeof row[name] === "string" ? row[name] : "");
const distinct = (rows: Obj[], name: string): string[] => [
  ...new Set(rows.map((row) => text(row, name))),
];

/** Answers an import of values from 2.43 on. */
export function enterValues(call: Call, { instance, user, write }: Writing): Answer {
  const body = JSON.parse(call.body || "{}") as Json;
  const group = isObj(body) ? body : {};
  const rows = listOf(group["dataValues"]);
  const deletes = call.query.get("importStrategy") === "DELETE";
  const judged =
    rows.length === 0
      ? { dataSet: "" }
      : judgedGroup(instance, user, { named: group["dataSet"] ?? null, rows });
  if ("conflict" in judged)
    return summary({ conflicts: [judged.conflict], came: 0, ignored: 0, deletes });
  const conflicts = deletes ? [] : rows.flatMap((row, at) => valueConflict(instance, row, at));
  const bad = new Set(conflicts.flatMap(({ indexes }) => indexes));
  const good = rows.filter((_, at) => !bad.has(at));
  if (call.query.get("dryRun") !== "true") for (const row of good) write(row);
  return summary({ conflicts, came: good.length, ignored: bad.size, deletes });
}

/** Judges a group as a whole: a problem of one value is a problem of all. */
function judgedGroup(
  instance: Instance,
  user: User,
  { named, rows }: { named: Json; rows: Obj[] },
): CheckedValue {
  const all = rows.map((_, at) => at);
  const refuse = (
    errorCode: string,
    value: string,
    args: string[],
    indexes = all,
  ): CheckedValue => ({
    conflict: { indexes, errorCode, args, value },
  });
  const undecoded = rows.findIndex((row) => !isUid(row["dataElement"]) || !isUid(row["orgUnit"]));
  if (undecoded >= 0)
    return refuse(
      "E8104",
      `Value #${undecoded} data element UID not valid`,
      [String(undecoded)],
      [-1],
    );
  const elements = distinct(rows, "dataElement");
  const having = [...instance.collection("dataSets").values()].filter((set) =>
    elements.some((element) => membersOf(set).has(element)),
  );
  if (named === null && having.length === 0)
    return refuse(
      "E8003",
      `Data set detection failed, found no set for data element(s): \`[${elements.join(", ")}]\``,
      elements,
    );
  if (named === null && having.length > 1)
    return refuse(
      "E8002",
      `Data set detection failed, found multiple sets: \`[${having.map(idOf).join(", ")}]\``,
      having.map(idOf),
    );
  const dataSet = named === null ? having[0] : instance.collection("dataSets").get(String(named));
  if (dataSet === undefined)
    return refuse("E8005", `Data set not found: \`${String(named)}\``, [String(named)], [-1]);
  const about = (errorCode: string, what: string, uids: string[]): CheckedValue =>
    refuse(
      errorCode,
      `Data set ${idOf(dataSet)} not usable with ${what}: \`[${uids.join(", ")}]\``,
      [idOf(dataSet), ...uids],
    );
  const units = distinct(rows, "orgUnit");
  const unseen = units.filter((unit) => !sees(user, instance, unit));
  if (unseen.length > 0)
    return refuse(
      "E8011",
      `Current user cannot enter data for org unit(s): \`[${unseen.join(", ")}]\``,
      unseen,
    );
  const strangers = elements.filter((element) => !membersOf(dataSet).has(element));
  if (strangers.length > 0) return about("E8020", "data element(s)", strangers);
  const assigned = new Set(listOf(dataSet["organisationUnits"]).map(idOf));
  const unassigned = units.filter((unit) => !assigned.has(unit));
  if (unassigned.length > 0) return about("E8022", "org unit(s)", unassigned);
  const periods = distinct(rows, "period").filter(
    (period) => periodTypeOf(period) !== dataSet["periodType"],
  );
  if (periods.length > 0) return about("E8021", "period(s)", periods);
  const attributes = distinct(rows, "attributeOptionCombo").filter(
    (uid) => !isOf(instance, uid, dataSet),
  );
  if (attributes.length > 0) return about("E8023", "attribute option combo(s)", attributes);
  for (const element of elements) {
    const own = distinct(
      rows.filter((row) => row["dataElement"] === element),
      "categoryOptionCombo",
    );
    const others = own.filter(
      (uid) => !isOf(instance, uid, comboHolder(instance, dataSet, element)),
    );
    if (others.length > 0)
      return refuse(
        "E8024",
        `Data set ${idOf(dataSet)} + data element ${element} not usable with category option combo(s): \`[${others.join(", ")}]\``,
        [element, ...others],
      );
  }
  const keys = rows.map((row) =>
    ["orgUnit", "period", "dataElement", "categoryOptionCombo", "attributeOptionCombo"]
      .map((name) => text(row, name))
      .join("/"),
  );
  const twice = keys.findIndex((key, at) => keys.indexOf(key) !== at);
  if (twice >= 0)
    return refuse(
      "E8128",
      `Value #[${keys.indexOf(keys[twice] ?? "")}, ${twice}] all affect the same data value: \`${keys[twice]}\``,
      [keys[twice] ?? ""],
    );
  return { dataSet: idOf(dataSet) };
}

const membersOf = (dataSet: Obj): Set<string> =>
  new Set(
    listOf(dataSet["dataSetElements"]).map(({ dataElement }) =>
      isObj(dataElement) ? idOf(dataElement) : "",
    ),
  );

/** A data set may use another category combination for a data element than the element's own. */
function comboHolder(instance: Instance, dataSet: Obj, element: string): Obj {
  const member = listOf(dataSet["dataSetElements"]).find(
    ({ dataElement }) => isObj(dataElement) && dataElement["id"] === element,
  );
  return isObj(member?.["categoryCombo"])
    ? member
    : (instance.collection("dataElements").get(element) ?? {});
}

function isOf(instance: Instance, uid: string, { categoryCombo }: Obj): boolean {
  const own = instance
    .collection("categoryOptionCombos")
    .get(uid === "" ? instance.defaults.categoryOptionCombo : uid)?.["categoryCombo"];
  return isObj(own) && isObj(categoryCombo) && own["id"] === categoryCombo["id"];
}

function valueConflict(instance: Instance, row: Obj, at: number): Conflict[] {
  const { valueType } = instance.collection("dataElements").get(text(row, "dataElement")) ?? {};
  const value = text(row, "value");
  const one = (errorCode: string, said: string): Conflict[] => [
    { indexes: [at], errorCode, args: [String(at), value], value: `Value #${at} ${said}` },
  ];
  if (value === "") return one("E8120", "value is required");
  if (valueType === "INTEGER_ZERO_OR_POSITIVE" && !/^\d+$/.test(value))
    return one(
      "E8122",
      `value \`${value}\` is no valid INTEGER_ZERO_OR_POSITIVE: value_not_zero_or_positive_integer`,
    );
  return [];
}

/**
 * New values count as updated, because the importer does not check. A refused group is not counted
 * anywhere (dhis2-core, DataEntrySummary).
 */
function summary({
  conflicts,
  came,
  ignored,
  deletes,
}: {
  conflicts: Conflict[];
  came: number;
  ignored: number;
  deletes: boolean;
}): Answer {
  const group = conflicts.length > 0 && ignored === 0;
  const status = conflicts.length === 0 ? "SUCCESS" : group || came === 0 ? "ERROR" : "WARNING";
  const response: Obj = {
    responseType: "ImportSummary",
    status,
    importOptions: {},
    importCount: { imported: 0, updated: deletes ? 0 : came, ignored, deleted: deletes ? came : 0 },
    conflicts: conflicts.map(({ indexes, errorCode, args, value }) => ({
      objects: { args: args.join("-") },
      value,
      errorCode,
      indexes,
    })),
    rejectedIndexes: conflicts.flatMap(({ indexes }) => indexes),
    dataSetComplete: "false",
  };
  if (status === "SUCCESS")
    return webMessage(200, { status: "OK", message: "Import was successful.", response });
  // A warning is no longer a conflict (dhis2-core 2.43, WebMessageUtils).
  if (status === "WARNING")
    return webMessage(200, {
      status: "WARNING",
      message: "Import completed with warnings, please check import summary.",
      response,
    });
  return webMessage(409, { message: "An error occurred, please check import summary.", response });
}
