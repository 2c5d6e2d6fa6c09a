// Records as they come to the database.
import type { Json } from "../../contract/values/json.ts";
import type { Delivery } from "../../contract/source/delivery.ts";
import type { Id } from "../../contract/source/record.ts";

/** A record that is there, in contrast to one to be removed. */
export type Present = { id: Id; data: NonNullable<Delivery["data"]> };

// A field may be called as something that every object has.
export const valueOf = ({ data }: Present, field: string): Json =>
  Object.hasOwn(data, field) ? (data[field] ?? null) : null;
