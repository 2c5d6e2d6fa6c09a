// The operator's door: exists only while the SETUP_TOKEN secret is set, and opens only to it.
import { callerAddress } from "../http/client-address.ts";
import { factory, isLocal } from "../http/context.ts";
import { takeAttempt } from "../db/rate-limit.ts";
import { body, declareRoute } from "../http/declare-route.ts";
import { HttpProblem } from "../http/problem.ts";
import { refusing } from "../http/refusals.ts";
import { applySetup, SetupDone, SetupOrder } from "../tenants/setup.ts";

const shortestToken = 32;
const perAddress = { max: 30, windowMs: 15 * 60_000 };

export const setupRoutes = factory.createApp();

/** Lets only the operator pass; for everybody else this address does not exist. */
const operatorOnly = refusing(
  factory.createMiddleware(async (c, next) => {
    const wanted = await wantedDigest(c.env);
    if (wanted === null) throw new HttpProblem("not_found");
    const waitSeconds = await takeAttempt(
      c.var.db,
      `setup:${callerAddress(c)}`,
      perAddress,
      new Date(),
    );
    if (waitSeconds !== null)
      throw new HttpProblem("too_many_requests", {
        headers: { "retry-after": String(waitSeconds) },
      });
    const given = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    // Compared by digest: the time it takes says nothing about where two texts differ.
    if (!crypto.subtle.timingSafeEqual(await digest(given), wanted))
      throw new HttpProblem("not_found");
    return next();
  }),
  { codes: ["not_found", "too_many_requests"], security: "operator" },
);

setupRoutes.post(
  "/setup",
  declareRoute({
    summary: "Set up establishments, people and roles",
    description:
      "For the operator, with `Authorization: Bearer <SETUP_TOKEN>`; see `npm run setup`. The address does not exist while that secret is unset.",
    tag: "Service",
    answers: { 200: SetupDone },
    refuses: ["not_valid", "password_weak"],
  }),
  operatorOnly,
  body(SetupOrder),
  async (c) => {
    const order = c.req.valid("json");
    // The password of the demo is known to everybody who has read this repository.
    if (!isLocal(c.env) && order.people.some((person) => person.email.endsWith("@freshet.test")))
      throw new HttpProblem("not_valid");
    return c.json(await applySetup(c.env, c.var.db, order));
  },
);

/** SHA-256 of the operator's token; null where there is none, or none that is long enough. */
async function wantedDigest(env: Env): Promise<ArrayBuffer | null> {
  const token = env.SETUP_TOKEN ?? "";
  if (token.length >= shortestToken) return digest(token);
  const proof = isLocal(env) ? (env.SETUP_TOKEN_SHA256 ?? "") : "";
  return /^[0-9a-f]{64}$/.test(proof) ? Uint8Array.fromHex(proof).buffer : null;
}

const digest = (text: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
