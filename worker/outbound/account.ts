// The account behind a connection: its connector and settings, the opened secret, and the Gate that
// paces its calls.
import type { GateRpc } from "../../contract/rpc/gate.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import type { Connector } from "../../connectors/connector.ts";
import { connectorOf } from "../configurations/catalog.ts";
import { gateRpc } from "../stubs.ts";
import { gateName } from "./gate-name.ts";
import { openSecret } from "./secret.ts";

export type OpenAccount = {
  connector: Connector<unknown>;
  settings: unknown;
  /** Null: the connection keeps none. */
  secret: string | null;
  /** The name of its Gate. */
  name: string;
  gate: GateRpc;
};

/** @throws `SealError` where the secret no longer opens */
export async function openAccount(env: Env, access: ConnectionAccess): Promise<OpenAccount> {
  const { kind } = access;
  const connector = connectorOf(kind);
  const settings = connector.settings.parse(access.settings);
  const secret = await openSecret(env.KEY_RING, {
    ...access,
    kind,
    tenant: access.shared ? null : access.tenant,
  });
  const name = await gateName(env.KEY_RING, connector, { access, settings, secret });
  return { connector, settings, secret, name, gate: gateRpc(env, name) };
}
