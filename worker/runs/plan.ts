// The plan of a run: a configuration from D1, completed by the catalog.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { Resource } from "../../contract/source/resource.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import {
  connectorOf,
  destinationOf,
  isDestination,
  isSource,
  templateOf,
} from "../configurations/catalog.ts";
import type { TenantRow } from "../access/principal.ts";
import type { ConfigurationRow } from "../db/configurations.ts";
import { accessFor, isGranted } from "../connections/connection-access.ts";

/**
 * Whether a run could use its connections: a shared one may have been taken back, and another
 * version may have made one of a kind that is not registered here.
 */
export const isReachable = ({ tenant, connected, destined }: ConfigurationRow): boolean =>
  isGranted(tenant, connected) &&
  isSource(connected.kind) &&
  (destined === null || (isGranted(tenant, destined) && isDestination(destined.kind)));

/**
 * The plan of a configuration, its sealed secrets included. Resources that its template no longer
 * has are left out.
 * @throws `connection_not_shared` if a connection was taken back
 */
export function planRun(
  tenant: Pick<TenantRow, "id" | "timeZone">,
  row: ConfigurationRow,
): RunPlan {
  return {
    configuration: row.id,
    configurationName: row.name,
    template: row.template,
    options: row.options,
    resources: resourcesOf(row),
    access: accessFor(tenant.id, row.connected),
    destination: row.destined && placed(accessFor(tenant.id, row.destined)),
    limits: {
      ...row.limits,
      lanes: Math.min(row.limits.lanes, connectorOf(row.connected.kind).lanes ?? row.limits.lanes),
    },
    // A manual configuration keeps its hours for later; it is never due.
    schedule: row.mode === "automatic" ? row.schedule : null,
    timeZone: tenant.timeZone,
  };
}

/**
 * A destination with the place that its settings name. Invalid settings are left as they are: they
 * fail where they are used.
 */
function placed(access: ConnectionAccess): ConnectionAccess {
  const destination = destinationOf(access.kind);
  const read = destination.settings.safeParse(access.settings);
  if (!read.success) return access;
  const place = destination.targetOf?.(read.data) ?? destination.address(read.data)?.href;
  const recounts = destination.recounts === true ? ({ recounts: true } as const) : {};
  return place === undefined ? { ...access, ...recounts } : { ...access, ...recounts, place };
}

/** The resources a configuration reads, in the order of its template. */
export function resourcesOf(row: ConfigurationRow): Resource[] {
  const template = templateOf(row.connected.kind, row.template);
  return template?.resources.filter((resource) => row.resources.includes(resource.key)) ?? [];
}
