// Strict parsing of parameters: malformed values are refused, never guessed or cut.
import type { z } from "zod";

/** The parts of a cursor; null if it is not one of ours. */
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
