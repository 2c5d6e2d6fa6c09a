// Why a record is unusable because of one of its fields, for any connector.
import type { Json } from "../contract/values/json.ts";
import type { Reject } from "../contract/source/record.ts";
import { unheldIn } from "../formats/number.ts";
import { sampleOf } from "../formats/sample.ts";

/**
 * The reject of a record with an unusable field. A number that would have been rounded is shown
 * with all its digits.
 */
export function unusableField(field: string, value: Json): Pick<Reject, "code" | "facts"> {
  const figures = unheldIn(value);
  if (figures !== null)
    return { code: "number_too_long", facts: { field, value: figures.slice(0, 80) } };
  return { code: "field_unreadable", facts: { field, value: sampleOf(value, 80) } };
}
