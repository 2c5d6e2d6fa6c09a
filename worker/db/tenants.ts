// Tenants as people see them.
import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { TenantSummary } from "../../contract/access.ts";
import { allowedActions, may } from "../access.ts";
import type { Caller } from "../context.ts";
import type { Database } from "./database.ts";
import { configuration, connection, member, tenant } from "./schema.ts";

/** The tenants a person may see: those of the memberships, all for a global admin. */
export async function listTenants(db: Database, caller: Caller): Promise<TenantSummary[]> {
  const rows = await db
    .select({ id: tenant.id, name: tenant.name, timeZone: tenant.timeZone, role: member.role })
    .from(tenant)
    .leftJoin(member, and(eq(member.tenant, tenant.id), eq(member.person, caller.person.id)))
    .where(and(isNull(tenant.deletedAt), mine(caller)))
    .orderBy(asc(tenant.name));
  const known = await menu(db, caller);
  return rows.map((row) => {
    const standing = { role: row.role, globalAdmin: caller.globalAdmin };
    const configurations = known.filter((one) => one.tenant === row.id);
    const maySee = may(standing, "connection.read");
    return {
      ...row,
      actions: allowedActions(standing, configurations),
      configurations: configurations.map(({ tenant: _, startedBy, connection: source, ...one }) => ({
        ...one,
        connection: maySee ? source : null,
        mayStart: may(standing, "run.start", { startedBy }),
      })),
    };
  });
}

const menu = (db: Database, caller: Caller) =>
  db
    .select({
      tenant: configuration.tenant,
      id: configuration.id,
      name: configuration.name,
      connection: configuration.connection,
      kind: connection.kind,
      template: configuration.template,
      resources: configuration.resources,
      startedBy: configuration.startedBy,
    })
    .from(configuration)
    .innerJoin(connection, eq(connection.id, configuration.connection))
    .leftJoin(member, and(eq(member.tenant, configuration.tenant), eq(member.person, caller.person.id)))
    .where(mine(caller))
    .orderBy(asc(configuration.createdAt), asc(configuration.id));

const mine = (caller: Caller) => (caller.globalAdmin ? undefined : isNotNull(member.role));
