// The parts of a resource that batches read.
import { z } from "zod";
import { Id } from "./record.ts";
import { Instant } from "../values/json.ts";

/**
 * The part of a resource that one batch reads.
 * `range`: ids from..to, both included; only those stamped at `since` or later, when given.
 * `window`: stamped since..until by the source, both included, ids above `after`.
 * `prefix`: text ids that begin with it, all of them when it is empty; only those of `since` or
 * later, when given. `page`: one numbered page, of `size` records where the connector cuts them
 * smaller than usual; `last`: the last one that the survey knew of, so that a full one leaves a
 * `rest`. `file`: one stored file, its first `from` entries left out: records and rejects of the
 * resource, in the order of the file.
 * `ids`: these records only.
 */
export const Partition = z.discriminatedUnion("type", [
  z.object({ type: z.literal("range"), from: z.int(), to: z.int(), since: Instant.optional() }),
  z.object({ type: z.literal("window"), since: Instant, until: Instant, after: z.int() }),
  z.object({ type: z.literal("prefix"), prefix: z.string().max(200), since: Instant.optional() }),
  z.object({
    type: z.literal("page"),
    page: z.int().min(1),
    size: z.int().min(1).optional(),
    last: z.literal(true).optional(),
  }),
  z.object({ type: z.literal("file"), file: z.string(), from: z.int().min(0).optional() }),
  z.object({ type: z.literal("ids"), ids: z.array(Id) }),
]);
export type Partition = z.infer<typeof Partition>;

/**
 * A part of all ids that can be listed and compared: integers between two bounds, or texts with one
 * beginning.
 */
export type IdRange = Extract<Partition, { type: "range" | "prefix" }>;
