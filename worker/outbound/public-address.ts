// Which IP addresses are public.
import ipaddr from "ipaddr.js";

/** Global unicast, the only IPv6 block that is allocated (RFC 4291, section 2.4). */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");
/** IPv4 addresses behind a translator (RFC 6052). */
const translated = ipaddr.IPv6.parseCIDR("64:ff9b::/96");
/** Azure's own services answer at this public address, on every machine there. */
const azure = ipaddr.IPv4.parseCIDR("168.63.129.16/32");

/**
 * Whether an address can belong to someone else's machine: not loopback, private or reserved, nor a
 * tunnel to such an address. A tunnel to IPv4 is as public as its destination.
 * @param literal an address as the URL parser writes it, without brackets
 */
export function isPublicAddress(literal: string): boolean {
  const address = ipaddr.parse(literal);
  if (address instanceof ipaddr.IPv4) return isPublicV4(address);
  const bytes = address.toByteArray();
  if (address.match(translated)) return isPublicV4(new ipaddr.IPv4(bytes.slice(12)));
  if (address.range() === "6to4") return isPublicV4(new ipaddr.IPv4(bytes.slice(2, 6)));
  return address.range() === "unicast" && address.match(globalUnicast);
}

const isPublicV4 = (address: ipaddr.IPv4): boolean =>
  address.range() === "unicast" && !address.match(azure);
