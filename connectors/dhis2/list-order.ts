// Which lists of metadata have a meaningful order, and which are sets.
import { canonical } from "../../contract/values/canonical.ts";
import type { Json } from "../../contract/values/json.ts";
import { isRow, type Row } from "./wire.ts";

/**
 * Lists that DHIS2 stores with an index, by family (dhis2-core, `<list>` in its mappings). It
 * stores all others as sets.
 */
const ordered: { [family: string]: string[] } = {
  optionSets: ["options"],
  optionGroupSets: ["optionGroups"],
  categories: ["categoryOptions"],
  categoryCombos: ["categories"],
  categoryOptionGroupSets: ["categoryOptionGroups"],
  dataElements: ["aggregationLevels", "legendSets"],
  dataElementGroupSets: ["dataElementGroups"],
  indicators: ["legendSets"],
  indicatorGroupSets: ["indicatorGroups"],
  dataSets: ["legendSets"],
  sections: ["dataElements", "indicators"],
};

/**
 * Sets of plain numbers. Other lists without rows, such as the points of a border, keep their
 * order.
 */
const numbers: { [family: string]: string[] } = { validationRules: ["organisationUnitLevels"] };

/**
 * Whether a list in an object of the family is a set. A list inside one of its members is a set if
 * it holds rows.
 */
export function isSet(family: string, member: string, list: Json[]): boolean {
  if (ordered[family]?.includes(member)) return false;
  return list.every(isRow) || (numbers[family]?.includes(member) ?? false);
}

/**
 * The object with its sets sorted, so that the same object looks the same however its system orders
 * them.
 */
export const withSetsSorted = (family: string, object: Row): Row =>
  Object.fromEntries(
    Object.entries(object).map(([member, value]) => [
      member,
      sorted(value, (list) => isSet(family, member, list)),
    ]),
  );

function sorted(value: Json, isSetHere: (list: Json[]) => boolean): Json {
  if (isRow(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, sorted(inner, isSetOfRows)]),
    );
  if (!Array.isArray(value)) return value;
  const list = value.map((one) => sorted(one, isSetOfRows));
  if (!isSetHere(list)) return list;
  const named = list.map((one) => [nameOf(one), one] as const);
  return named
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, one]) => one);
}

const isSetOfRows = (list: Json[]): boolean => list.every(isRow);

const nameOf = (value: Json): string =>
  isRow(value) && typeof value["id"] === "string" ? value["id"] : canonical(value);
