// How often a password may be tried: bounded for every account, and never so that somebody can keep
// another out.
import { callerAddress } from "../http/client-address.ts";
import type { AppContext } from "../http/context.ts";
import { giveBackAttempt, takeAttempt, type RateLimit } from "../db/rate-limit.ts";
import { knownDevice } from "./device.ts";
import { tooManyRequests } from "../http/rate-limit.ts";

const quarterHourMs = 15 * 60_000;

/**
 * Mistakes in a quarter of an hour. Many people may share one office's address. One address alone
 * cannot use up what an account grants to unknown devices: it is refused for that account long
 * before.
 */
const rules = {
  address: { max: 50, windowMs: quarterHourMs },
  accountFromAddress: { max: 10, windowMs: quarterHourMs },
  account: { max: 100, windowMs: quarterHourMs },
  device: { max: 10, windowMs: quarterHourMs },
} as const satisfies Record<string, RateLimit>;

/**
 * What a lane counts by. A list, for parts may hold anything: no account that somebody makes up is
 * another's lane.
 */
export const keyOf = (lane: keyof typeof rules, ...of: string[]): string =>
  `sign-in:${JSON.stringify([lane, ...of])}`;

type Lane = { key: string; rule: RateLimit };

/** The account of an e-mail address as it is counted: the same however it is typed. */
export const accountOf = (email: string): string => email.trim().toLowerCase();

/**
 * Takes a try before the password is looked at: guesses sent all at once are counted all the same.
 * A device that the account has signed in from before has a lane of its own, which nobody else can
 * fill. For all others the address is judged first, and whoever is refused has counted nothing.
 * @returns the keys to give back when the password is right
 * @throws `too_many_requests`
 */
export async function takeSignInAttempts(c: AppContext, email: string): Promise<string[]> {
  const account = accountOf(email);
  const device = await knownDevice(c, account);
  const address = callerAddress(c);
  const lanes: Lane[] =
    device === null
      ? [
          { key: keyOf("address", address), rule: rules.address },
          { key: keyOf("accountFromAddress", account, address), rule: rules.accountFromAddress },
          { key: keyOf("account", account), rule: rules.account },
        ]
      : [{ key: keyOf("device", account, device), rule: rules.device }];
  const taken: string[] = [];
  for (const { key, rule } of lanes) {
    const waitSeconds = await takeAttempt(c.var.db, key, rule, new Date());
    taken.push(key);
    if (waitSeconds === null) continue;
    await Promise.all(taken.map((one) => giveBackAttempt(c.var.db, one)));
    throw tooManyRequests(waitSeconds);
  }
  return taken;
}
