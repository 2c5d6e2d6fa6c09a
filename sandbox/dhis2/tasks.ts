// Background imports and their notifications, newest first, kept in memory only.
import type { Instance } from "./instance.ts";
import type { ImportReport, ImportTask } from "./import-report.ts";
import type { Obj } from "./objects.ts";

/** An import reports nothing at the first poll, runs at the second and has ended at the third. */
const pollsToEnd = 3;

/** Starts a background import. */
export function startTask(instance: Instance, run: () => ImportReport): ImportTask {
  instance.sequence += 1;
  const task = {
    id: instance.uid(`task ${instance.sequence}`),
    createdMs: instance.now(),
    polls: 0,
    run,
    report: null,
  };
  instance.tasks.set(task.id, task);
  return task;
}

/** The notifications of a task; none for an unknown one. */
export function notificationsOf(instance: Instance, id: string): Obj[] {
  const task = instance.tasks.get(id);
  if (!task) return [];
  task.polls += 1;
  if (task.polls === 1) return [];
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
  if (task.polls >= pollsToEnd) {
    task.report ??= task.run();
    said.push(say(60, task.report.status === "ERROR" ? "ERROR" : "INFO", "Import:Done", true));
  }
  return said.reverse();
}

/** Finishes running imports if asked to, then forgets all of them, like a restart after an import. */
export function forgetTasks(instance: Instance, { finish }: { finish: boolean }): void {
  for (const task of instance.tasks.values()) if (finish) task.report ??= task.run();
  instance.tasks.clear();
}
