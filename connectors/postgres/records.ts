// Delivered records and the values of their fields.
import type { Json } from "../../contract/values/json.ts";
import type { Delivery } from "../../contract/source/delivery.ts";
import type { Id } from "../../contract/source/record.ts";

/** A record to write, in contrast to one to remove. */
export type Present = { id: Id; data: NonNullable<Delivery["data"]> };

// The value of a field; null if the record lacks it. A field may be named like a property that
// every object inherits.
export const valueOf = ({ data }: Present, field: string): Json =>
  Object.hasOwn(data, field) ? (data[field] ?? null) : null;
