// The words that follow a number, in every language: declared as data, said by `counted`.
import { z } from "zod";

/** For one, and for any other number. */
const Forms = z.tuple([z.string(), z.string()]);

/** `en: ["student checked", "students checked"]`. */
export const CountedLabel = z.object({ en: Forms, fr: Forms });
export type CountedLabel = z.infer<typeof CountedLabel>;
