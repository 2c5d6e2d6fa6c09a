// Shares: which tenants may use a shared connection, and what is fixed for each of them.
import { z } from "zod";
import { Json, Instant } from "../values/json.ts";

/** The settings that are fixed for one tenant: they override those of the connection. */
export const ShareDraft = z.strictObject({ settings: z.record(z.string(), Json).default({}) });
export type ShareDraft = z.infer<typeof ShareDraft>;

/** A shared connection, as one tenant may use it. */
export const Share = z.object({
  tenant: z.string(),
  tenantName: z.string(),
  settings: z.record(z.string(), Json),
  updatedAt: Instant,
});
export type Share = z.infer<typeof Share>;
