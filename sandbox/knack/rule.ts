// One rule of a filter, as it is transmitted.
import { z } from "zod";

export const FilterRule = z.object({
  field: z.string(),
  operator: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  /** For dates: how many, and of which unit. */
  range: z.coerce.number().optional(),
  type: z.string().optional(),
});
export type FilterRule = z.infer<typeof FilterRule>;

/** Knack's error for a filter it cannot use. */
export class FilterError extends Error {}
