// Reaching an outside system: its connector and an open client, from what a run or a connection
// knows of it.
import { ConnectionKind } from "../../contract/api/connection.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import type { Connector, Destination, Source } from "../../connectors/connector.ts";
import type { SourceClient } from "../../connectors/source-client.ts";
import { connectorOf, destinationOf, sourceOf, spokenName } from "../configurations/catalog.ts";
import { gateRpc } from "../stubs.ts";
import { gateName } from "./gate-name.ts";
import { filesOf, takesFiles } from "../files/files.ts";
import type { ClientLimits } from "./client-limits.ts";
import { openSourceClient } from "./source-client.ts";
import { openSecret } from "./secret.ts";

export type OpenSystem<System extends Connector<unknown> = Connector<unknown>> = {
  connector: System;
  client: SourceClient<unknown>;
};

/** Where less patience is wanted than a refresh has, and whether a person waits. */
export type OpenOptions = { limits?: Partial<ClientLimits>; urgent: boolean };

/**
 * Opens the secret and a client that keeps the account's pace. Throws `SealError` when the secret
 * no longer opens.
 */
export async function openSystem(
  env: Env,
  access: ConnectionAccess,
  { limits = {}, urgent }: OpenOptions,
): Promise<OpenSystem> {
  const kind = ConnectionKind.parse(access.kind);
  const connector = connectorOf(kind);
  const settings = connector.settings.parse(access.settings);
  const secret = await openSecret(env.KEY_RING, {
    ...access,
    kind,
    tenant: access.shared ? null : access.tenant,
  });
  const account = await gateName(env.KEY_RING, connector, { access, settings, secret });
  const gate = gateRpc(env, account);
  const client = openSourceClient({
    connector,
    name: spokenName(kind, connector.address(settings)?.host ?? ""),
    settings,
    secret,
    account,
    gate,
    limits,
    urgent,
    tenant: access.tenant,
    ...(takesFiles(kind) ? { files: filesOf(env, access) } : {}),
    privateAddresses: env.PRIVATE_ADDRESSES,
    // The pool signs in by itself: whoever may name it writes with the operator's rights.
    hyperdrive: access.shared ? env.HYPERDRIVE?.connectionString : undefined,
  });
  return { connector, client };
}

/** The same for a system that is read. */
export async function openSource(
  env: Env,
  access: ConnectionAccess,
  options: OpenOptions,
): Promise<OpenSystem<Source<unknown>>> {
  return {
    ...(await openSystem(env, access, options)),
    connector: sourceOf(ConnectionKind.parse(access.kind)),
  };
}

/** The same for a system that is written to. */
export async function openDestination(
  env: Env,
  access: ConnectionAccess,
  options: OpenOptions,
): Promise<OpenSystem<Destination<unknown>>> {
  return {
    ...(await openSystem(env, access, options)),
    connector: destinationOf(ConnectionKind.parse(access.kind)),
  };
}
