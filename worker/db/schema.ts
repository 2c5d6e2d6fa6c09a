// The tables of D1: people and sessions, tenants and their settings, the ledger of runs, and the
// audit.
import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { Role } from "../../contract/api/access.ts";
import type { Limits, Schedule } from "../../contract/api/configuration.ts";
import type { FilePreview } from "../../contract/api/file.ts";
import type { Json, Locale, Text } from "../../contract/values/json.ts";
import type {
  Counts,
  Problem,
  RunStatus,
  StartedBy,
  Step,
  StepStatus,
} from "../../contract/api/run.ts";

const moment = (name: string) => integer(name, { mode: "timestamp_ms" });
const flag = (name: string) => integer(name, { mode: "boolean" });
const json = <T>(name: string) => text(name, { mode: "json" }).$type<T>();

// People and sessions. The first four tables have the shape that better-auth asks for.

export const user = sqliteTable("user", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: flag("email_verified").notNull().default(false),
  image: text("image"),
  globalAdmin: flag("global_admin").notNull().default(false),
  /** null: the browser's language. */
  locale: text("locale").$type<Locale>(),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
});

export const session = sqliteTable(
  "session",
  {
    id: text("id").primaryKey(),
    token: text("token").notNull().unique(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    expiresAt: moment("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("session_by_user").on(table.userId)],
);

export const account = sqliteTable(
  "account",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: moment("access_token_expires_at"),
    refreshTokenExpiresAt: moment("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("account_by_user").on(table.userId)],
);

export const verification = sqliteTable(
  "verification",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("verification_by_identifier").on(table.identifier)],
);

/** The tenants whose live views a session has opened: their objects are notified when it ends. */
export const viewing = sqliteTable(
  "viewing",
  {
    session: text("session").notNull(),
    person: text("person")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    tenant: text("tenant").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.session, table.tenant] }),
    index("viewing_by_person").on(table.person),
  ],
);

/** Attempts within a window of time. */
export const allowance = sqliteTable("allowance", {
  key: text("key").primaryKey(),
  taken: integer("taken").notNull(),
  windowEndsAt: moment("window_ends_at").notNull(),
});

// Tenants and their settings.

export const tenant = sqliteTable("tenant", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  timeZone: text("time_zone").notNull(),
  /** Fixed at creation: part of the identity of the tenant's object. */
  jurisdiction: text("jurisdiction").$type<"eu">(),
  settingsVersion: integer("settings_version").notNull().default(1),
  createdAt: moment("created_at").notNull(),
  /** A tombstone: late history rows of a deleted tenant are dropped. */
  deletedAt: moment("deleted_at"),
});

export const member = sqliteTable(
  "member",
  {
    tenant: text("tenant")
      .notNull()
      .references(() => tenant.id, { onDelete: "cascade" }),
    person: text("person")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    role: text("role").$type<Role>().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.person] }),
    index("member_by_person").on(table.person),
  ],
);

export const connection = sqliteTable(
  "connection",
  {
    id: text("id").primaryKey(),
    /** null: a shared one, kept by global admins for the tenants that `share` names. */
    tenant: text("tenant").references(() => tenant.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    kind: text("kind").notNull(),
    settings: json<{ [name: string]: Json }>("settings").notNull(),
    host: text("host").notNull(),
    /** Sealed; null when none is kept. */
    secret: text("secret"),
    secretUpdatedAt: moment("secret_updated_at"),
    secretUpdatedBy: text("secret_updated_by"),
    checkedAt: moment("checked_at"),
    checkPassed: flag("check_passed"),
    /** When the system was first seen to accept the secret with these settings; null: not yet. */
    provedAt: moment("proved_at"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("connection_by_tenant").on(table.tenant)],
);

export type ConnectionRow = typeof connection.$inferSelect;

/** A shared connection, as one tenant may use it. */
export const share = sqliteTable(
  "share",
  {
    connection: text("connection")
      .notNull()
      .references(() => connection.id, { onDelete: "cascade" }),
    tenant: text("tenant")
      .notNull()
      .references(() => tenant.id, { onDelete: "cascade" }),
    /** Fixed for this tenant: they override those of the connection. */
    settings: json<{ [name: string]: Json }>("settings").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connection, table.tenant] }),
    index("share_by_tenant").on(table.tenant),
  ],
);

