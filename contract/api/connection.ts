// Connections: the outside systems that data is read from or delivered to.
import { z } from "zod";
import { Json, Instant } from "../values/json.ts";
import { Name } from "../values/name.ts";

/** Which kind of system: one of the catalog's. The Worker knows which connectors are registered. */
const ConnectionKind = z.string().max(100);

/** The connector of the kind checks the settings; the secret goes in and never comes out. */
export const ConnectionDraft = z.strictObject({
  name: Name,
  kind: ConnectionKind,
  settings: z.record(z.string(), Json),
  secret: z.string().min(1).max(2_000).optional(),
});
export type ConnectionDraft = z.infer<typeof ConnectionDraft>;

/** Settings and a secret as somebody has typed them, tried in place of the stored ones. */
export const Typed = z.strictObject({
  settings: z.record(z.string(), Json).optional(),
  secret: z.string().min(1).max(2_000).optional(),
});
export type Typed = z.infer<typeof Typed>;

/** A template whose resources are listed, by the stored values or by typed ones. */
export const DiscoverOrder = Typed.extend({ template: z.string().max(100) });
export type DiscoverOrder = z.infer<typeof DiscoverOrder>;

/**
 * What a change does not name stays as it is. A setting that it names `null` is emptied; another
 * address drops the stored secret.
 */
export const ConnectionChange = z.strictObject({
  name: Name.optional(),
  settings: z.record(z.string(), Json).optional(),
  secret: z.string().min(1).max(2_000).optional(),
});
export type ConnectionChange = z.infer<typeof ConnectionChange>;

export const Connection = z.object({
  id: z.string(),
  name: z.string(),
  kind: ConnectionKind,
  settings: z.record(z.string(), Json),
  /** Host of the address, for people. */
  host: z.string(),
  secret: z.object({
    set: z.boolean(),
    updatedAt: Instant.nullable(),
    updatedBy: z.string().nullable(),
  }),
  lastCheck: z.object({ at: Instant, passed: z.boolean() }).nullable(),
  /** Names of the configurations that read or deliver through it, in the order of the language. */
  usedBy: z.array(z.string()),
  /** Kept by global admins: this tenant may use it, not change it. */
  shared: z.boolean(),
  updatedAt: Instant,
});
export type Connection = z.infer<typeof Connection>;
