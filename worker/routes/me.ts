// The signed-in person: identity, tenants and language.
import { eq } from "drizzle-orm";
import type { Me } from "../../contract/api/access.ts";
import { catalog } from "../../connectors/index.ts";
import { requirePerson } from "../access/principal.ts";
import { actionsAbove } from "../access/permissions.ts";
import { factory, type AppContext } from "../http/context.ts";
import { user } from "../db/schema.ts";
import { listTenants } from "../db/tenants.ts";
import { serve } from "../http/serve.ts";

export const meRoutes = factory.createApp();

serve(meRoutes, "getMe", (c) => me(c));

serve(meRoutes, "changeMe", async (c, { body: { locale } }) => {
  await c.var.db
    .update(user)
    .set({ locale, updatedAt: new Date() })
    .where(eq(user.id, requirePerson(c.var.principal).person.id));
  c.set("locale", locale);
  return me(c);
});

serve(meRoutes, "listTenants", (c) =>
  listTenants(c.var.db, requirePerson(c.var.principal), c.var.locale),
);

serve(meRoutes, "getCatalog", () => catalog);

async function me(c: AppContext): Promise<Me> {
  const principal = requirePerson(c.var.principal);
  return {
    person: principal.person,
    globalAdmin: principal.globalAdmin,
    actions: actionsAbove(principal),
    locale: c.var.locale,
    tenants: await listTenants(c.var.db, principal, c.var.locale),
  };
}