export const configuration = sqliteTable(
  "configuration",
  {
    id: text("id").primaryKey(),
    tenant: text("tenant")
      .notNull()
      .references(() => tenant.id, { onDelete: "cascade" }),
    connection: text("connection")
      .notNull()
      .references(() => connection.id),
    /** The connection that published data is delivered to; null: none. */
    destination: text("destination").references(() => connection.id),
    name: text("name").notNull(),
    template: text("template").notNull(),
    resources: json<string[]>("resources").notNull(),
    mode: text("mode").$type<"manual" | "automatic">().notNull(),
    schedule: json<Schedule>("schedule"),
    limits: json<Limits>("limits").notNull(),
    startedBy: json<("viewer" | "staff")[]>("started_by").notNull(),
    options: json<{ [name: string]: Json }>("options").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("configuration_by_tenant").on(table.tenant)],
);

/** Files that people have uploaded to a connection; their bytes are in R2, under the same id. */
export const file = sqliteTable(
  "file",
  {
    /**
     * Rises with each upload and is never reused, so that readers of a connection's files in this
     * order miss none.
     */
    number: integer("number").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    tenant: text("tenant")
      .notNull()
      .references(() => tenant.id, { onDelete: "cascade" }),
    connection: text("connection")
      .notNull()
      .references(() => connection.id, { onDelete: "cascade" }),
    sha256: text("sha256").notNull(),
    name: text("name").notNull(),
    bytes: integer("bytes").notNull(),
    uploadedAt: moment("uploaded_at").notNull(),
    uploadedBy: text("uploaded_by").notNull(),
    preview: json<FilePreview>("preview"),
  },
  (table) => [
    uniqueIndex("file_by_content").on(table.tenant, table.connection, table.sha256),
    index("file_by_number").on(table.tenant, table.connection, table.number),
  ],
);

// The ledger: rows come from the tenants' objects and are replaced only by newer ones (`seq`).

export const run = sqliteTable(
  "run",
  {
    tenant: text("tenant").notNull(),
    id: text("id").notNull(),
    configuration: text("configuration").notNull(),
    configurationName: text("configuration_name").notNull(),
    status: text("status").$type<RunStatus>().notNull(),
    startedBy: json<StartedBy>("started_by").notNull(),
    startedAt: text("started_at").notNull(),
    endedAt: text("ended_at"),
    progressPercentage: real("progress_percentage").notNull(),
    counts: json<Counts>("counts").notNull(),
    rowsWritten: integer("rows_written").notNull(),
    published: flag("published").notNull(),
    undone: flag("undone").notNull(),
    retryOf: text("retry_of"),
    problems: json<Problem[]>("problems").notNull(),
    seq: integer("seq").notNull(),
    /** When this row was last written: the sweep finds silent runs by it. */
    heardAt: moment("heard_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id] }),
    index("run_by_start").on(table.startedAt, table.id),
    index("run_active")
      .on(table.heardAt)
      .where(sql`ended_at IS NULL`),
  ],
);

export const step = sqliteTable(
  "step",
  {
    tenant: text("tenant").notNull(),
    run: text("run").notNull(),
    resource: text("resource").notNull(),
    position: integer("position").notNull(),
    label: json<Text>("label").notNull(),
    status: text("status").$type<StepStatus>().notNull(),
    progressPercentage: real("progress_percentage").notNull(),
    counts: json<Counts>("counts").notNull(),
    verified: integer("verified"),
    /**
     * What was found; null: nothing was looked for. Rows of runs from before findings were
     * declared hold plain numbers.
     */
    findings: json<Step["findings"]>("tidied"),
    /** The outcome at the destination; null: it was delivered nowhere. */
    delivery: json<Step["delivery"]>("delivery"),
    startedAt: text("started_at"),
    endedAt: text("ended_at"),
    problem: json<Problem>("problem"),
    seq: integer("seq").notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.run, table.resource] })],
);

/** Who did what to which target. Triggers of the migrations refuse to change or delete a row. */
export const audit = sqliteTable(
  "audit",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    at: moment("at").notNull(),
    /** null: above tenants. */
    tenant: text("tenant"),
    person: text("person").notNull(),
    personName: text("person_name").notNull(),
    action: text("deed").notNull(),
    target: text("thing").notNull(),
    facts: json<Record<string, string>>("facts").notNull(),
  },
  (table) => [index("audit_by_tenant").on(table.tenant, table.id)],
);
