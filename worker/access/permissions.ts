// Who may do what: one table of actions and holders, and the one function that decides by it.
// Whatever the table does not name is refused.
import type { Action, Role } from "../../contract/api/access.ts";
import type { Membership, Principal } from "./principal.ts";

/** Global admins have their own rights, beside those of a possible membership. */
export type Rank = Role | "global";

/** The columns of the table. */
type Holder = Rank | "token" | "embed";

/**
 * `asConfigured`: the configuration's `startedBy` must name the role. `inScope`: the token must
 * name the action and the tenant. `ofItsOwn`: the embed must be bound to the configuration.
 */
type Verdict = "yes" | "asConfigured" | "inScope" | "ofItsOwn";

// Global admins see the fleet and its history and may start and stop runs; they read no records and
// no secrets of tenants. No token confirms removals, or changes connections and members.
const table = {
  "data.read": { viewer: "yes", staff: "yes", admin: "yes", token: "inScope" },
  "run.watch": {
    viewer: "yes",
    staff: "yes",
    admin: "yes",
    global: "yes",
    token: "inScope",
    embed: "ofItsOwn",
  },
  "run.start": {
    viewer: "asConfigured",
    staff: "asConfigured",
    admin: "yes",
    global: "yes",
    token: "inScope",
    embed: "ofItsOwn",
  },
  "run.cancel": { staff: "yes", admin: "yes", global: "yes", token: "inScope" },
  "run.retry": {
    viewer: "asConfigured",
    staff: "asConfigured",
    admin: "yes",
    global: "yes",
    token: "inScope",
  },
  "run.undo": { admin: "yes" },
  "history.read": { staff: "yes", admin: "yes", global: "yes", token: "inScope" },
  "connection.read": { admin: "yes" },
  "connection.write": { admin: "yes" },
  "configuration.read": { staff: "yes", admin: "yes", global: "yes", token: "inScope" },
  "configuration.write": { admin: "yes" },
  "member.read": { admin: "yes", global: "yes" },
  "member.write": { admin: "yes", global: "yes" },
  "file.read": { staff: "yes", admin: "yes", token: "inScope" },
  "file.write": { staff: "yes", admin: "yes", token: "inScope" },
  "fleet.read": { global: "yes" },
  // Connections without a tenant, and the tenants that they are shared with.
  "shared_connections.write": { global: "yes" },
} satisfies Record<Action, Partial<Record<Holder, Verdict>>>;

export const actions = Object.keys(table) as Action[];

/** The tenant and the principal's role in it; null: above tenants. */
export type TenantRole = { tenant: Pick<Membership["tenant"], "id">; role: Role | null } | null;

/** A configuration as far as rights depend on it: which one, and the roles that may start it. */
export type StartPolicy = { id: string; startedBy: readonly Role[] };

/**
 * Whether a principal may do something in a tenant, or above all tenants.
 * Where the table says that it depends on the configuration, the answer without one is no.
 */
export function may(
  principal: Principal,
  membership: TenantRole,
  action: Action,
  configuration?: StartPolicy,
): boolean {
  const verdicts: Partial<Record<Holder, Verdict>> = table[action];
  return holdersOf(principal, membership).some((holder) => {
    const verdict = verdicts[holder];
    switch (verdict) {
      case undefined:
        return false;
      case "yes":
        return true;
      case "asConfigured":
        return configuration?.startedBy.some((role) => role === holder) ?? false;
      case "inScope":
        return principal.type === "token" && principal.scopes.includes(action);
      case "ofItsOwn":
        return principal.type === "embed" && principal.configuration === configuration?.id;
    }
  });
}

/** The holders whose rights a principal has in a tenant; in another than its own, none. */
function holdersOf(principal: Principal, membership: TenantRole): Holder[] {
  switch (principal.type) {
    case "person": {
      const roles: Holder[] = membership?.role ? [membership.role] : [];
      return principal.globalAdmin ? [...roles, "global"] : roles;
    }
    case "token":
      return membership !== null && principal.tenants.includes(membership.tenant.id)
        ? ["token"]
        : [];
    case "embed":
      return membership?.tenant.id === principal.tenant ? ["embed"] : [];
  }
}

/**
 * Everything a principal may do in a tenant, for the page: an action that depends on the
 * configuration counts if any of them allows it.
 */
export const allowedActions = (
  principal: Principal,
  membership: TenantRole,
  configurations: readonly StartPolicy[],
): Action[] =>
  actions.filter(
    (action) =>
      may(principal, membership, action) ||
      configurations.some((configuration) => may(principal, membership, action, configuration)),
  );

/** What a principal may do above tenants: see all their runs, or manage shared connections. */
export const actionsAbove = (principal: Principal): Action[] =>
  above.filter((action) => may(principal, null, action));

const above: Action[] = ["fleet.read", "shared_connections.write"];
