// Opens an outside system: its connector and a client, from the access that a run or a connection
// holds.
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import type { Connector, Destination, Source } from "../../connectors/connector.ts";
import type { SourceClient } from "../../connectors/source-client.ts";
import { destinationOf, sourceOf, spokenName, takesFiles } from "../configurations/catalog.ts";
import { filesOf } from "../files/files.ts";
import { openAccount } from "./account.ts";
import type { ClientLimits } from "./client-limits.ts";
import { openSourceClient } from "./source-client.ts";

export type OpenSystem<System extends Connector<unknown> = Connector<unknown>> = {
  connector: System;
  client: SourceClient<unknown>;
};

/** Limits that differ from those of a refresh, and whether a person is waiting. */
export type OpenOptions = { limits?: Partial<ClientLimits>; urgent: boolean };

/**
 * Opens the secret, and a client that observes the account's rate limits. Throws `SealError` if the
 * secret cannot be opened.
 */
export async function openSystem(
  env: Env,
  access: ConnectionAccess,
  { limits = {}, urgent }: OpenOptions,
): Promise<OpenSystem> {
  const { kind } = access;
  const { connector, settings, secret, name: account, gate } = await openAccount(env, access);
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
    // The pool has credentials of its own, so whoever may use it writes with the operator's rights.
    hyperdrive: access.shared ? env.HYPERDRIVE?.connectionString : undefined,
  });
  return { connector, client };
}

/** Opens a system to read from. */
export async function openSource(
  env: Env,
  access: ConnectionAccess,
  options: OpenOptions,
): Promise<OpenSystem<Source<unknown>>> {
  return {
    ...(await openSystem(env, access, options)),
    connector: sourceOf(access.kind),
  };
}

/** Opens a system to write to. */
export async function openDestination(
  env: Env,
  access: ConnectionAccess,
  options: OpenOptions,
): Promise<OpenSystem<Destination<unknown>>> {
  return {
    ...(await openSystem(env, access, options)),
    connector: destinationOf(access.kind),
  };
}
