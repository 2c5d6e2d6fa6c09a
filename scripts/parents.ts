// Notices when the process that started us is gone.
import { isAlive, parentOf } from "./processes.ts";

/** Calls back once our parent is gone: npm may be killed without passing the signal on to us. */
export function whenOrphaned(leave: () => void): void {
  const parent = process.ppid;
  const above = parentOf(parent);
  const name = parentOf(process.pid)?.name ?? "";
  // npm runs scripts in a shell, so our parent may be that shell and npm its parent.
  const watched =
    above && process.env.npm_lifecycle_event && /^(sh|dash|bash)$/.test(name)
      ? [parent, above.pid]
      : [parent];
  setInterval(() => {
    if (!watched.every(isAlive) || process.ppid !== parent) leave();
  }, 1_000).unref();
}
