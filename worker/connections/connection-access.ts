// The access that a tenant has through a connection: its own as it is, a shared one with the
// settings that its share fixes.
import { canonical } from "../../contract/values/canonical.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import type { ConnectionRow } from "../db/schema.ts";
import type { Json } from "../../contract/values/json.ts";
import { HttpProblem } from "../http/problem.ts";

type Settings = { [name: string]: Json };

/**
 * A connection with the settings that its share fixes for one tenant; no share: it is the tenant's
 * own, or not shared with it (any more).
 */
export type GrantedConnection = Pick<
  ConnectionRow,
  "id" | "tenant" | "name" | "kind" | "settings" | "secret" | "provedAt"
> & {
  share: Settings | null;
};

/** Whether the tenant may use it. */
export const isGranted = (tenant: string, { tenant: owner, share }: GrantedConnection): boolean =>
  owner === null ? share !== null : owner === tenant;

/**
 * The access to the outside system.
 * @throws `connection_not_shared` if the tenant may not use it
 */
export function accessFor(tenant: string, granted: GrantedConnection): ConnectionAccess {
  const { id, kind, name, secret, share } = granted;
  if (!isGranted(tenant, granted))
    throw new HttpProblem("connection_not_shared", { facts: { connection: name } });
  const proved = granted.provedAt !== null;
  const own = { tenant, connection: id, name, kind, settings: granted.settings, secret, proved };
  if (granted.tenant !== null) return own;
  return {
    ...own,
    settings: withShare(granted.settings, share),
    shared: true,
    share: canonical(share),
  };
}

/**
 * The settings of a share override all others: they may be all that keeps a tenant out of the data
 * of others.
 */
export const withShare = (settings: Settings, share: Settings | null): Settings => ({
  ...settings,
  ...share,
});
