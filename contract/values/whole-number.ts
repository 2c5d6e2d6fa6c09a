// Numbers in addresses, read strictly: what is not written as it has to be is refused, never guessed
// or cut.
import { z } from "zod";

/**
 * A whole number in decimal figures: no blanks, no sign, no `0x10` and no `1e3`, which a number
 * would take as well.
 */
export const wholeNumber = ({
  min,
  max = Number.MAX_SAFE_INTEGER,
}: {
  min: number;
  max?: number;
}) =>
  z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max));
