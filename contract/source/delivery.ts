// What is sent to a destination, and its answer.
import { z } from "zod";
import { type Id, Reject } from "./record.ts";
import { Json } from "../values/json.ts";

/** One record on its way to a destination; no data: it is to be removed there. */
export type Delivery = { id: Id; data: { [field: string]: Json } | null };

/**
 * What a destination did with a page of deliveries. `refused` ones are listed as rejects and sent
 * again by every later run.
 */
export const Delivered = z.object({
  type: z.literal("delivered"),
  created: z.int().min(0),
  updated: z.int().min(0),
  unchanged: z.int().min(0),
  removed: z.int().min(0),
  refused: z.array(Reject),
});
export type Delivered = z.infer<typeof Delivered>;

/**
 * The destination works on it by itself: ask again later, with what it gave to recognise the work.
 */
export const Pending = z.object({
  type: z.literal("pending"),
  task: Json,
  retryAfterMs: z.number().min(0),
});
export type Pending = z.infer<typeof Pending>;
