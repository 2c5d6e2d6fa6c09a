// Starting runs: a refresh, a retry of what failed, and removals that somebody has confirmed.
import type { ConfirmRemovals, Run, StartRun } from "../../contract/api/run.ts";
import { authorize } from "../access/authorize.ts";
import type { TenantCall } from "../access/call.ts";
import {
  commandFor,
  knownRun,
  startable,
  startedRun,
  tenantOf,
  type Idempotency,
} from "./command.ts";

/** Starts a refresh. @throws `already_running` with the run to join */
export async function startRun(
  call: TenantCall,
  order: StartRun,
  idempotency: Idempotency,
): Promise<Run> {
  const configuration = await startable(call, "run.start", order.configuration);
  const started = await tenantOf(call).start({
    ...commandFor(call, configuration, idempotency),
    resources: order.resources ?? null,
    complete: order.complete ?? false,
  });
  return startedRun(call, started, "run_started");
}

/** Starts a run that reads only what failed in an ended one. */
export async function retryRun(
  call: TenantCall,
  order: { run: string },
  idempotency: Idempotency,
): Promise<Run> {
  const ended = await knownRun(call, order.run);
  const configuration = await startable(call, "run.retry", ended.configuration);
  const started = await tenantOf(call).retry({
    ...commandFor(call, configuration, idempotency),
    run: ended.executionId,
  });
  return startedRun(call, started, "run_retried");
}

/** Starts a run that reads the ids again and removes the records that a person has confirmed. */
export async function confirmRemovals(
  call: TenantCall,
  order: ConfirmRemovals & { run: string },
  idempotency: Idempotency,
): Promise<Run> {
  authorize(call, "run.undo");
  const ended = await knownRun(call, order.run);
  const configuration = await startable(call, "run.start", ended.configuration);
  const started = await tenantOf(call).confirmRemovals({
    ...commandFor(call, configuration, idempotency),
    run: ended.executionId,
    resources: order.resources ?? null,
  });
  return startedRun(call, started, "removals_confirmed");
}
