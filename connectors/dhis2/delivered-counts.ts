// The counts of a delivery: made from the ones that are not zero, and added up.
import type { Delivered } from "../../contract/source/delivery.ts";

/** A delivery with these counts and refusals; everything left out is zero or empty. */
export const delivered = (counts: Partial<Omit<Delivered, "type">>): Delivered => ({
  type: "delivered",
  created: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  refused: [],
  ...counts,
});

/** The sum of several deliveries, with the refusals of all of them. */
export const sumOf = (parts: Delivered[]): Delivered =>
  parts.reduce(
    (sum, part) => ({
      type: "delivered",
      created: sum.created + part.created,
      updated: sum.updated + part.updated,
      unchanged: sum.unchanged + part.unchanged,
      removed: sum.removed + part.removed,
      refused: [...sum.refused, ...part.refused],
    }),
    delivered({}),
  );
