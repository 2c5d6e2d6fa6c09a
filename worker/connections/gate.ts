// The account behind a connection: its quota, and the pause that its system has asked for.
import type { GateView, Quota } from "../../contract/api/quota.ts";
import type { GateLimits, GateRpc } from "../../contract/rpc/gate.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import { auditEntry } from "../access/audit-entry.ts";
import { authorize } from "../access/authorize.ts";
import { auditRow } from "../db/audit.ts";
import { openAccount } from "../outbound/account.ts";
import { accessOf, authorizeConnections, knownConnection, type ConnectionCall } from "./scope.ts";

type Named = { connection: string };

/**
 * The quota of the account, as its Gate knows it; null if no limit is known, or if the connection
 * has not proved that it owns the account.
 * @throws `not_found`, `connection_not_shared`
 */
export async function quotaOf(call: ConnectionCall, { connection }: Named): Promise<Quota | null> {
  authorizeConnections(call, "configuration.read");
  const access = accessOf(call, await knownConnection(call, connection));
  if (access.proved !== true) return null;
  const { gate, limits } = await gateOf(call.env, access);
  return gate.quota({ limits });
}

/** The pause of the account, and its calls in flight. @throws `not_found` */
export async function gateViewOf(call: ConnectionCall, { connection }: Named): Promise<GateView> {
  authorizeAbove(call);
  const access = accessOf(call, await knownConnection(call, connection));
  return (await gateOf(call.env, access)).gate.view();
}

/**
 * Ends the pause that the system of the account has asked for.
 * @throws `not_found`, `connection_not_shared`
 */
export async function clearGate(call: ConnectionCall, { connection }: Named): Promise<void> {
  authorizeAbove(call);
  const row = await knownConnection(call, connection);
  await (await gateOf(call.env, accessOf(call, row))).gate.clear();
  await auditRow(call.db, auditEntry(call, "gate_cleared", row.id), call.now());
}

/** An account may serve many tenants, so its pauses are for global admins. */
const authorizeAbove = ({ principal }: ConnectionCall): void =>
  authorize({ principal, membership: null }, "shared_connections.write");

/**
 * The Gate that a connection passes, and the limits that it keeps there.
 * @throws `SealError` where its secret no longer opens
 */
export async function gateOf(
  env: Env,
  access: ConnectionAccess,
): Promise<{ gate: GateRpc; limits: GateLimits }> {
  const { connector, settings, gate } = await openAccount(env, access);
  return { gate, limits: connector.paceOf?.(settings) ?? connector.pace };
}
