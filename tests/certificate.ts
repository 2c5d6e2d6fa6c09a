// Certificates for tests only, made on the spot: Node signs, but has no form for what is signed, so
// its few fields are written out here.
import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";

export type Authority = { name: string; certificate: string; key: KeyObject };
export type Identity = { certificate: string; key: string };

const bytesOf = (hex: string): Buffer => Buffer.from(hex, "hex");

/** One field of DER: tag, length, content. */
function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...content: Uint8Array[]) => der(0x30, ...content);
const octets = (...content: Uint8Array[]) => der(0x04, ...content);
const bits = (content: Uint8Array) => der(0x03, Buffer.from([0]), content);
const yes = der(0x01, Buffer.from([0xff]));

const oids = {
  commonName: "550403",
  ecdsaWithSha256: "2a8648ce3d040302",
  basicConstraints: "551d13",
  keyUsage: "551d0f",
  subjectAltName: "551d11",
};
const oid = (name: keyof typeof oids) => der(0x06, bytesOf(oids[name]));

const nameOf = (text: string) =>
  sequence(der(0x31, sequence(oid("commonName"), der(0x0c, Buffer.from(text)))));
const extension = (name: keyof typeof oids, value: Uint8Array) =>
  sequence(oid(name), yes, octets(value));

/** Long before and long after every test. */
const validity = sequence(
  der(0x17, Buffer.from("200101000000Z")),
  der(0x18, Buffer.from("21260101000000Z")),
);

type Wanted = {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  by: KeyObject;
  extensions: Buffer[];
};

function certificateOf({ subject, issuer, publicKey, by, extensions }: Wanted): string {
  const algorithm = sequence(oid("ecdsaWithSha256"));
  const serial = Buffer.concat([Buffer.from([1]), crypto.getRandomValues(new Uint8Array(8))]);
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    nameOf(issuer),
    validity,
    nameOf(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const whole = sequence(signed, algorithm, bits(sign("sha256", signed, by)));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString("base64").replaceAll(/.{64}(?=.)/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}

const newKeys = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

/** Vouches for others. Whoever does not know it trusts none of them. */
export function anAuthority(name: string): Authority {
  const { publicKey, privateKey } = newKeys();
  const extensions = [
    extension("basicConstraints", sequence(yes)),
    extension("keyUsage", der(0x03, bytesOf("0106"))),
  ];
  return {
    name,
    certificate: certificateOf({
      subject: name,
      issuer: name,
      publicKey,
      by: privateKey,
      extensions,
    }),
    key: privateKey,
  };
}

/** A server that an authority vouches for, under these names and addresses. */
export function anIdentity(
  { key: by, name: issuer }: Authority,
  names: { dns: string[]; ipv4: string[] },
): Identity {
  const { publicKey, privateKey } = newKeys();
  const alternatives = [
    ...names.dns.map((name) => der(0x82, Buffer.from(name))),
    ...names.ipv4.map((address) => der(0x87, Buffer.from(address.split(".").map(Number)))),
  ];
  const extensions = [
    extension("keyUsage", der(0x03, bytesOf("0780"))),
    extension("subjectAltName", sequence(...alternatives)),
  ];
  const certificate = certificateOf({ subject: "server", issuer, publicKey, by, extensions });
  return { certificate, key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}
