// Supervises a command: starts it, and kills its whole process group once the given process is gone.
// `node scripts/supervise.ts <pid to watch> <script> [arguments]`
import { spawn } from "node:child_process";
import { isAlive } from "./processes.ts";

const [parent = "0", script = "", ...args] = process.argv.slice(2);
const child = spawn(process.execPath, [script, ...args], { stdio: "inherit" });

child.once("exit", (code) => endAll(code ?? 1));
for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
  process.on(name, () => child.kill("SIGTERM"));

setInterval(() => {
  if (isAlive(Number(parent))) return;
  child.kill("SIGTERM");
  setTimeout(() => endAll(1), 2_000);
}, 500);

/** Kills the whole group, which is ours alone: a killed wrangler leaves workerd running. */
function endAll(code: number): void {
  if (process.platform === "win32") process.exit(code);
  process.removeAllListeners("SIGTERM");
  process.exitCode = code;
  process.kill(-process.pid, "SIGKILL");
}
