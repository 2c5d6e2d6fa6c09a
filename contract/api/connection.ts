// Connections: the outside systems that data comes from or goes to.
import { z } from "zod";
import { Json, Instant } from "../values/json.ts";
import { Name } from "../values/name.ts";

export const ConnectionKind = z.enum(["odoo", "knack", "dhis2", "invoices", "postgres"]);
export type ConnectionKind = z.infer<typeof ConnectionKind>;

/** Settings of a kind are checked by its connector; the secret goes in and never comes out. */
export const ConnectionDraft = z.strictObject({
  name: Name,
  kind: ConnectionKind,
  settings: z.record(z.string(), Json),
  secret: z.string().min(1).max(2_000).optional(),
});
export type ConnectionDraft = z.infer<typeof ConnectionDraft>;

/**
 * What is tried in place of what is kept: settings and secret as somebody has typed them, before
 * they are saved.
 */
export const Typed = z.strictObject({
  settings: z.record(z.string(), Json).optional(),
  secret: z.string().min(1).max(2_000).optional(),
});
export type Typed = z.infer<typeof Typed>;

/** What a ready configuration could read, by what is kept or by what was typed. */
export const DiscoverOrder = Typed.extend({ template: z.string().max(100) });
export type DiscoverOrder = z.infer<typeof DiscoverOrder>;

/**
 * A change keeps what it does not name, and empties a setting that it names null; a changed address
 * drops the kept secret.
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
  /** Names of the configurations that read or deliver through it. */
  usedBy: z.array(z.string()),
  /** Of the house: to be used, not changed. */
  shared: z.boolean(),
  updatedAt: Instant,
});
export type Connection = z.infer<typeof Connection>;
