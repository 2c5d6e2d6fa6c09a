// Signing in and out. Only the operator creates accounts.
import { APIError } from "better-auth/api";
import { and, eq, ne } from "drizzle-orm";
import { callOf, factory, type AppContext } from "../http/context.ts";
import { auditRow } from "../db/audit.ts";
import { giveBackAttempt } from "../db/rate-limit.ts";
import { session } from "../db/schema.ts";
import { namesAround } from "../db/tenants.ts";
import { serve } from "../http/serve.ts";
import { rememberDevice } from "../access/device.ts";
import { HttpProblem } from "../http/problem.ts";
import { countAttempt } from "../http/rate-limit.ts";
import { requirePerson } from "../access/principal.ts";
import { accountOf, takeSignInAttempts } from "../access/sign-in-limit.ts";
import { isWeak } from "../access/weak-password.ts";
import { closePersonViews, closeSessionViews } from "../access/live-views.ts";

const quarterHourMs = 15 * 60_000;
const perAccount = { max: 10, windowMs: quarterHourMs };

export const authRoutes = factory.createApp();

serve(authRoutes, "signIn", async (c, { body: order }) => {
  const keys = await takeSignInAttempts(c, order.email);
  const { response, headers } = await c.var.auth.api
    .signInEmail({ body: order, headers: c.req.raw.headers, returnHeaders: true })
    .catch(refuse(c, "sign_in_wrong"));
  await Promise.all(keys.map((key) => giveBackAttempt(c.var.db, key)));
  for (const cookie of headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
  await rememberDevice(c, accountOf(order.email));
  const { id, name, email } = response.user;
  await auditRow(
    c.var.db,
    { tenant: null, actor: { id, name }, action: "signed_in", target: id },
    new Date(),
  );
  return { person: { id, name, email } };
});

serve(authRoutes, "signOut", async (c) => {
  const { person, session: ended } = requirePerson(c.var.principal);
  const { headers } = await c.var.auth.api.signOut({
    headers: c.req.raw.headers,
    returnHeaders: true,
  });
  await closeSessionViews(c.env, c.var.db, ended.id);
  await auditRow(
    c.var.db,
    { tenant: null, actor: person, action: "signed_out", target: person.id },
    new Date(),
  );
  for (const cookie of headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
});

serve(authRoutes, "changePassword", async (c, { body: change }) => {
  const { person, session: kept } = requirePerson(c.var.principal);
  await countAttempt(callOf(c), `password:${person.id}`, perAccount);
  const own = [person.name, person.email, ...(await namesAround(c.var.db, person.id))];
  if (isWeak(change.newPassword, own)) throw new HttpProblem("password_weak");
  await c.var.auth.api
    .changePassword({ body: change, headers: c.req.raw.headers })
    .catch(refuse(c, "password_wrong"));
  await c.var.db.delete(session).where(and(eq(session.userId, person.id), ne(session.id, kept.id)));
  await closePersonViews(c.env, c.var.db, person.id);
  await auditRow(
    c.var.db,
    { tenant: null, actor: person, action: "password_changed", target: person.id },
    new Date(),
  );
});

/**
 * better-auth treats a session that it could not look up as missing, so its refusals do not count
 * while D1 is away.
 */
const refuse =
  (c: AppContext, code: "sign_in_wrong" | "password_wrong") =>
  (error: unknown): never => {
    if (c.var.watch.away !== null) throw c.var.watch.away;
    if (error instanceof APIError && error.statusCode < 500) throw new HttpProblem(code);
    throw error;
  };
