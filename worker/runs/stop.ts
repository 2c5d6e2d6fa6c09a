// Stopping a run that is under way, and undoing one that is published.
import type { Run } from "../../contract/api/run.ts";
import { authorize } from "../access/authorize.ts";
import type { TenantCall } from "../access/call.ts";
import { actorOf } from "../access/principal.ts";
import { HttpProblem } from "../http/problem.ts";
import { recordRun, tenantOf } from "./command.ts";
import { deliverAfterUndo } from "./deliver.ts";

/** Stops a run. @throws `run_unknown`, `run_ended` */
export async function cancelRun(call: TenantCall, order: { run: string }): Promise<Run> {
  authorize(call, "run.cancel");
  const answer = await tenantOf(call).cancel({ ...order, by: actorOf(call.principal).name });
  if (answer.type === "refused") throw new HttpProblem(answer.code);
  await recordRun(call, "run_cancelled", answer.run);
  return answer.run;
}

/**
 * Undoes a run: readers and the destination get the data from before it again.
 * @throws `run_unknown`, `run_active`, `nothing_to_undo`, `undo_too_old`
 */
export async function undoRun(call: TenantCall, order: { run: string }): Promise<Run> {
  authorize(call, "run.undo");
  const answer = await tenantOf(call).undo({ ...order, by: actorOf(call.principal).name });
  if (answer.type === "refused") throw new HttpProblem(answer.code);
  await recordRun(call, "run_undone", answer.run);
  await deliverAfterUndo(call, answer.run.configuration);
  return answer.run;
}
