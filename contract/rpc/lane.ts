// Lanes, as a tenant's object calls them through the loopback to the Worker.
import type { Task } from "./task.ts";

/** Loopback to the Worker: works one lane of a run. */
export interface LaneRpc {
  work(task: Task): Promise<void>;
}
