// Which IP addresses belong to the public network.
import ipaddr from "ipaddr.js";

/** Global unicast: the only block of IPv6 that is given out (RFC 4291, section 2.4). */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");
/** IPv4 behind a translator (RFC 6052). */
const translated = ipaddr.IPv6.parseCIDR("64:ff9b::/96");
/** Azure's own services answer here, at a public address, to every machine of theirs. */
const azure = ipaddr.IPv4.parseCIDR("168.63.129.16/32");

/**
 * Whether an address may be somebody else's machine: not loopback, private, reserved or a tunnel
 * to such. A tunnel to IPv4 is as public as what it leads to.
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
