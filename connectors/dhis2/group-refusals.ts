// Finds the values of a refused group that its reason names, which saves the requests of finding
// them by halving.
import type { Reason } from "./value-imports.ts";
import type { Sent } from "./sent-value.ts";

type Part = "orgUnit" | "period" | "dataElement" | "categoryOptionCombo" | "attributeOptionCombo";

/**
 * The parts of a value that the codes which refuse a whole group name (dhis2-core 2.43, ErrorCode
 * and DefaultDataEntryService). A value is named if all of these parts appear in the reason; a code
 * without parts is about every value.
 */
const partsByCode: Record<string, Part[]> = {
  E8004: [],
  E8005: [],
  E8010: [],
  E8011: ["orgUnit"],
  E8020: ["dataElement"],
  E8021: ["period"],
  E8022: ["orgUnit"],
  E8023: ["attributeOptionCombo"],
  E8024: ["dataElement", "categoryOptionCombo"],
  E8025: ["attributeOptionCombo", "orgUnit"],
  E8030: ["period"],
  E8031: ["orgUnit", "period"],
  E8032: ["attributeOptionCombo", "period"],
  E8033: ["attributeOptionCombo", "orgUnit", "period"],
};

/**
 * The values that a reason says are refused. Empty if the code is unknown or the reason names none
 * of them.
 */
export function valuesNamedIn(group: Sent[], { code, reason }: Reason): Set<Sent> {
  const parts = partsByCode[code];
  if (parts === undefined) return new Set();
  const words = new Set(reason.match(/[A-Za-z0-9]+/g) ?? []);
  return new Set(
    group.filter(({ value }) => parts.every((part) => words.has(String(value[part])))),
  );
}
