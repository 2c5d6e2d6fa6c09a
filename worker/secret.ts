// The secret of a connection: sealed for its address, opened only where it is about to be used.
import type { Access } from "../contract/task.ts";
import type { ConnectionKind } from "../contract/connection.ts";
import type { Json } from "../contract/json.ts";
import { connectorOf } from "./catalog.ts";
import { reseal, seal, unseal, type SealedFor } from "./seal.ts";

type Owner = { tenant: string; connection: string; kind: ConnectionKind; settings: { [name: string]: Json } };

/** The address that the settings of a connection name: its scheme, host and port; null where its kind has none. */
export function addressOf(kind: ConnectionKind, settings: { [name: string]: Json }): URL | null {
  const connector = connectorOf(kind);
  return connector.address(connector.settings.parse(settings));
}

// The whole origin counts: a secret given for https is not sent over http, nor to another port.
const sealedFor = ({ tenant, connection, kind, settings }: Owner): SealedFor => ({
  tenant,
  connection,
  host: addressOf(kind, settings)?.origin ?? "",
  field: "secret",
});

/** Seals the secret of a connection. */
export const sealSecret = (ring: string, secret: string, owner: Owner): Promise<string> => seal(ring, secret, sealedFor(owner));

/** The same secret, its key wrapped anew by the ring's current one. */
export const resealSecret = (ring: string, text: string, owner: Owner): Promise<string> => reseal(ring, text, sealedFor(owner));

/** The opened secret; null when none is kept. Throws `SealError` when it no longer opens. */
export async function openSecret(ring: string, access: Access & { kind: ConnectionKind }): Promise<string | null> {
  return access.secret === null ? null : unseal(ring, access.secret, sealedFor(access));
}
