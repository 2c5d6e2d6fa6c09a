// Imports in the background: told of newest first, for as long as memory lasts.
import type { Instance } from "./instance.ts";
import type { Report } from "./metadata-import.ts";
import type { Obj } from "./objects.ts";

/** `looks`: how often somebody has asked. */
export type ImportTask = {
  id: string;
  createdMs: number;
  looks: number;
  run: () => Report;
  report: Report | null;
};

/** An import shows nothing at the first look, goes on at the second and has ended at the third. */
const looksToEnd = 3;

export function startTask(instance: Instance, run: () => Report): ImportTask {
  instance.sequence += 1;
  const task = {
    id: instance.uid(`task ${instance.sequence}`),
    createdMs: instance.now(),
    looks: 0,
    run,
    report: null,
  };
  instance.tasks.set(task.id, task);
  return task;
}

/** What is told of a task: nothing of an unknown one. */
export function notificationsOf(instance: Instance, id: string): Obj[] {
  const task = instance.tasks.get(id);
  if (!task) return [];
  task.looks += 1;
  if (task.looks === 1) return [];
  const say = (at: number, level: string, message: string, completed = false): Obj => ({
    uid: instance.uid(`note ${id} ${at}`),
    level,
    category: "METADATA_IMPORT",
    time: instance.wall(task.createdMs + at),
    message,
    completed,
    id: instance.uid(`note ${id} ${at}`),
  });
  const said = [say(0, "INFO", "Import:Start"), say(20, "LOOP", "(1/1) Importing")];
  if (task.looks >= looksToEnd) {
    task.report ??= task.run();
    said.push(say(60, task.report.status === "ERROR" ? "ERROR" : "INFO", "Import:Done", true));
  }
  return said.reverse();
}

/**
 * Ends what is still under way, and forgets that it ever was: as a restart right after an import
 * does.
 */
export function forgetTasks(instance: Instance, { finish }: { finish: boolean }): void {
  for (const task of instance.tasks.values()) if (finish) task.report ??= task.run();
  instance.tasks.clear();
}
