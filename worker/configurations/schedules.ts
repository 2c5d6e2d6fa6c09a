// Schedules: the tenants' objects hold versioned copies, which are replaced after every change of
// the settings.
import type { TenantRow } from "../access/principal.ts";
import type { Database } from "../db/database.ts";
import { listConfigurations, settingsVersionOf } from "../db/configurations.ts";
import { listGrants } from "../db/connections.ts";
import { tenantRpc } from "../stubs.ts";
import { log } from "../log.ts";
import { isReachable, planRun } from "../runs/plan.ts";

/** When configurations are due, by id; null: only when somebody starts it. */
export type Due = Map<string, string | null>;

/**
 * Sends a tenant's object its schedules again, and returns when each configuration is due. If the
 * object cannot be reached, the settings are valid all the same: the sweep sends them later.
 */
export async function pushSchedules(
  env: Env,
  db: Database,
  tenant: Omit<TenantRow, "settingsVersion">,
): Promise<Due> {
  // The version is read before the plans: after a change in between they are newer than their
  // version, never older.
  const settingsVersion = await settingsVersionOf(db, tenant.id);
  const connections = await listGrants(db, tenant.id);
  const rows = await listConfigurations(db, tenant.id);
  // A schedule starts nothing that a person would be refused.
  const automatic = rows.filter(
    (row) => row.mode === "automatic" && row.schedule !== null && isReachable(row),
  );
  const plans = automatic.map((row) => planRun(tenant, row));
  try {
    const { due } = await tenantRpc(env, tenant).setSchedules({
      tenant: tenant.id,
      jurisdiction: tenant.jurisdiction,
      settingsVersion,
      plans,
      connections,
    });
    return asDue(due);
  } catch (error) {
    log("error", "schedulesBroke", { tenant: tenant.id }, error);
    return new Map();
  }
}

/**
 * When each configuration is due, as the tenant's object knows it. This changes nothing: the sweep
 * renews a copy that is behind.
 */
export async function dueTimes(env: Env, tenant: Omit<TenantRow, "settingsVersion">): Promise<Due> {
  try {
    return asDue(await tenantRpc(env, tenant).due());
  } catch (error) {
    log("error", "dueBroke", { tenant: tenant.id }, error);
    return new Map();
  }
}

const asDue = (due: { configuration: string; at: string | null }[]): Due =>
  new Map(due.map(({ configuration, at }) => [configuration, at]));
