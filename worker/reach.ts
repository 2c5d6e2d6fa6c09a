// Reaching an outside system: its connector and an open link, from what a run or a connection knows of it.
import { ConnectionKind } from "../contract/connection.ts";
import type { Access } from "../contract/task.ts";
import type { Connector, Link } from "../connectors/connector.ts";
import { connectorOf } from "./catalog.ts";
import { gateDoor } from "./door.ts";
import { openLink, type LinkLimits } from "./link.ts";
import { openSecret } from "./secret.ts";

export type Reach = { connector: Connector<unknown>; link: Link<unknown> };

/**
 * Opens the secret and a link that keeps the account's pace. Throws `SealError` when the secret no longer opens.
 * @param limits where less patience is wanted than a refresh has
 */
export async function reach(env: Env, access: Access, limits: Partial<LinkLimits> = {}): Promise<Reach> {
  const kind = ConnectionKind.parse(access.kind);
  const connector = connectorOf(kind);
  const settings = connector.settings.parse(access.settings);
  const secret = await openSecret(env.KEY_RING, { ...access, kind });
  const gate = gateDoor(env, connector.account(settings));
  const link = openLink({
    connector,
    settings,
    secret,
    gate,
    limits,
    tenant: access.tenant,
    privateAddresses: env.PRIVATE_ADDRESSES,
  });
  return { connector, link };
}
