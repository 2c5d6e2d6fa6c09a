// Days of a message that change what is due when. All other days (2005) are of deliveries, prices
// and papers, and change nothing.
import { codeOf } from "../../../../formats/edifact/segment.ts";

/** Code list 2005, by what they are worth: due net, due, of the payment. */
export const dueDates = new Map<number, number>([
  [codeOf("13"), 2],
  [codeOf("140"), 2],
  [codeOf("265"), 2],
  [codeOf("138"), 1],
]);

/** Code list 4279: terms of a discount, of a penalty, of a late payment. */
export const discountTerms = new Set(["5", "8", "20", "22", "31", "69", "70", "74"]);
