// A plan as a run takes it along: narrowed to the wanted resources, and recognised by what it reads.
import type { RunPlan } from "../contract/rpc/run-plan.ts";
import { canonical } from "../contract/values/canonical.ts";
import { hashOf } from "./hash.ts";

/**
 * The plan with the wanted resources only.
 * @param wanted keys of resources; null: all of them
 * @returns null where one of them is not part of the plan, or none is wanted
 */
export function narrowPlan(plan: RunPlan, wanted: string[] | null): RunPlan | null {
  if (wanted === null) return plan;
  const resources = plan.resources.filter(({ key }) => wanted.includes(key));
  return resources.length === wanted.length && resources.length > 0 ? { ...plan, resources } : null;
}

/**
 * A hash of the settings that decide what a plan reads, whoever signs in: what was read under other
 * settings does not belong together.
 */
export const settingsHash = ({ template, options, access }: RunPlan): string =>
  hashOf(
    canonical({
      template,
      options,
      connection: access.connection,
      kind: access.kind,
      settings: access.settings,
    }),
  );
