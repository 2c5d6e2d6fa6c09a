// The id of a data value: unit, period, data element and options, in an order that allows reading
// by prefix.
import type { Id } from "../../contract/source/record.ts";
import { isPeriod } from "./periods.ts";
import { isUid } from "./wire.ts";

/**
 * `categoryOptions` and `attributeOptions` name an option combination by what it is made of,
 * because its own uid differs between systems: `default`, or `combo.option.option`.
 */
export type ValueId = {
  orgUnit: string;
  period: string;
  dataElement: string;
  categoryOptions: string;
  attributeOptions: string;
};

/**
 * The unit comes first: the values whose unit begins with some letters can be requested together,
 * however units move in the tree.
 */
export const idOfValue = ({
  orgUnit,
  period,
  dataElement,
  categoryOptions,
  attributeOptions,
}: ValueId): string => [orgUnit, period, dataElement, categoryOptions, attributeOptions].join("/");

/** Parses the id of a data value; null if it is malformed. */
export function parseValueId(id: Id): ValueId | null {
  const [orgUnit, period, dataElement, categoryOptions, attributeOptions, more] =
    String(id).split("/");
  if (!isUid(orgUnit) || !isPeriod(period) || !isUid(dataElement) || more !== undefined)
    return null;
  if (!isOptionsKey(categoryOptions) || !isOptionsKey(attributeOptions)) return null;
  return { orgUnit, period, dataElement, categoryOptions, attributeOptions };
}

export const defaultOptions = "default";

const isOptionsKey = (text: string | undefined): text is string =>
  text === defaultOptions || (text !== undefined && text !== "" && text.split(".").every(isUid));

/** What an option combination is made of, in a fixed order. */
export const combinationKey = (combo: string, options: string[]): string =>
  [combo, ...[...options].sort()].join(".");

/** Two keys and everything else must fit an id of 200 characters. */
const longestKey = 74;

/**
 * How a value names an option combination: by what it is made of, or by its uid if that is unknown
 * or too long.
 */
export const optionsKey = (uid: string, key: string | undefined): string =>
  key !== undefined && key.length <= longestKey ? key : uid;
