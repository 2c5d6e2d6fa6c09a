// Delivering published data to the destination of a configuration, without reading anything.
import type { Run } from "../../contract/api/run.ts";
import type { TenantCall } from "../access/call.ts";
import { findConfiguration } from "../db/configurations.ts";
import {
  commandFor,
  notRepeated,
  recordRun,
  startable,
  startedRun,
  tenantOf,
  type Idempotency,
} from "./command.ts";
import { isReachable } from "./plan.ts";

/** Starts a run that delivers what has not arrived, or `everything` again. */
export async function startDelivery(
  call: TenantCall,
  order: { configuration: string; everything: boolean },
  idempotency: Idempotency,
): Promise<Run> {
  const configuration = await startable(call, "run.retry", order.configuration);
  const started = await tenantOf(call).send({
    ...commandFor(call, configuration, idempotency),
    everything: order.everything,
  });
  return startedRun(call, started, "delivery_started");
}

/** Delivers the earlier data after an undo; if that cannot start now, the next refresh does. */
export async function deliverAfterUndo(call: TenantCall, id: string): Promise<void> {
  const configuration = await findConfiguration(call.db, call.membership.tenant.id, id);
  if (!configuration || configuration.destined === null || !isReachable(configuration)) return;
  const started = await tenantOf(call).send({
    ...commandFor(call, configuration, notRepeated),
    everything: false,
  });
  if (started.type === "started") await recordRun(call, "delivery_started", started.run);
}
