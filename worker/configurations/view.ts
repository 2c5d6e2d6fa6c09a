// Configurations as a reader gets them, with the time at which each is due.
import type { Configuration } from "../../contract/api/configuration.ts";
import { authorize } from "../access/authorize.ts";
import type { TenantCall } from "../access/call.ts";
import {
  findConfiguration,
  listConfigurations,
  showConfiguration,
  type ConfigurationRow,
} from "../db/configurations.ts";
import { HttpProblem } from "../http/problem.ts";
import { dueTimes, type Due } from "./schedules.ts";

/** All configurations of the tenant, oldest first. */
export async function configurationsOf(call: TenantCall): Promise<Configuration[]> {
  authorize(call, "configuration.read");
  const rows = await listConfigurations(call.db, call.membership.tenant.id);
  const due = await dueTimesOf(call, rows);
  return rows.map((row) => showConfiguration(row, due.get(row.id) ?? null));
}

/** One configuration. @throws `not_found` */
export async function configurationOf(
  call: TenantCall,
  { configuration }: { configuration: string },
): Promise<Configuration> {
  authorize(call, "configuration.read");
  const row = await knownConfiguration(call, configuration);
  return showConfiguration(row, (await dueTimesOf(call, [row])).get(row.id) ?? null);
}

/** A configuration of the tenant. @throws `not_found` */
export async function knownConfiguration(call: TenantCall, id: string): Promise<ConfigurationRow> {
  const row = await findConfiguration(call.db, call.membership.tenant.id, id);
  if (!row) throw new HttpProblem("not_found");
  return row;
}

// Only the object knows when a configuration is due: it is asked when one of them can be.
const dueTimesOf = (call: TenantCall, rows: ConfigurationRow[]): Promise<Due> =>
  rows.some((row) => row.mode === "automatic")
    ? dueTimes(call.env, call.membership.tenant)
    : Promise.resolve(new Map());
