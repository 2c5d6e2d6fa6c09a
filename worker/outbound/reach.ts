// Reaching an outside system: its connector and an open link, from what a run or a connection knows
// of it.
import { ConnectionKind } from "../../contract/api/connection.ts";
import type { Access } from "../../contract/rpc/task.ts";
import type { Connector, Destination, Link, Source } from "../../connectors/connector.ts";
import { connectorOf, destinationOf, sourceOf, spokenName } from "../configurations/catalog.ts";
import { gateDoor } from "../stubs.ts";
import { gateName } from "./gate-name.ts";
import { filesOf, takesFiles } from "../files/files.ts";
import { openLink, type LinkLimits } from "./source-client.ts";
import { openSecret } from "./secret.ts";

export type Reach<System extends Connector<unknown> = Connector<unknown>> = {
  connector: System;
  link: Link<unknown>;
};

/** Where less patience is wanted than a refresh has, and whether a person waits. */
export type ReachOptions = { limits?: Partial<LinkLimits>; urgent: boolean };

/**
 * Opens the secret and a link that keeps the account's pace. Throws `SealError` when the secret no
 * longer opens.
 */
export async function reach(
  env: Env,
  access: Access,
  { limits = {}, urgent }: ReachOptions,
): Promise<Reach> {
  const kind = ConnectionKind.parse(access.kind);
  const connector = connectorOf(kind);
  const settings = connector.settings.parse(access.settings);
  const secret = await openSecret(env.KEY_RING, {
    ...access,
    kind,
    tenant: access.shared ? null : access.tenant,
  });
  const account = await gateName(env.KEY_RING, connector, { access, settings, secret });
  const gate = gateDoor(env, account);
  const link = openLink({
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
  return { connector, link };
}

/** The same for a system that is read. */
export async function reachSource(
  env: Env,
  access: Access,
  options: ReachOptions,
): Promise<Reach<Source<unknown>>> {
  return {
    ...(await reach(env, access, options)),
    connector: sourceOf(ConnectionKind.parse(access.kind)),
  };
}

/** The same for a system that is written to. */
export async function reachDestination(
  env: Env,
  access: Access,
  options: ReachOptions,
): Promise<Reach<Destination<unknown>>> {
  return {
    ...(await reach(env, access, options)),
    connector: destinationOf(ConnectionKind.parse(access.kind)),
  };
}
