// Whether the house stands: for monitors and for the start script.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { factory } from "../http/context.ts";
import { declareRoute } from "../http/declare-route.ts";

const Health = z.object({ status: z.literal("ok") });

export const healthRoutes = factory.createApp();

healthRoutes.get(
  "/health",
  declareRoute({
    summary: "Whether the service answers, its database included",
    tag: "Service",
    answers: { 200: Health },
  }),
  async (c) => {
    await c.var.db.run(sql`SELECT 1`);
    return c.json({ status: "ok" as const });
  },
);
