// Secrets at rest: each is sealed with a random key of its own, and that key with one from the
// operator's ring. Format: `v1.<ring key>.<iv>.<wrapped key>.<iv>.<sealed secret>`, parts in
// base64url.
import { z } from "zod";

/** The operator's keys. `current` seals; every key of the ring can open. */
const KeyRing = z.strictObject({
  current: z.string().regex(/^[a-z0-9_-]+$/i),
  keys: z.record(z.string(), z.base64()),
});

/**
 * What a secret belongs to. It opens for nothing else, so rows cannot be swapped and an address
 * cannot be changed.
 */
export type SealedFor = { tenant: string; connection: string; host: string; field: string };

/**
 * The ring is missing or malformed, or the secret was sealed with a key that the ring no longer
 * has, or for something else.
 */
export class SealError extends Error {
  override readonly name = "SealError";
}

/** Seals a secret with a new key of its own. */
export async function seal(ring: string, secret: string, owner: SealedFor): Promise<string> {
  const { current } = parseRing(ring);
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const wrapped = await encrypt(await ringKey(ring, current), raw, wrapContext(current, owner));
  const sealed = await encrypt(
    await importKey(raw),
    new TextEncoder().encode(secret),
    sealContext(owner),
  );
  return ["v1", current, ...wrapped, ...sealed].join(".");
}

/** Opens a sealed secret. Throws `SealError` if that is impossible. */
export async function unseal(ring: string, text: string, owner: SealedFor): Promise<string> {
  const { keyId, wrapped, sealed } = parse(text);
  const raw = await decrypt(await ringKey(ring, keyId), wrapped, wrapContext(keyId, owner));
  return new TextDecoder().decode(await decrypt(await importKey(raw), sealed, sealContext(owner)));
}

/**
 * The same secret under the ring's current key; the text itself if it already is. Only its key is
 * wrapped again.
 */
export async function reseal(ring: string, text: string, owner: SealedFor): Promise<string> {
  const { keyId, wrapped, sealed } = parse(text);
  const { current } = parseRing(ring);
  if (keyId === current) return text;
  const raw = await decrypt(await ringKey(ring, keyId), wrapped, wrapContext(keyId, owner));
  const rewrapped = await encrypt(await ringKey(ring, current), raw, wrapContext(current, owner));
  return ["v1", current, ...rewrapped, ...sealed].join(".");
}

/**
 * Identifies a secret without revealing it: the same secret has the same fingerprint, which is
 * useless without the ring. Another current key gives other fingerprints, so they must not be
 * stored for long.
 */
export async function fingerprint(ring: string, secret: string): Promise<string> {
  const root = await crypto.subtle.importKey(
    "raw",
    rawKey(ring, parseRing(ring).current),
    "HKDF",
    false,
    ["deriveKey"],
  );
  const derivation = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: new TextEncoder().encode("fingerprint of a secret, v1"),
  };
  const key = await crypto.subtle.deriveKey(
    derivation,
    root,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign"],
  );
  return toText(
    new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(secret))),
  );
}

/** The key of the ring that seals. */
export const currentKey = (ring: string): string => parseRing(ring).current;

/** Which key of the ring sealed a text. */
export const sealedBy = (text: string): string => parse(text).keyId;

type Encrypted = [iv: string, sealed: string];

function parse(text: string): { keyId: string; wrapped: Encrypted; sealed: Encrypted } {
  const [version, keyId, wrapIv, wrappedKey, iv, sealed, ...more] = text.split(".");
  if (version !== "v1" || !keyId || !wrapIv || !wrappedKey || !iv || !sealed || more.length > 0) {
    throw new SealError("not a sealed secret");
  }
  return { keyId, wrapped: [wrapIv, wrappedKey], sealed: [iv, sealed] };
}

function parseRing(ring: string): z.infer<typeof KeyRing> {
  try {
    return KeyRing.parse(JSON.parse(ring));
  } catch {
    // The cause would quote the keys.
    throw new SealError("KEY_RING is missing or is not of the form {current, keys}");
  }
}

const ringKey = async (ring: string, keyId: string): Promise<CryptoKey> =>
  importKey(rawKey(ring, keyId));

function rawKey(ring: string, keyId: string): Uint8Array {
  const key = parseRing(ring).keys[keyId];
  if (key === undefined) throw new SealError(`KEY_RING has no key ${keyId}`);
  const raw = Uint8Array.from(atob(key), (character) => character.charCodeAt(0));
  if (raw.length !== 32) throw new SealError(`key ${keyId} of KEY_RING is not 32 bytes long`);
  return raw;
}

const importKey = (raw: Uint8Array) =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

async function encrypt(key: CryptoKey, plain: Uint8Array, context: Uint8Array): Promise<Encrypted> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: context },
    key,
    plain,
  );
  return [toText(iv), toText(new Uint8Array(sealed))];
}

async function decrypt(
  key: CryptoKey,
  [iv, sealed]: Encrypted,
  context: Uint8Array,
): Promise<Uint8Array> {
  try {
    const options = {
      name: "AES-GCM",
      iv: Uint8Array.fromBase64(iv, urlSafe),
      additionalData: context,
    };
    return new Uint8Array(
      await crypto.subtle.decrypt(options, key, Uint8Array.fromBase64(sealed, urlSafe)),
    );
  } catch (cause) {
    throw new SealError("the sealed secret does not open", { cause });
  }
}

// Strict, so that two texts never decode to the same bytes.
const urlSafe = { alphabet: "base64url", lastChunkHandling: "strict" } as const;

const toText = (bytes: Uint8Array) => bytes.toBase64({ alphabet: "base64url" });

// JSON keeps the parts separate, whatever characters they hold.
const sealContext = ({ tenant, connection, host, field }: SealedFor) =>
  new TextEncoder().encode(JSON.stringify(["v1", tenant, connection, host, field]));

const wrapContext = (keyId: string, { tenant, connection }: SealedFor) =>
  new TextEncoder().encode(JSON.stringify(["v1", keyId, tenant, connection]));
