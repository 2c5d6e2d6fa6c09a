// The network address of a caller, as far as it distinguishes callers.
import type { AppContext } from "./context.ts";

/** The address that the platform vouches for, as a key to count by; `unknown` if there is none. */
export const callerAddress = (c: AppContext): string =>
  networkOf(c.req.header("cf-connecting-ip") ?? "unknown");

/**
 * IPv4 as it is; of IPv6 the first 64 bits (RFC 4291, 2.5.4: the rest is an interface's own to
 * choose, so one caller has them all); IPv4 inside IPv6 as IPv4.
 */
export function networkOf(address: string): string {
  const text = address.trim().toLowerCase().split("%")[0] ?? "";
  const inside = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (inside !== undefined) return inside;
  if (!text.includes(":")) return text;
  const [head = "", tail] = text.split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(gap).fill("0"), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
