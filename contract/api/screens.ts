// The rights that each screen of the page requires: one table for links, routes and tests.
import type { Action, Me } from "./access.ts";

/**
 * The required actions by route of the page. Without any, every signed-in person may open it, and
 * everybody the sign-in. The Worker checks every call of a screen again.
 */
export const screens = {
  "/": [],
  "/sign-in": [],
  "/refreshes": ["fleet.read"],
  "/connections": ["shared_connections.write"],
  "/connections/new": ["shared_connections.write"],
  "/connections/[connection]": ["shared_connections.write"],
  "/tenants/[tenant]": [],
  "/tenants/[tenant]/data/[configuration]": ["data.read"],
  "/tenants/[tenant]/data/[configuration]/[resource]": ["data.read"],
  "/tenants/[tenant]/refreshes": ["history.read"],
  "/tenants/[tenant]/refreshes/[run]": ["history.read"],
  "/tenants/[tenant]/files": ["file.read", "configuration.read"],
  "/tenants/[tenant]/connections": ["connection.read"],
  "/tenants/[tenant]/connections/new": ["connection.write"],
  "/tenants/[tenant]/connections/[connection]": ["connection.read"],
  "/tenants/[tenant]/configurations": ["configuration.read"],
  "/tenants/[tenant]/configurations/new": ["configuration.write", "connection.read"],
  "/tenants/[tenant]/configurations/[configuration]": ["configuration.read"],
  "/tenants/[tenant]/members": ["member.read"],
} as const satisfies Record<string, readonly Action[]>;

export type Screen = keyof typeof screens;

/** What somebody may do: in the establishment of the screen, else above all of them. */
export const actionsAt = (
  screen: Screen,
  me: Pick<Me, "actions">,
  tenant: { actions: readonly Action[] } | undefined,
): readonly Action[] => (screen.startsWith("/tenants/") ? (tenant?.actions ?? []) : me.actions);

/** Whether somebody with these rights may open a screen. */
export const mayOpen = (screen: Screen, actions: readonly Action[]): boolean =>
  screens[screen].every((action: Action) => actions.includes(action));
