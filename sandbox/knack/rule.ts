// One rule of a filter, as it stands on the wire.
import { z } from "zod";

export const FilterRule = z.object({
  field: z.string(),
  operator: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  /** Of dates: how many, and of what. */
  range: z.coerce.number().optional(),
  type: z.string().optional(),
});
export type FilterRule = z.infer<typeof FilterRule>;

/** Knack's complaint about a filter it cannot use. */
export class FilterError extends Error {}
