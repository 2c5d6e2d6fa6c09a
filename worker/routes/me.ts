// The signed-in person: who it is, where it belongs, which language it reads.
import { eq } from "drizzle-orm";
import type { Me } from "../../contract/api/access.ts";
import { catalog } from "../../connectors/index.ts";
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
    .where(eq(user.id, c.var.principal.person.id));
  c.set("locale", locale);
  return me(c);
});

serve(meRoutes, "listTenants", (c) => listTenants(c.var.db, c.var.principal, c.var.locale));

serve(meRoutes, "getCatalog", () => catalog);

const me = async (c: AppContext): Promise<Me> => ({
  person: c.var.principal.person,
  globalAdmin: c.var.principal.globalAdmin,
  actions: actionsAbove(c.var.principal.globalAdmin),
  locale: c.var.locale,
  tenants: await listTenants(c.var.db, c.var.principal, c.var.locale),
});
