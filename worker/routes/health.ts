// Whether the service answers, for monitors and for the start script.
import { sql } from "drizzle-orm";
import { factory } from "../http/context.ts";
import { serve } from "../http/serve.ts";

export const healthRoutes = factory.createApp();

serve(healthRoutes, "getHealth", async (c) => {
  await c.var.db.run(sql`SELECT 1`);
  return { status: "ok" as const };
});
