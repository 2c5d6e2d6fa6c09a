// One principal of each kind, for tests of what each may do.
import type { Action, Role } from "../../contract/api/access.ts";
import type { TenantRole } from "../../worker/access/permissions.ts";
import type {
  EmbedPrincipal,
  PersonPrincipal,
  TokenPrincipal,
} from "../../worker/access/principal.ts";

export const aPerson = ({ globalAdmin }: { globalAdmin: boolean }): PersonPrincipal => ({
  type: "person",
  person: { id: "p1", name: "Somebody", email: "somebody@example.com" },
  globalAdmin,
  session: { id: "s1", expiresAt: new Date("2026-11-30T12:00:00Z") },
});

/** Issued for `ours` by default. */
export const aToken = (scopes: readonly Action[], tenants = ["ours"]): TokenPrincipal => ({
  type: "token",
  id: "t1",
  name: "Nightly export",
  tenants,
  scopes,
});

/** Bound to the configuration `c1` of `ours`. */
export const anEmbed: EmbedPrincipal = {
  type: "embed",
  id: "e1",
  name: "Intranet",
  tenant: "ours",
  configuration: "c1",
};

export const inOurs = (role: Role | null): TenantRole => ({ tenant: { id: "ours" }, role });
export const inTheirs = (role: Role | null): TenantRole => ({ tenant: { id: "theirs" }, role });
