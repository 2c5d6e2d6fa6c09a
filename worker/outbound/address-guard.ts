// The address guard: connections may use public encrypted addresses, and those the operator allows
// by name and port.
import { isPublicAddress } from "./public-address.ts";

export type AddressVerdict =
  { allowed: true; url: URL } | { allowed: false; reason: AddressReason };
type AddressReason =
  "not_an_address" | "not_https" | "user_info" | "private_name" | "private_address" | "port";

/**
 * Names of private networks, of cloud metadata services, and public names that resolve to the
 * machine itself.
 */
const privateSuffixes = [
  "localhost",
  "local",
  "localdomain",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "home.arpa",
  "onion",
  "invalid",
  "alt",
  "nip.io",
  "sslip.io",
  "xip.io",
  "localtest.me",
  "lvh.me",
  "vcap.me",
  "lacolhost.com",
  "localho.st",
  "local.gd",
  "fuf.me",
  "traefik.me",
  "backname.io",
  "rbndr.us",
  "1u.ms",
  "default",
  "svc",
  "cluster",
  "consul",
  "docker",
  "test",
  "metadata.packet.net",
  "metadata.platformequinix.com",
  "metadata.tencentyun.com",
];

/**
 * Judges an address as a person typed it. `operatorAllows` is a list such as
 * "127.0.0.1:*,localhost:8069". The URL parser has already normalised every spelling of an IP
 * address. Names that resolve to private addresses are stopped by the platform when it connects.
 */
export function judgeAddress(text: string, operatorAllows: string): AddressVerdict {
  if (!URL.canParse(text)) return { allowed: false, reason: "not_an_address" };
  const url = webUrl(new URL(text));
  if (url === null) return { allowed: false, reason: "not_https" };
  if (url.username !== "" || url.password !== "") return { allowed: false, reason: "user_info" };
  if (isAllowedByOperator(url, operatorAllows)) return { allowed: true, url };
  const reason = isAddressLiteral(hostOf(url))
    ? privateLiteral(hostOf(url))
    : privateName(hostOf(url));
  if (reason !== null) return { allowed: false, reason };
  if (url.protocol !== "https:") return { allowed: false, reason: "not_https" };
  return isWebPort(url) ? { allowed: true, url } : { allowed: false, reason: "port" };
}

/**
 * Database schemes and the web schemes that match them in encryption, so that the same rules apply.
 */
const databaseSchemes: Record<string, string> = {
  "postgres:": "https:",
  "postgres+plain:": "http:",
};

/**
 * The same address with a web scheme, because only for these does the URL parser normalise the
 * host. Null for any other scheme.
 */
function webUrl(url: URL): URL | null {
  if (url.protocol === "https:" || url.protocol === "http:") return url;
  const scheme = databaseSchemes[url.protocol];
  const [user, password] = [url.username, url.password];
  const text = `${scheme}//${user || password ? `${user}:${password}@` : ""}${url.host}`;
  return scheme !== undefined && URL.canParse(text) ? new URL(text) : null;
}

// Ports below 1024, except 443, belong to other services such as mail, file sharing and name
// servers.
const isWebPort = (url: URL): boolean => url.port === "" || Number(url.port) >= 1024;

/** The host in lower case, without the trailing dots of the DNS root. */
const hostOf = (url: URL): string => url.hostname.toLowerCase().replace(/\.+$/, "");

function isAllowedByOperator(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list.split(",").some((entry) => {
    const [, name, allowedPort] = /^(.+):(\*|\d+)$/.exec(entry.trim().toLowerCase()) ?? [];
    return name === hostOf(url) && (allowedPort === "*" || allowedPort === port);
  });
}

const isAddressLiteral = (host: string): boolean =>
  host.startsWith("[") || /^\d+(\.\d+){3}$/.test(host);

function privateName(host: string): AddressReason | null {
  // A name without a dot is a machine in a private network.
  if (!host.includes(".") || !/[a-z]/.test(host)) return "private_name";
  return privateSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))
    ? "private_name"
    : null;
}

const privateLiteral = (host: string): AddressReason | null =>
  isPublicAddress(host.replace(/^\[|\]$/g, "")) ? null : "private_address";
