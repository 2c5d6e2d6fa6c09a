// Stubs of Durable Objects. A tenant's object is named by the tenant's id, in its jurisdiction.
import type { GateRpc } from "../contract/rpc/gate.ts";
import type { TenantRpc } from "../contract/rpc/tenant.ts";
import { isLocal } from "./http/context.ts";

/** The parts of the address of a tenant's object. */
export type TenantAddress = { id: string; jurisdiction: "eu" | null };

/** The object itself, for `fetch`: the upgrade to a socket. */
export function tenantStub(env: Env, tenant: TenantAddress) {
  // Local runtimes have no jurisdictions and refuse the option.
  const namespace =
    tenant.jurisdiction && !isLocal(env)
      ? env.TENANT.jurisdiction(tenant.jurisdiction)
      : env.TENANT;
  return namespace.get(namespace.idFromName(tenant.id));
}

/** The object as the contract describes it. */
export const tenantRpc = (env: Env, tenant: TenantAddress): TenantRpc =>
  tenantStub(env, tenant) as unknown as TenantRpc;

/**
 * The Gate of one account of an outside system, which all connections of the account share.
 * @param name from `gateName`
 */
export const gateRpc = (env: Env, name: string): GateRpc =>
  env.GATE.get(env.GATE.idFromName(name)) as unknown as GateRpc;

/** Whether the platform calls an error temporary: an object moves, restarts or is overloaded. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Error &&
  passing.some(
    (name) => name in error && (error as Error & Record<string, unknown>)[name] === true,
  );

const passing = ["retryable", "overloaded", "durableObjectReset"];
