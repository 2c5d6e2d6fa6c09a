// Who may do what: one table of action and role, one function that reads it. What is not in the
// table is refused.
import type { Action, Role } from "../../contract/api/access.ts";

/** A global admin's rights are a role of their own, beside a possible membership. */
export type Rank = Role | "global";

/** `asConfigured`: the configuration's `startedBy` must name the role. */
type Verdict = "yes" | "asConfigured";

// Global admins see the fleet and its histories and may start and stop; they read no records and
// manage nothing secret.
const table = {
  "data.read": { viewer: "yes", staff: "yes", admin: "yes" },
  "run.watch": { viewer: "yes", staff: "yes", admin: "yes", global: "yes" },
  "run.start": { viewer: "asConfigured", staff: "asConfigured", admin: "yes", global: "yes" },
  "run.cancel": { staff: "yes", admin: "yes", global: "yes" },
  "run.retry": { viewer: "asConfigured", staff: "asConfigured", admin: "yes", global: "yes" },
  "run.undo": { admin: "yes" },
  "history.read": { staff: "yes", admin: "yes", global: "yes" },
  "connection.read": { admin: "yes" },
  "connection.write": { admin: "yes" },
  "configuration.read": { staff: "yes", admin: "yes", global: "yes" },
  "configuration.write": { admin: "yes" },
  "member.read": { admin: "yes", global: "yes" },
  "member.write": { admin: "yes", global: "yes" },
  "file.read": { staff: "yes", admin: "yes" },
  "file.write": { staff: "yes", admin: "yes" },
  "fleet.read": { global: "yes" },
  // Connections of the house, and which tenants they are shared with.
  "house.write": { global: "yes" },
} satisfies Record<Action, Partial<Record<Rank, Verdict>>>;

const actions = Object.keys(table) as Action[];

/** How a person stands to a tenant: the role there, and whether above all tenants. */
export type Access = { role: Role | null; globalAdmin: boolean };

/** Who may start a configuration, beside admins. */
export type StartPolicy = { startedBy: readonly Role[] };

/**
 * Whether somebody may do something in a tenant.
 * Actions that depend on a configuration need it; without one they are refused to those it decides
 * about.
 */
export function may(standing: Access, action: Action, configuration?: StartPolicy): boolean {
  return ranksOf(standing).some((rank) => {
    const verdicts: Partial<Record<Rank, Verdict>> = table[action];
    const verdict = verdicts[rank];
    if (verdict === "yes") return true;
    return (
      verdict === "asConfigured" &&
      rank !== "global" &&
      (configuration?.startedBy.includes(rank) ?? false)
    );
  });
}

/**
 * Everything somebody may do in a tenant, for the page: what depends on a configuration counts when
 * any of them allows it.
 */
export function allowedActions(standing: Access, configurations: readonly StartPolicy[]): Action[] {
  return actions.filter(
    (action) =>
      may(standing, action) ||
      configurations.some((configuration) => may(standing, action, configuration)),
  );
}

/**
 * What somebody may do above establishments: of all tenants together, or of what is shared among
 * them.
 */
export const actionsAbove = (globalAdmin: boolean): Action[] =>
  above.filter((action) => may({ role: null, globalAdmin }, action));

const above: Action[] = ["fleet.read", "house.write"];

function ranksOf(standing: Access): Rank[] {
  const ranks: Rank[] = standing.role ? [standing.role] : [];
  return standing.globalAdmin ? [...ranks, "global"] : ranks;
}
