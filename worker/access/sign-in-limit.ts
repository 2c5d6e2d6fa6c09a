// Limits on sign-in attempts: bounded for every account, and such that nobody can lock another
// person out.
import { callerAddress } from "../http/client-address.ts";
import type { AppContext } from "../http/context.ts";
import { giveBackAttempt, takeAttempt, type RateLimit } from "../db/rate-limit.ts";
import { knownDevice } from "./device.ts";
import { tooManyRequests } from "../http/rate-limit.ts";

const quarterHourMs = 15 * 60_000;

/**
 * Failed attempts per quarter of an hour. Many people may share the address of an office. One
 * address alone cannot use up the attempts of an account from unknown devices: its own limit for
 * that account is far lower.
 */
const rules = {
  address: { max: 50, windowMs: quarterHourMs },
  accountFromAddress: { max: 10, windowMs: quarterHourMs },
  account: { max: 100, windowMs: quarterHourMs },
  device: { max: 10, windowMs: quarterHourMs },
} as const satisfies Record<string, RateLimit>;

/**
 * The key that a counter counts under. JSON keeps the parts separate, whatever they hold: no
 * made-up account shares the counter of another.
 */
export const keyOf = (counter: keyof typeof rules, ...of: string[]): string =>
  `sign-in:${JSON.stringify([counter, ...of])}`;

type Counter = { key: string; rule: RateLimit };

/** The account of an e-mail address, the same however the address is typed. */
export const accountOf = (email: string): string => email.trim().toLowerCase();

/**
 * Takes an attempt before the password is checked, so that guesses sent all at once are counted. A
 * device that the account has signed in from before has its own counter, which nobody else can
 * fill. For all others the address is checked first, and a refused attempt counts nowhere.
 * @returns the keys to give back when the password is right
 * @throws `too_many_requests`
 */
export async function takeSignInAttempts(c: AppContext, email: string): Promise<string[]> {
  const account = accountOf(email);
  const device = await knownDevice(c, account);
  const address = callerAddress(c);
  const counters: Counter[] =
    device === null
      ? [
          { key: keyOf("address", address), rule: rules.address },
          { key: keyOf("accountFromAddress", account, address), rule: rules.accountFromAddress },
          { key: keyOf("account", account), rule: rules.account },
        ]
      : [{ key: keyOf("device", account, device), rule: rules.device }];
  const taken: string[] = [];
  for (const { key, rule } of counters) {
    const waitSeconds = await takeAttempt(c.var.db, key, rule, new Date());
    taken.push(key);
    if (waitSeconds === null) continue;
    await Promise.all(taken.map((one) => giveBackAttempt(c.var.db, one)));
    throw tooManyRequests(waitSeconds);
  }
  return taken;
}
