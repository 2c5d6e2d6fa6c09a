// A check of a connection against the live system.
import { z } from "zod";
import { Text } from "../values/json.ts";

/** One named live check of a connection, with what to do when it does not pass. */
export const Check = z.object({
  name: z.string(),
  title: Text,
  status: z.enum(["passed", "warning", "failed", "skipped"]),
  /** What was seen, in words: "Odoo 19.0", "3 companies". */
  seen: Text.nullable(),
  remedy: Text.nullable(),
});
export type Check = z.infer<typeof Check>;
