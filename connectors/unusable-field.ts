// Why a record is left out for what one of its fields holds, whatever system it comes from.
import type { Json } from "../contract/values/json.ts";
import type { Reject } from "../contract/source/record.ts";
import { unheldIn } from "../formats/number.ts";
import { sampleOf } from "../formats/sample.ts";

/** A number that would have been rounded is said with all its figures. */
export function unusableField(field: string, value: Json): Pick<Reject, "code" | "facts"> {
  const figures = unheldIn(value);
  if (figures !== null)
    return { code: "number_too_long", facts: { field, value: figures.slice(0, 80) } };
  return { code: "field_unreadable", facts: { field, value: sampleOf(value, 80) } };
}
