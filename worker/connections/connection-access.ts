// What a tenant may reach through a connection: its own as it stands, one of the house as it is
// shared with this tenant.
import { canonical } from "../../contract/values/canonical.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import type { ConnectionRow } from "../db/schema.ts";
import type { Json } from "../../contract/values/json.ts";
import { HttpProblem } from "../http/problem.ts";

type Settings = { [name: string]: Json };

/**
 * A connection with what is fixed for one tenant; no share: its own, or not shared with it (any
 * more).
 */
export type GrantedConnection = Pick<
  ConnectionRow,
  "id" | "tenant" | "name" | "kind" | "settings" | "secret" | "provedAt"
> & {
  share: Settings | null;
};

/** Whether the tenant may go through it. */
export const isGranted = (tenant: string, { tenant: owner, share }: GrantedConnection): boolean =>
  owner === null ? share !== null : owner === tenant;

/** The way to the outside system. Throws `connection_not_shared` where the tenant may not go. */
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
 * What is fixed for a tenant wins over everything else: it may be all that keeps it out of the
 * others' data.
 */
export const withShare = (settings: Settings, share: Settings | null): Settings => ({
  ...settings,
  ...share,
});
