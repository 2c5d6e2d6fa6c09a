// Data values: read by data set, unit and time; written one by one, the good beside the refused.
import type { Exchange } from "../exchange.ts";
import type { Answer, Call } from "../http.ts";
import { enterValues } from "./data-entry.ts";
import { listOf, type Instance } from "./instance.ts";
import { data, Refused, webMessage } from "./messages.ts";
import { isObj, keyOf, type Json, type Obj, type Value } from "./objects.ts";
import { daysOf } from "./periods.ts";
import { requireAuthority, sees, type User } from "./sign-in.ts";

type Visit = { instance: Instance; user: User; exchange: Exchange };

export function readValues({ query }: Call, { instance, user, exchange }: Visit): Answer {
  const refuse = (errorCode: string, message: string) => new Refused(409, { message, errorCode });
  const dataSets = query.getAll("dataSet").map((uid) => instance.collection("dataSets").get(uid));
  if (dataSets.length === 0)
    throw refuse(
      "E2001",
      "At least one data element, data set or data element group must be specified",
    );
  if (dataSets.includes(undefined) || exchange.fault("no_rights"))
    throw refuse("E2010", "User is not allowed to read data for data set");
  const periods = query.getAll("period");
  const [startDate, endDate, since] = [
    query.get("startDate"),
    query.get("endDate"),
    query.get("lastUpdated"),
  ];
  if (periods.length === 0 && (startDate === null || endDate === null) && since === null)
    throw refuse(
      "E2002",
      "At least one period, start/end dates, last updated or last updated duration must be specified",
    );
  const units = query.getAll("orgUnit");
  if (units.length === 0) throw refuse("E2006", "At least one organisation unit must be specified");
  if (exchange.fault("unit_outside") || units.some((unit) => !sees(user, instance, unit)))
    throw refuse("E2012", `User is not allowed to view org unit: \`${units[0]}\``);
  const elements = new Set(
    dataSets.flatMap((set) =>
      listOf(set?.["dataSetElements"]).map((one) =>
        isObj(one["dataElement"]) ? String(one["dataElement"]["id"]) : "",
      ),
    ),
  );
  const below = query.get("children") === "true" ? childrenOf(instance, units) : new Set(units);
  const sinceMs = since === null ? null : instance.fromWall(since);
  const found = [...instance.values.values()].filter((value) => {
    const days = daysOf(value.period);
    if (value.deleted && query.get("includeDeleted") !== "true") return false;
    if (!elements.has(value.dataElement) || !below.has(value.orgUnit) || days === null)
      return false;
    if (periods.length > 0 && !periods.includes(value.period)) return false;
    if (startDate !== null && days.from < startDate) return false;
    if (endDate !== null && days.to > endDate) return false;
    return sinceMs === null || value.lastUpdatedMs >= sinceMs;
  });
  if (found.length === 0) return data({});
  return data({
    dataValues: found.map((value) =>
      exchange.fault("wrong_types") ? { dataElement: 7, value: ["?"] } : written(value),
    ),
  });
}

function childrenOf(instance: Instance, roots: string[]): Set<string> {
  const all = [...instance.collection("organisationUnits").values()];
  return new Set(
    all
      .filter(({ path }) =>
        String(path)
          .split("/")
          .some((part) => roots.includes(part)),
      )
      .map(({ id }) => String(id)),
  );
}

/** Moments of values carry a zone, those of metadata do not. */
const withZone = (ms: number): string => new Date(ms).toISOString().replace("Z", "+0000");

function written({ createdMs, lastUpdatedMs, comment, deleted, ...value }: Value): Obj {
  return {
    ...value,
    created: withZone(createdMs),
    lastUpdated: withZone(lastUpdatedMs),
    ...(comment === null ? {} : { comment }),
    ...(deleted ? { deleted } : {}),
  };
}

type Conflict = { at: number; object: string; property: string; value: string; errorCode: string };

export function importValues(call: Call, { instance, user }: Visit): Answer {
  requireAuthority(user, "F_DATAVALUE_ADD");
  if (instance.minor >= 43)
    return enterValues(call, {
      instance,
      user,
      write: (row) => void enter(instance, row, call.query.get("importStrategy") ?? ""),
    });
  const body = JSON.parse(call.body || "{}") as Json;
  const rows = isObj(body) ? listOf(body["dataValues"]) : [];
  const strategy = call.query.get("importStrategy") ?? "CREATE_AND_UPDATE";
  const dry = call.query.get("dryRun") === "true";
  const count = { imported: 0, updated: 0, ignored: 0, deleted: 0 };
  const conflicts: Conflict[] = [];
  for (const [at, row] of rows.entries()) {
    const conflict = conflictOf(instance, user, row, strategy);
    if (conflict) {
      conflicts.push({ at, ...conflict });
      count.ignored += 1;
    } else count[apply(instance, row, { strategy, dry })] += 1;
  }
  return summary({ count, conflicts, total: rows.length });
}

