// The operator's setup, which exists only while the SETUP_TOKEN secret is set.
import { factory, isLocal } from "../http/context.ts";
import { HttpProblem } from "../http/problem.ts";
import { serve } from "../http/serve.ts";
import { applySetup } from "../tenants/setup.ts";

export const setupRoutes = factory.createApp();

serve(setupRoutes, "setUp", async (c, { body }) => {
  // The password of the demo is known to everybody who has read this repository.
  if (!isLocal(c.env) && body.people.some(({ email }) => email.endsWith("@freshet.test")))
    throw new HttpProblem("not_valid");
  return applySetup(c.env, c.var.db, body);
});
