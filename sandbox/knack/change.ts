// Changes that happen at the simulated schools: students join, change their answers, and leave.
import { knackSandbox } from "../accounts.ts";
import { schoolNames, type Row, type SchoolName } from "./data.ts";
import type { Knack } from "./knack.ts";
import { bounds, startYear } from "./year.ts";

export interface ChangeOrder {
  /** Name or id of the school; the first one by default. */
  school: string | null;
  changed: number;
  added: number;
  removed: number;
}

export const schoolNamed = (school: string | null): SchoolName =>
  schoolNames.find((name) => name === school || knackSandbox.schools[name].id === school) ??
  "ashdown";

/** The rows of a school completed in the current academic year. */
export function thisYear(knack: Knack, school: SchoolName): Row[] {
  const { id, calendar } = knackSandbox.schools[school];
  const { first, last } = bounds(calendar, startYear(calendar, knack.clock.now()));
  return (knack.rows("object_10") ?? []).filter(({ values }) => {
    const [schools, completed] = [values.get("field_133"), values.get("field_855")];
    const isOurs =
      Array.isArray(schools) && schools.some((one) => typeof one !== "string" && one.id === id);
    const day =
      completed !== null && typeof completed === "object" && "day" in completed
        ? completed.day
        : "";
    return isOurs && day >= first && day <= last;
  });
}

/**
 * The first rows are removed, so that all later pages shift; the rows after them change; new ones
 * are added at the end.
 */
export function change(
  knack: Knack,
  order: ChangeOrder,
): { changed: string[]; added: string[]; removed: string[] } {
  const school = schoolNamed(order.school);
  const present = thisYear(knack, school);
  const removed = knack.remove(new Set(present.slice(0, order.removed).map(({ id }) => id)));
  const changed = present.slice(order.removed, order.removed + order.changed);
  for (const [at, { values }] of changed.entries()) changeRow(values, at);
  const added = Array.from({ length: order.added }, () => knack.add(school));
  return {
    changed: changed.map(({ id }) => id),
    added: added.map(({ id }) => id),
    removed: removed.map(({ id }) => id),
  };
}

/**
 * Changes the group, a score of the first cycle and a comment on it, so that every resource sees
 * the change.
 */
function changeRow(values: Row["values"], at: number): void {
  const group = values.get("field_223");
  values.set(
    "field_223",
    `${typeof group === "string" ? group.replace(/\+$/, "") : ""}${String(group).endsWith("+") ? "" : "+"}`,
  );
  values.set("field_155", (Number(values.get("field_155") ?? 0) + 1 + (at % 3)) % 11);
  values.set("field_2302", `${String(values.get("field_2302") ?? "New.")} Really.`);
}
