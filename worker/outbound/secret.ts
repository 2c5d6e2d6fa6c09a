// The secret of a connection: sealed for its address, and opened only where it is about to be used.
import type { Json } from "../../contract/values/json.ts";
import { connectorOf } from "../configurations/catalog.ts";
import { reseal, seal, unseal, type SealedFor } from "./seal.ts";

/** `tenant`: null for a shared connection. */
type Owner = {
  tenant: string | null;
  connection: string;
  kind: string;
  settings: { [name: string]: Json };
};

/**
 * Stands for shared connections where a tenant is named. No tenant can have this id: ids begin with
 * a letter or a digit.
 */
export const sharedOwner = "@house";

/**
 * The address in the settings of a connection: scheme, host and port. Null if its kind has no
 * address.
 */
export function addressOf(kind: string, settings: { [name: string]: Json }): URL | null {
  const connector = connectorOf(kind);
  return connector.address(connector.settings.parse(settings));
}

/**
 * The part of an address that a secret is bound to. Only web addresses have an `origin` of their
 * own.
 */
export const originOf = (url: URL | null): string =>
  url === null ? "" : url.origin === "null" ? `${url.protocol}//${url.host}` : url.origin;

// The whole origin counts: a secret given for https is not sent over http, nor to another port.
const sealedFor = ({ tenant, connection, kind, settings }: Owner): SealedFor => ({
  tenant: tenant ?? sharedOwner,
  connection,
  host: originOf(addressOf(kind, settings)),
  field: "secret",
});

/** Seals the secret of a connection. */
export const sealSecret = (ring: string, secret: string, owner: Owner): Promise<string> =>
  seal(ring, secret, sealedFor(owner));

/** The same secret, with its key wrapped again by the ring's current one. */
export const resealSecret = (ring: string, text: string, owner: Owner): Promise<string> =>
  reseal(ring, text, sealedFor(owner));

/** The opened secret; null if there is none. Throws `SealError` if it cannot be opened. */
export async function openSecret(
  ring: string,
  owner: Owner & { secret: string | null },
): Promise<string | null> {
  return owner.secret === null ? null : unseal(ring, owner.secret, sealedFor(owner));
}
