// Who may do what: one table of action and holder, and the one function that decides by it.
// Whatever the table does not name is refused.
import type { Action, Role } from "../../contract/api/access.ts";
import type { Membership, Principal } from "./principal.ts";

/** A global admin's rights are a role of their own, beside a possible membership. */
export type Rank = Role | "global";

/** Whom the table speaks of. */
type Holder = Rank | "token" | "embed";

/**
 * `asConfigured`: the configuration's `startedBy` must name the role. `inScope`: the token must name
 * the action and the tenant. `ofItsOwn`: the embed must be bound to the configuration.
 */
type Verdict = "yes" | "asConfigured" | "inScope" | "ofItsOwn";

// Global admins see the fleet and its histories and may start and stop; they read no records and
// manage nothing secret. No token removes what people must confirm, or touches secrets and members.
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
export type Place = { tenant: Pick<Membership["tenant"], "id">; role: Role | null } | null;

/** A configuration as far as rights depend on it: which one, and the roles that may start it. */
export type StartPolicy = { id: string; startedBy: readonly Role[] };

/**
 * Whether a principal may do something in a tenant, or above all tenants.
 * Actions that depend on a configuration need it: without one they are refused to those it decides
 * about.
 */
export function may(
  principal: Principal,
  place: Place,
  action: Action,
  configuration?: StartPolicy,
): boolean {
  const verdicts: Partial<Record<Holder, Verdict>> = table[action];
  return holdersOf(principal, place).some((holder) => {
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

/** Those whose rights a principal has in a place; in another tenant than its own, nobody's. */
function holdersOf(principal: Principal, place: Place): Holder[] {
  switch (principal.type) {
    case "person": {
      const roles: Holder[] = place?.role ? [place.role] : [];
      return principal.globalAdmin ? [...roles, "global"] : roles;
    }
    case "token":
      return place !== null && principal.tenants.includes(place.tenant.id) ? ["token"] : [];
    case "embed":
      return place?.tenant.id === principal.tenant ? ["embed"] : [];
  }
}

/**
 * Everything a principal may do in a tenant, for the page: what depends on a configuration counts
 * when any of them allows it.
 */
export const allowedActions = (
  principal: Principal,
  place: Place,
  configurations: readonly StartPolicy[],
): Action[] =>
  actions.filter(
    (action) =>
      may(principal, place, action) ||
      configurations.some((configuration) => may(principal, place, action, configuration)),
  );

/** What a principal may do above tenants: see all of them, or keep what is shared among them. */
export const actionsAbove = (principal: Principal): Action[] =>
  above.filter((action) => may(principal, null, action));

const above: Action[] = ["fleet.read", "shared_connections.write"];
