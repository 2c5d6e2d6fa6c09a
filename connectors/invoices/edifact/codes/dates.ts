// Dates that decide when something is due. All other dates (2005) are about deliveries, prices and
// papers.
import { codeOf } from "../../../../formats/edifact/segment.ts";

/** Code list 2005, best first: net due date, due date, date of payment. */
export const dueDates = new Map<number, number>([
  [codeOf("13"), 2],
  [codeOf("140"), 2],
  [codeOf("265"), 2],
  [codeOf("138"), 1],
]);

/** Code list 4279: terms of a discount, of a penalty, of late payment. */
export const discountTerms = new Set(["5", "8", "20", "22", "31", "69", "70", "74"]);
