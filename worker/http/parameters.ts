// Parameters of addresses, read strictly: what is not written as it has to be is refused, never
// guessed or cut.
import type { z } from "zod";

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
