// Who somebody is to a tenant, and what can be asked of the product.
import { z } from "zod";
import { Locale } from "../values/json.ts";

/**
 * The role of a member in one tenant. Being a global admin is a flag of the person, not a role.
 */
export const Role = z.enum(["viewer", "staff", "admin"]);
export type Role = z.infer<typeof Role>;

export const Action = z.enum([
  "data.read",
  "run.watch",
  "run.start",
  "run.cancel",
  "run.retry",
  "run.undo",
  "history.read",
  "connection.read",
  "connection.write",
  "configuration.read",
  "configuration.write",
  "member.read",
  "member.write",
  "file.read",
  "file.write",
  "fleet.read",
  "shared_connections.write",
]);
export type Action = z.infer<typeof Action>;

export const Person = z.object({ id: z.string(), name: z.string(), email: z.string() });
export type Person = z.infer<typeof Person>;

export const Member = z.object({ person: Person, role: Role });
export type Member = z.infer<typeof Member>;

/** Somebody who has an account already, by e-mail address. */
export const MemberDraft = z.strictObject({ email: z.email().max(320).toLowerCase(), role: Role });
export type MemberDraft = z.infer<typeof MemberDraft>;

export const MemberChange = z.strictObject({ role: Role });
export type MemberChange = z.infer<typeof MemberChange>;

export const TenantSummary = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  /** null: a global admin who is not a member. */
  role: Role.nullable(),
  /** What this person may do here; the page shows what is in this list and nothing else. */
  actions: z.array(Action),
  /**
   * Names of the administrators, for who works here and lacks a right: whom to ask. Empty for
   * viewers and for who is no member.
   */
  administrators: z.array(z.string()),
  /** The ready configurations of this tenant, in the order of the menu. */
  configurations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** What it reads from; null for those who may not see connections. */
      connection: z.string().nullable(),
      /**
       * What it is sent on to; null where it stays here, and for those who may not see connections.
       */
      destination: z.string().nullable(),
      /** The ready configuration of the catalog: names its resources and plots. */
      template: z.string(),
      resources: z.array(z.string()),
      /**
       * This person may start it: the role allows `run.start` and the configuration names the role.
       */
      mayStart: z.boolean(),
    }),
  ),
});
export type TenantSummary = z.infer<typeof TenantSummary>;

export const Me = z.object({
  person: Person,
  globalAdmin: z.boolean(),
  /** What this person may do above establishments. */
  actions: z.array(Action),
  locale: Locale,
  tenants: z.array(TenantSummary),
});
export type Me = z.infer<typeof Me>;

/** What people choose for themselves. */
export const MeChange = z.strictObject({ locale: Locale });
export type MeChange = z.infer<typeof MeChange>;
