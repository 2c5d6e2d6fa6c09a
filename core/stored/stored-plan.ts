// Plans as a tenant's object keeps them: beside the run that goes by it, and as copies of the
// configurations that have a schedule.
import type { Limits } from "../../contract/api/configuration.ts";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import { storedFormat } from "./stored-format.ts";

/** Destinations and the limit of a page came later; so did the rest of what is told of access. */
type PlanOfVersion0 = Omit<RunPlan, "destination" | "limits"> & {
  destination?: RunPlan["destination"];
  limits: Omit<Limits, "pageSize"> & { pageSize?: Limits["pageSize"] };
};

const planOfVersion1 = (plan: PlanOfVersion0): RunPlan => ({
  ...plan,
  destination: plan.destination ?? null,
  limits: { ...plan.limits, pageSize: plan.limits.pageSize ?? null },
});

/** A plan, whatever version it was kept in. */
export const storedPlan = storedFormat<RunPlan>("plan", [planOfVersion1]);
