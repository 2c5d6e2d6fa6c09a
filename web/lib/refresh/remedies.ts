// Where a person can do something about a failure: the address of the screen that mends it.
import type { TenantSummary } from "../../../contract/api/access.ts";
import { remedyScreens } from "../../../contract/sentences/remedies.ts";
import type { whileSending } from "../../../contract/sentences/say.ts";
import type { Problem } from "../../../contract/api/run.ts";

/** Whether some screen mends a code, for whoever may. */
export const hasRemedy = (code: string): boolean => remedyScreens.has(code);

// Repeated here because the sentences come later than the page; the type keeps them equal.
export const sending: typeof whileSending.while = "sending";

/**
 * Address of the screen where a failure of a configuration can be mended; null where there is none
 * for this person.
 */
export function remedyHref(
  tenant: Pick<TenantSummary, "id" | "actions" | "configurations">,
  of: string,
  { code, facts }: Pick<Problem, "code" | "facts">,
): string | null {
  const configuration = tenant.configurations.find(({ id }) => id === of);
  const screen = remedyScreens.get(code);
  if (!configuration || screen === undefined) return null;
  if (screen === "configuration") return configurationHref(tenant, of);
  // What the two systems can both refuse is mended where it happened.
  const isSent = screen === "destination" || facts["while"] === sending;
  const connection = isSent ? configuration.destination : configuration.connection;
  if (connection !== null) return connectionHref(tenant, connection);
  // The configuration names what is not known here.
  return isSent ? configurationHref(tenant, of) : null;
}

const configurationHref = (
  tenant: Pick<TenantSummary, "id" | "actions">,
  configuration: string,
): string | null =>
  tenant.actions.includes("configuration.write")
    ? `/tenants/${encodeURIComponent(tenant.id)}/configurations/${encodeURIComponent(configuration)}`
    : null;

/** Address of a connection, for who may change it. */
export const connectionHref = (
  tenant: Pick<TenantSummary, "id" | "actions">,
  connection: string,
): string | null =>
  tenant.actions.includes("connection.write")
    ? `/tenants/${encodeURIComponent(tenant.id)}/connections/${encodeURIComponent(connection)}`
    : null;