function conflictOf(
  instance: Instance,
  user: User,
  row: Obj,
  strategy: string,
): Omit<Conflict, "at"> | null {
  const text = (name: string) => String(row[name] ?? "");
  const about = (property: string, errorCode: string, value: string) => ({
    object: text(property),
    property,
    errorCode,
    value,
  });
  const element = instance.collection("dataElements").get(text("dataElement"));
  if (!element)
    return about(
      "dataElement",
      "E7610",
      `Data element not found or not accessible: \`${text("dataElement")}\``,
    );
  if (daysOf(text("period")) === null)
    return about("period", "E7611", `Period not valid: \`${text("period")}\``);
  if (!instance.collection("organisationUnits").has(text("orgUnit")))
    return about(
      "orgUnit",
      "E7612",
      `Organisation unit not found or not accessible: \`${text("orgUnit")}\``,
    );
  if (!instance.collection("categoryOptionCombos").has(text("categoryOptionCombo")))
    return about(
      "categoryOptionCombo",
      "E7613",
      `Category option combo not found or not accessible: \`${text("categoryOptionCombo")}\``,
    );
  if (!instance.collection("categoryOptionCombos").has(text("attributeOptionCombo")))
    return about(
      "attributeOptionCombo",
      "E7615",
      `Attribute option combo not found or not accessible: \`${text("attributeOptionCombo")}\``,
    );
  if (!sees(user, instance, text("orgUnit")))
    return about(
      "orgUnit",
      "E7617",
      `Organisation unit: \`${text("orgUnit")}\` not in hierarchy of current user: \`${user.username}\``,
    );
  if (strategy === "DELETE") return null;
  if (text("value") === "" && text("comment") === "")
    return about("value", "E7618", "Value or comment not specified for data element");
  if (element["valueType"] === "INTEGER_ZERO_OR_POSITIVE" && !/^\d+$/.test(text("value")))
    return about(
      "value",
      "E7619",
      `Value must match value type of data element \`${text("dataElement")}\`: \`value_not_zero_or_positive_integer\``,
    );
  return null;
}

function apply(
  instance: Instance,
  row: Obj,
  { strategy, dry }: { strategy: string; dry: boolean },
): "imported" | "updated" | "ignored" | "deleted" {
  const text = (name: string) => String(row[name] ?? "");
  const place = {
    dataElement: text("dataElement"),
    period: text("period"),
    orgUnit: text("orgUnit"),
    categoryOptionCombo: text("categoryOptionCombo"),
    attributeOptionCombo: text("attributeOptionCombo"),
  };
  const now = instance.now();
  const fresh = {
    comment: null,
    followup: false,
    storedBy: "sync",
    createdMs: now,
    lastUpdatedMs: now,
    deleted: false,
  };
  const before = instance.values.get(keyOf({ ...place, ...fresh }));
  if (strategy === "DELETE") {
    if (!before || before.deleted) return "ignored";
    if (!dry) instance.keep({ ...before, deleted: true, lastUpdatedMs: now });
    return "deleted";
  }
  const after: Value = {
    ...place,
    ...fresh,
    value: text("value"),
    comment: text("comment") === "" ? null : text("comment"),
    followup: row["followup"] === true,
  };
  if (before && !before.deleted) {
    const same =
      before.value === after.value &&
      before.comment === after.comment &&
      before.followup === after.followup;
    if (same) return "ignored";
    after.createdMs = before.createdMs;
  }
  if (!dry) instance.keep(after);
  return before && !before.deleted ? "updated" : "imported";
}

/**
 * 2.43 writes whatever comes, reads `followUp` alone, and leaves a mark for what was never there
 * (dhis2-core, HibernateDataEntryStore).
 */
function enter(instance: Instance, row: Obj, strategy: string): void {
  const stamp = instance.now();
  const at = (name: string) =>
    typeof row[name] === "string" && row[name] !== ""
      ? row[name]
      : instance.defaults.categoryOptionCombo;
  const place = {
    dataElement: String(row["dataElement"]),
    period: String(row["period"]),
    orgUnit: String(row["orgUnit"]),
    categoryOptionCombo: at("categoryOptionCombo"),
    attributeOptionCombo: at("attributeOptionCombo"),
  };
  const usual = {
    value: "",
    comment: null,
    followup: false,
    storedBy: "sync",
    createdMs: stamp,
    lastUpdatedMs: stamp,
    deleted: false,
  };
  const before = instance.values.get(keyOf({ ...place, ...usual }));
  const { comment, value } = row;
  instance.keep({
    ...place,
    ...usual,
    createdMs: before?.createdMs ?? stamp,
    value: typeof value === "string" ? value : "",
    comment: typeof comment === "string" ? comment : null,
    followup: row["followUp"] === true,
    deleted: strategy === "DELETE",
  });
}

function summary({
  count,
  conflicts,
  total,
}: {
  count: { imported: number; updated: number; ignored: number; deleted: number };
  conflicts: Conflict[];
  total: number;
}): Answer {
  const status = conflicts.length === 0 ? "OK" : conflicts.length === total ? "ERROR" : "WARNING";
  // Values with the same trouble share one conflict.
  const byTrouble = new Map<string, Conflict & { indexes: number[] }>();
  for (const conflict of conflicts) {
    const key = `${conflict.errorCode} ${conflict.value}`;
    const known = byTrouble.get(key);
    if (known) known.indexes.push(conflict.at);
    else byTrouble.set(key, { ...conflict, indexes: [conflict.at] });
  }
  const response: Obj = {
    responseType: "ImportSummary",
    status: status === "OK" ? "SUCCESS" : status,
    importOptions: {},
    description: "Import process completed successfully",
    importCount: count,
    conflicts: [...byTrouble.values()].map(({ object, property, value, errorCode, indexes }) => ({
      object,
      objects: { [property]: object },
      value,
      errorCode,
      property,
      indexes,
    })),
    rejectedIndexes: conflicts.map(({ at }) => at),
    dataSetComplete: "false",
  };
  if (status === "OK")
    return webMessage(200, { status, message: "Import was successful.", response });
  const message =
    status === "WARNING"
      ? "One more conflicts encountered, please check import summary."
      : "An error occurred, please check import summary.";
  return webMessage(409, { status, message, response });
}
