// The configuration that a run was started with.
import type { Limits, Schedule } from "../api/configuration.ts";
import type { ConnectionAccess } from "./task.ts";
import type { Resource } from "../source/resource.ts";
import type { Json } from "../values/json.ts";

/**
 * A configuration as a run takes it with it: nothing that happens to the settings later changes a
 * running refresh.
 */
export type RunPlan = {
  configuration: string;
  configurationName: string;
  template: string;
  options: { [name: string]: Json };
  resources: Resource[];
  access: ConnectionAccess;
  /** Where published data is sent on to; null: nowhere. */
  destination: ConnectionAccess | null;
  limits: Limits;
  schedule: Schedule | null;
  timeZone: string;
};
