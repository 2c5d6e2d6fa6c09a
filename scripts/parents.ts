// Whoever started us, and whether they are still there.
import { isAlive, parentOf } from "./processes.ts";

/** Calls when whoever started us is gone: npm may be killed, or end, without a word to us. */
export function whenLeft(leave: () => void): void {
  const parent = process.ppid;
  const above = parentOf(parent);
  const name = parentOf(process.pid)?.name ?? "";
  // Between npm and us there may be the shell that npm runs scripts in.
  const watched =
    above && process.env.npm_lifecycle_event && /^(sh|dash|bash)$/.test(name)
      ? [parent, above.pid]
      : [parent];
  setInterval(() => {
    if (!watched.every(isAlive) || process.ppid !== parent) leave();
  }, 1_000).unref();
}
