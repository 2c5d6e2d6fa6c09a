// Which phase of a refresh its headline names.
import { expect, it } from "vitest";
import type { Run, Step } from "../../contract/api/run.ts";
import { phaseOf } from "../../web/lib/refresh/run-phase.ts";

const aStep = (resource: string, status: Step["status"]) => ({ resource, status }) as Step;

it.each([
  ["surveying", "surveying", "surveying"],
  ["surveying", "fetching", "fetching"],
  ["surveying", "verifying", "verifying"],
  ["fetching", "surveying", "fetching"],
  ["delivering", "verifying", "delivering"],
  ["cancelling", "fetching", "cancelling"],
] as [run: Run["status"], step: Step["status"], phase: Run["status"]][])(
  "a run that is %s, whose data source is %s, is told as %s",
  (status, named, phase) => {
    const steps = [aStep("orders", named), aStep("invoices", "surveying")];
    expect(phaseOf({ status, currentStep: "orders", steps })).toBe(phase);
  },
);

it("is the run's own where no data source is named", () => {
  const steps = [aStep("orders", "verifying")];
  expect(phaseOf({ status: "surveying", currentStep: null, steps })).toBe("surveying");
});
