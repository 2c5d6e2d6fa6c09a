// The way to a tenant's object: its address is the tenant's id, inside the tenant's jurisdiction.
import type { GateRpc } from "../contract/rpc/gate.ts";
import type { TenantRpc } from "../contract/rpc/tenant.ts";
import { isLocal } from "./http/context.ts";

/** What makes up the address of a tenant's object. */
export type TenantAddress = { id: string; jurisdiction: "eu" | null };

/** The object itself, for what goes by `fetch`: the upgrade to a socket. */
export function tenantStub(env: Env, tenant: TenantAddress) {
  // Local runtimes have no jurisdictions and refuse the word.
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
 * The Gate of one account of an outside system: everybody who owns it passes there. @param name as
 * `gateName` makes it
 */
export const gateRpc = (env: Env, name: string): GateRpc =>
  env.GATE.get(env.GATE.idFromName(name)) as unknown as GateRpc;

/**
 * Errors that the platform itself calls temporary: an object that moves, starts anew, or has too
 * much to do.
 */
export const isPassing = (error: unknown): boolean =>
  error instanceof Error &&
  passing.some(
    (name) => name in error && (error as Error & Record<string, unknown>)[name] === true,
  );

const passing = ["retryable", "overloaded", "durableObjectReset"];
