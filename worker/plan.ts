// A configuration as a run takes it with it: built in this one place from D1 and the catalog.
import type { RunPlan } from "../contract/doors.ts";
import type { Resource } from "../contract/source.ts";
import { templateOf } from "./catalog.ts";
import type { TenantRow } from "./context.ts";
import type { ConfigurationRow } from "./db/configurations.ts";

/** The plan of a configuration, its sealed secret included. Resources that its template no longer has are left out. */
export function planRun(tenant: Pick<TenantRow, "id" | "timeZone">, row: ConfigurationRow): RunPlan {
  return {
    configuration: row.id,
    configurationName: row.name,
    template: row.template,
    options: row.options,
    resources: resourcesOf(row),
    access: {
      tenant: tenant.id,
      connection: row.connected.id,
      kind: row.connected.kind,
      settings: row.connected.settings,
      secret: row.connected.secret,
    },
    destination: null,
    limits: row.limits,
    // A manual configuration keeps its hours for later; it is never due.
    schedule: row.mode === "automatic" ? row.schedule : null,
    timeZone: tenant.timeZone,
  };
}

/** The resources a configuration reads, in the order of its template. */
export function resourcesOf(row: ConfigurationRow): Resource[] {
  const template = templateOf(row.connected.kind, row.template);
  return template?.resources.filter((resource) => row.resources.includes(resource.key)) ?? [];
}
