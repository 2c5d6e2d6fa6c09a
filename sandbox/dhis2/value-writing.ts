// Writes one data value into an instance, as the versions up to 2.42 and from 2.43 on do.
import type { Instance } from "./instance.ts";
import { keyOf, type Obj, type Value } from "./objects.ts";

/** Up to 2.42: writes a value, or deletes it; a value that would not change is ignored. */
export function apply(
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
 * 2.43 writes whatever comes, reads only `followUp`, and stores a deleted value even if there was
 * none (dhis2-core, HibernateDataEntryStore).
 */
export function enter(instance: Instance, row: Obj, strategy: string): void {
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
