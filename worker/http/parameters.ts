// Parameters of addresses, read strictly: what is not written as it has to be is refused, never
// guessed or cut.
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

/** The parts of a cursor; null: it is none of ours. */
export function readCursor<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): z.infer<Schema> | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch (broken) {
    if (broken instanceof SyntaxError) return null;
    throw broken;
  }
}
