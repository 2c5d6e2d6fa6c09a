// Which phase of a refresh its headline names.
import type { Run } from "../../../contract/api/run.ts";

/**
 * The phase of the data source that the run names. A run stays in its survey until the last of its
 * sources has been surveyed; by then others may have been read and compared.
 */
export function phaseOf({
  status,
  currentStep,
  steps,
}: Pick<Run, "status" | "currentStep" | "steps">): Run["status"] {
  if (status !== "surveying") return status;
  const step = steps.find(({ resource }) => resource === currentStep);
  return step?.status === "fetching" || step?.status === "verifying" ? step.status : status;
}
