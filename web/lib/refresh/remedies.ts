// The address of the screen where a problem can be fixed.
import type { TenantSummary } from "../../../contract/api/access.ts";
import { remedyScreens } from "../../../contract/sentences/remedies.ts";
import type { whileSending } from "../../../contract/sentences/say.ts";
import type { Problem } from "../../../contract/api/run.ts";

/** Whether there is a screen that fixes a code, for people who may open it. */
export const hasRemedy = (code: string): boolean => remedyScreens.has(code);

// Repeated here because the sentences are fetched later than the page; the type keeps both equal.
export const sending: typeof whileSending.while = "sending";

/**
 * Address of the screen where a configuration's problem can be fixed; null where this person has
 * none.
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
  // A problem that both systems can have is fixed at the one that had it.
  const isSent = screen === "destination" || facts["while"] === sending;
  const connection = isSent ? configuration.destination : configuration.connection;
  if (connection !== null) return connectionHref(tenant, connection);
  // The configuration names something that this version does not know.
  return isSent ? configurationHref(tenant, of) : null;
}

const configurationHref = (
  tenant: Pick<TenantSummary, "id" | "actions">,
  configuration: string,
): string | null =>
  tenant.actions.includes("configuration.write")
    ? `/tenants/${encodeURIComponent(tenant.id)}/configurations/${encodeURIComponent(configuration)}`
    : null;

/** Address of a connection; null for people who may not change it. */
export const connectionHref = (
  tenant: Pick<TenantSummary, "id" | "actions">,
  connection: string,
): string | null =>
  tenant.actions.includes("connection.write")
    ? `/tenants/${encodeURIComponent(tenant.id)}/connections/${encodeURIComponent(connection)}`
    : null;
