// Which addresses a connection may name: public encrypted ones, and those the operator allows by
// name and port.

export type AddressVerdict =
  { allowed: true; url: URL } | { allowed: false; reason: AddressReason };
type AddressReason =
  "not_an_address" | "not_https" | "user_info" | "private_name" | "private_address" | "port";

/**
 * Names of one's own network, of cloud metadata, and public names that lead back to the machine
 * itself.
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
 * "127.0.0.1:*,localhost:8069". The URL parser has already turned every spelling of an IP address
 * into one, so only that one is judged; names that resolve to private addresses are stopped by the
 * platform when it connects.
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
 * Ways to a database by whether they are encrypted, as the web's own: what holds for the one holds
 * for the other.
 */
const databaseSchemes: Record<string, string> = {
  "postgres:": "https:",
  "postgres+plain:": "http:",
};

/**
 * The same address for the web, whose parser turns every spelling of a host into one; null for what
 * is neither.
 */
function webUrl(url: URL): URL | null {
  if (url.protocol === "https:" || url.protocol === "http:") return url;
  const scheme = databaseSchemes[url.protocol];
  const [user, password] = [url.username, url.password];
  const text = `${scheme}//${user || password ? `${user}:${password}@` : ""}${url.host}`;
  return scheme !== undefined && URL.canParse(text) ? new URL(text) : null;
}

// Below 1024 everything but 443 belongs to other services: mail, files, names.
const isWebPort = (url: URL): boolean => url.port === "" || Number(url.port) >= 1024;

/** The host in lower case, without the dots that mean the root of all names. */
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
  // A name without a dot is a machine of somebody's own network.
  if (!host.includes(".") || !/[a-z]/.test(host)) return "private_name";
  return privateSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))
    ? "private_name"
    : null;
}

function privateLiteral(host: string): AddressReason | null {
  const isPublic = host.startsWith("[")
    ? isPublicV6(groupsOf(host.slice(1, -1)))
    : isPublicV4(host.split(".").map(Number));
  return isPublic ? null : "private_address";
}

/** Blocks that are not the public network, with the length of their prefix. */
const reservedV4: [block: string, bits: number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Azure's own services, at a public address from inside every machine of theirs.
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

const numberOf = (bytes: number[]): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

function isPublicV4(bytes: number[]): boolean {
  const address = numberOf(bytes);
  return !reservedV4.some(([block, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor(numberOf(block.split(".").map(Number)) / size);
  });
}

/**
 * The eight groups of an address as the URL parser writes it: hexadecimal, with at most one "::".
 */
function groupsOf(text: string): number[] {
  const [head = "", tail] = text.split("::");
  const parse = (part: string) =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const [before, after] = [parse(head), tail === undefined ? [] : parse(tail)];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

const v4In = (high = 0, low = 0): number[] => [high >> 8, high & 255, low >> 8, low & 255];

/**
 * Only 2000::/3 is public, less documentation, tunnels and benchmarks; tunnels to IPv4 are as
 * public as what they lead to.
 */
function isPublicV6(groups: number[]): boolean {
  const [a = 0, b = 0, c = 0] = groups;
  if (a === 0x64 && b === 0xff9b && groups.slice(2, 6).every((group) => group === 0))
    return isPublicV4(v4In(groups[6], groups[7]));
  if (a === 0x2002) return isPublicV4(v4In(b, c));
  if (a === 0x2001 && (b < 0x200 || b === 0xdb8)) return false;
  if (a === 0x3fff && b < 0x1000) return false;
  return a >> 13 === 1;
}
