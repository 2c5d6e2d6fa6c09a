// Tenants as people see them.
import { and, asc, eq, inArray, isNotNull, isNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { TenantSummary } from "../../contract/api/access.ts";
import type { Locale } from "../../contract/values/json.ts";
import { byName } from "../../contract/values/order.ts";
import { allowedActions, may } from "../access/permissions.ts";
import type { PersonPrincipal } from "../access/principal.ts";
import type { Database } from "./database.ts";
import { configuration, connection, member, tenant, user } from "./schema.ts";

/** The tenants a person may see, by name: those of the memberships, all for a global admin. */
export async function listTenants(
  db: Database,
  caller: PersonPrincipal,
  language: Locale,
): Promise<TenantSummary[]> {
  const rows = await db
    .select({ id: tenant.id, name: tenant.name, timeZone: tenant.timeZone, role: member.role })
    .from(tenant)
    .leftJoin(member, and(eq(member.tenant, tenant.id), eq(member.person, caller.person.id)))
    .where(and(isNull(tenant.deletedAt), mine(caller)))
    .orderBy(asc(tenant.id));
  const [known, administrators] = await Promise.all([
    menu(db, caller),
    listAdministrators(db, caller, language),
  ]);
  return byName(rows, ({ name }) => name, language).map((row) => {
    const membership = { tenant: { id: row.id }, role: row.role };
    const configurations = known.filter((one) => one.tenant === row.id);
    const maySee = may(caller, membership, "connection.read");
    return {
      ...row,
      actions: allowedActions(caller, membership, configurations),
      administrators: administrators.filter((one) => one.tenant === row.id).map(({ name }) => name),
      configurations: configurations.map(
        ({ tenant: _, startedBy, connection: source, destination, ...one }) => ({
          ...one,
          connection: maySee ? source : null,
          destination: maySee ? destination : null,
          mayStart: may(caller, membership, "run.start", { id: one.id, startedBy }),
        }),
      ),
    };
  });
}

const menu = (db: Database, caller: PersonPrincipal) =>
  db
    .select({
      tenant: configuration.tenant,
      id: configuration.id,
      name: configuration.name,
      connection: configuration.connection,
      destination: configuration.destination,
      template: configuration.template,
      resources: configuration.resources,
      startedBy: configuration.startedBy,
    })
    .from(configuration)
    .innerJoin(connection, eq(connection.id, configuration.connection))
    .leftJoin(
      member,
      and(eq(member.tenant, configuration.tenant), eq(member.person, caller.person.id)),
    )
    .where(mine(caller))
    .orderBy(asc(configuration.createdAt), asc(configuration.id));

/** Administrators of the tenants in which a person is staff or administrator. */
async function listAdministrators(
  db: Database,
  caller: PersonPrincipal,
  language: Locale,
): Promise<{ tenant: string; name: string }[]> {
  const own = alias(member, "own");
  const rows = await db
    .select({ tenant: member.tenant, name: user.name })
    .from(member)
    .innerJoin(user, eq(user.id, member.person))
    .innerJoin(
      own,
      and(
        eq(own.tenant, member.tenant),
        eq(own.person, caller.person.id),
        inArray(own.role, ["staff", "admin"]),
      ),
    )
    .where(eq(member.role, "admin"))
    .orderBy(asc(user.id));
  return byName(rows, ({ name }) => name, language);
}

/** One tenant, as its object is addressed and scheduled; null when there is none, or no more. */
export async function findTenant(db: Database, id: string) {
  const [row] = await db
    .select({
      id: tenant.id,
      name: tenant.name,
      timeZone: tenant.timeZone,
      jurisdiction: tenant.jurisdiction,
    })
    .from(tenant)
    .where(and(eq(tenant.id, id), isNull(tenant.deletedAt)));
  return row ?? null;
}

/** Ids and names of the establishments of a person, and of those with the ids of `besides`. */
export async function namesAround(
  db: Database,
  person: string | null,
  besides: readonly string[] = [],
): Promise<string[]> {
  const own =
    person === null
      ? undefined
      : inArray(
          tenant.id,
          db.select({ id: member.tenant }).from(member).where(eq(member.person, person)),
        );
  const rows = await db
    .select({ id: tenant.id, name: tenant.name })
    .from(tenant)
    .where(or(own, inArray(tenant.id, [...besides])));
  return rows.flatMap(({ id, name }) => [id, name]);
}

const mine = (caller: PersonPrincipal) => (caller.globalAdmin ? undefined : isNotNull(member.role));
