// The operator, who sends the SETUP_TOKEN of the deployment.
import { callerAddress } from "../http/client-address.ts";
import { callOf, factory, isLocal } from "../http/context.ts";
import { HttpProblem } from "../http/problem.ts";
import { countAttempt } from "../http/rate-limit.ts";

const shortestToken = 32;
const perAddress = { max: 30, windowMs: 15 * 60_000 };

/** Passes on only the operator; to everybody else this route does not exist. */
export const operatorOnly = factory.createMiddleware(async (c, next) => {
  const wanted = await wantedDigest(c.env);
  if (wanted === null) throw new HttpProblem("not_found");
  await countAttempt(callOf(c), `setup:${callerAddress(c)}`, perAddress);
  const given = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
  // Compared by digest, so that the time does not reveal where two texts differ.
  if (!crypto.subtle.timingSafeEqual(await digest(given), wanted))
    throw new HttpProblem("not_found");
  return next();
});

/** SHA-256 of the operator's token; null where there is none, or none that is long enough. */
async function wantedDigest(env: Env): Promise<ArrayBuffer | null> {
  const token = env.SETUP_TOKEN ?? "";
  if (token.length >= shortestToken) return digest(token);
  const proof = isLocal(env) ? (env.SETUP_TOKEN_SHA256 ?? "") : "";
  return /^[0-9a-f]{64}$/.test(proof) ? Uint8Array.fromHex(proof).buffer : null;
}

const digest = (text: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
