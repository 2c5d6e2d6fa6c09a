// The signed-in person: who it is, where it belongs, which language it reads.
import { eq } from "drizzle-orm";
import { z } from "zod";
import { Me, TenantSummary } from "../../contract/api/access.ts";
import { Catalog } from "../../contract/api/catalog.ts";
import { Locale } from "../../contract/values/json.ts";
import { catalog } from "../../connectors/index.ts";
import { actionsAbove } from "../access/permissions.ts";
import { factory, type AppContext } from "../http/context.ts";
import { user } from "../db/schema.ts";
import { listTenants } from "../db/tenants.ts";
import { body, declareRoute } from "../http/declare-route.ts";
import { requireSession } from "../access/session.ts";

const MeChange = z.strictObject({ locale: Locale });

export const meRoutes = factory.createApp();

meRoutes.get(
  "/me",
  declareRoute({
    summary: "Who is signed in, and what they may do",
    tag: "Session",
    answers: { 200: Me },
  }),
  requireSession,
  async (c) => c.json(await me(c)),
);

meRoutes.patch(
  "/me",
  declareRoute({ summary: "Choose the language", tag: "Session", answers: { 200: Me } }),
  requireSession,
  body(MeChange),
  async (c) => {
    const { locale } = c.req.valid("json");
    await c.var.db
      .update(user)
      .set({ locale, updatedAt: new Date() })
      .where(eq(user.id, c.var.principal.person.id));
    c.set("locale", locale);
    return c.json(await me(c));
  },
);

meRoutes.get(
  "/tenants",
  declareRoute({
    summary: "The establishments of the signed-in person",
    tag: "Session",
    answers: { 200: z.array(TenantSummary) },
  }),
  requireSession,
  async (c) => c.json(await listTenants(c.var.db, c.var.principal, c.var.locale)),
);

meRoutes.get(
  "/catalog",
  declareRoute({
    summary: "What can be connected and refreshed",
    tag: "Settings",
    answers: { 200: Catalog },
  }),
  requireSession,
  (c) => c.json(catalog),
);

const me = async (c: AppContext): Promise<Me> => ({
  person: c.var.principal.person,
  globalAdmin: c.var.principal.globalAdmin,
  actions: actionsAbove(c.var.principal.globalAdmin),
  locale: c.var.locale,
  tenants: await listTenants(c.var.db, c.var.principal, c.var.locale),
});
