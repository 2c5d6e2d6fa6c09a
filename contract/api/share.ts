// Shared connections, as one tenant uses them.
import { z } from "zod";
import { Json, Instant } from "../values/json.ts";

/** What a shared connection fixes for one tenant: it wins over the settings of the connection. */
export const ShareDraft = z.strictObject({ settings: z.record(z.string(), Json).default({}) });
export type ShareDraft = z.infer<typeof ShareDraft>;

/** A connection of the house in the hands of one tenant. */
export const Share = z.object({
  tenant: z.string(),
  tenantName: z.string(),
  settings: z.record(z.string(), Json),
  updatedAt: Instant,
});
export type Share = z.infer<typeof Share>;
