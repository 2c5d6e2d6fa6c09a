// What the operator sets up: establishments, people and who belongs where.
import { z } from "zod";
import { Locale } from "../values/json.ts";
import { Name } from "../values/name.ts";
import { Role } from "./access.ts";
import { passwordLength } from "./session.ts";

const isTimeZone = (zone: string) =>
  Intl.supportedValuesOf("timeZone").includes(zone) || zone === "UTC";

const TenantOrder = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{2,60}$/),
  name: Name,
  timeZone: z.string().refine(isTimeZone),
  /** Fixed once the establishment exists. */
  jurisdiction: z.literal("eu").nullable().default(null),
});

const PersonOrder = z.strictObject({
  email: z.email().toLowerCase(),
  name: Name,
  /**
   * Without one a new person cannot sign in yet; given again, it replaces the old one and ends the
   * person's sessions.
   */
  password: z.string().min(passwordLength.min).max(passwordLength.max).optional(),
  locale: Locale.nullable().optional(),
  globalAdmin: z.boolean().optional(),
  /** Role in each establishment named; null takes it away. */
  roles: z
    .record(z.string(), Role.nullable())
    .refine((roles) => Object.keys(roles).length <= 90)
    .default({}),
});

export const SetupOrder = z.strictObject({
  tenants: z.array(TenantOrder).max(100).default([]),
  people: z.array(PersonOrder).max(100).default([]),
});
export type SetupOrder = z.infer<typeof SetupOrder>;

export const SetupDone = z.object({
  tenantsCreated: z.array(z.string()),
  peopleCreated: z.array(z.string()),
});
export type SetupDone = z.infer<typeof SetupDone>;
