// Adding, changing and deleting configurations. Each time the tenant's object is sent its schedules
// again.
import type {
  Configuration,
  ConfigurationChange,
  ConfigurationDraft,
} from "../../contract/api/configuration.ts";
import { auditEntry } from "../access/audit-entry.ts";
import { authorize } from "../access/authorize.ts";
import type { TenantCall } from "../access/call.ts";
import type { AuditAction } from "../db/audit.ts";
import {
  deleteConfiguration as deleteRow,
  findConfiguration,
  insertConfiguration,
  showConfiguration,
  updateConfiguration,
} from "../db/configurations.ts";
import { findUsable } from "../db/connections.ts";
import { notValid } from "../http/not-valid.ts";
import { HttpProblem } from "../http/problem.ts";
import { log } from "../log.ts";
import { tenantRpc } from "../stubs.ts";
import { isSource, templateOf } from "./catalog.ts";
import { checkDestination, fitTemplate } from "./fit.ts";
import { pushSchedules } from "./schedules.ts";
import { knownConfiguration } from "./view.ts";

/** Adds a configuration. @throws `not_valid` where a part does not fit its template */
export async function createConfiguration(
  call: TenantCall,
  draft: ConfigurationDraft,
): Promise<Configuration> {
  authorize(call, "configuration.write");
  const connection = await findUsable(call.db, call.membership.tenant.id, draft.connection);
  if (!connection || !isSource(connection.kind)) throw notValid(call.locale, ["connection"]);
  await checkDestination(call, draft);
  const template = templateOf(connection.kind, draft.template);
  if (!template) throw notValid(call.locale, ["template"]);
  const options = fitTemplate(call, { kind: connection.kind, template, parts: draft });
  const id = crypto.randomUUID();
  const row = { ...draft, options, id };
  await insertConfiguration(call.db, row, written(call, "configuration_created", id));
  return scheduled(call, id);
}

/**
 * Changes what the change names.
 * @throws `not_found`; `not_valid` where the whole no longer fits its template
 */
export async function changeConfiguration(
  call: TenantCall,
  { configuration, change }: { configuration: string; change: ConfigurationChange },
): Promise<Configuration> {
  authorize(call, "configuration.write");
  const row = await knownConfiguration(call, configuration);
  if (change.destination !== undefined)
    await checkDestination(call, { connection: row.connection, destination: change.destination });
  const { kind } = row.connected;
  const template = templateOf(kind, row.template);
  // A template that its connector no longer has leaves the options as they were.
  const options = template
    ? fitTemplate(call, { kind, template, parts: { ...row, ...change } })
    : row.options;
  const changed = { ...change, options };
  await updateConfiguration(
    call.db,
    row.id,
    changed,
    written(call, "configuration_changed", row.id),
  );
  return scheduled(call, row.id);
}

/** Deletes a configuration, its schedule and its data. @throws `not_found` */
export async function deleteConfiguration(
  call: TenantCall,
  { configuration }: { configuration: string },
): Promise<void> {
  authorize(call, "configuration.write");
  const row = await knownConfiguration(call, configuration);
  const { tenant } = call.membership;
  await deleteRow(call.db, row.id, written(call, "configuration_deleted", row.id));
  try {
    await tenantRpc(call.env, tenant).forget({ configuration: row.id });
  } catch (error) {
    log("error", "forgetBroke", { tenant: tenant.id }, error);
  }
  await pushSchedules(call.env, call.db, tenant);
}

/** The configuration after a change, with the time at which it is now due. */
async function scheduled(call: TenantCall, id: string): Promise<Configuration> {
  const { tenant } = call.membership;
  const due = await pushSchedules(call.env, call.db, tenant);
  const row = await findConfiguration(call.db, tenant.id, id);
  if (!row) throw new HttpProblem("not_found");
  return showConfiguration(row, due.get(id) ?? null);
}

const written = (call: TenantCall, action: AuditAction, target: string) => ({
  tenant: call.membership.tenant.id,
  now: call.now(),
  audit: auditEntry(call, action, target),
});
