// The dataValueSets endpoint that writes: up to 2.42 row by row, good ones beside refused ones; from
// 2.43 on by data set.
import type { Answer, Call } from "../http.ts";
import { enterValues } from "./data-entry.ts";
import { listOf, type Instance } from "./instance.ts";
import { isObj, type Json, type Obj } from "./objects.ts";
import { daysOf } from "./periods.ts";
import { requireAuthority, sees, type User } from "./sign-in.ts";
import { summary, type Conflict } from "./value-summary.ts";
import { apply, enter } from "./value-writing.ts";

/** The instance that is called, and the user who calls it. */
type Caller = { instance: Instance; user: User };

/** Answers an import of data values. */
export function importValues(call: Call, { instance, user }: Caller): Answer {
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
