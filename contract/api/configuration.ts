// Configurations: what is refreshed, when, and within which limits.
import { z } from "zod";
import { Json, Instant } from "../values/json.ts";
import { Name } from "../values/name.ts";

/**
 * When an automatic configuration runs: each `everyMinutes`, inside the hours of the tenant's own
 * time zone.
 */
export const Schedule = z.strictObject({
  everyMinutes: z
    .int()
    .min(5)
    .max(7 * 24 * 60),
  /** Hours of the day, from <= hour < to; from > to passes midnight. */
  fromHour: z.int().min(0).max(23).default(0),
  toHour: z.int().min(1).max(24).default(24),
});
export type Schedule = z.infer<typeof Schedule>;

export const Limits = z.strictObject({
  /** Lanes that read at the same time. */
  lanes: z.int().min(1).max(8).default(4),
  /** Most records that one request asks the source for; null: as many as its connector chooses. */
  pageSize: z.int().min(10).max(1_000).nullable().default(null),
  /** A person is asked when more records vanish than this share and this number, both of them. */
  removalShare: z.number().min(0).max(1).default(0.2),
  removalCount: z.int().min(0).default(50),
  /** Days between two complete reads of an incremental resource. */
  completeEveryDays: z.int().min(1).max(365).default(7),
});
export type Limits = z.infer<typeof Limits>;

/** The parts of a configuration that may be changed later, without the defaults of a new one. */
const parts = {
  name: Name,
  resources: z.array(z.string()).min(1),
  /** The connection that published data is delivered to; null: it is delivered nowhere. */
  destination: z.string().nullable(),
  mode: z.enum(["manual", "automatic"]),
  schedule: Schedule.nullable(),
  limits: Limits,
  /** Roles that may start it; admins always may. */
  startedBy: z.array(z.enum(["viewer", "staff"])),
  /** Settings of the template, checked by it. */
  options: z.record(z.string(), Json),
};

export const ConfigurationDraft = z.strictObject({
  name: parts.name,
  connection: z.string(),
  /** A ready configuration of the connection's kind: `treasury`, `odoo_modules`. */
  template: z.string(),
  resources: parts.resources,
  destination: parts.destination.default(null),
  mode: parts.mode.default("manual"),
  schedule: parts.schedule.default(null),
  limits: parts.limits.prefault({}),
  startedBy: parts.startedBy.default(["staff"]),
  options: parts.options.default({}),
});
export type ConfigurationDraft = z.infer<typeof ConfigurationDraft>;

/** What a change does not name stays as it is. */
export const ConfigurationChange = z.strictObject(parts).partial();
export type ConfigurationChange = z.infer<typeof ConfigurationChange>;

export const Configuration = ConfigurationDraft.extend({
  id: z.string(),
  connectionName: z.string(),
  nextDueAt: Instant.nullable(),
  updatedAt: Instant,
});
export type Configuration = z.infer<typeof Configuration>;
