// The Worker as a deploy would send it, in one file: what starts from it builds nothing.
import { join } from "node:path";
import { run } from "./processes.ts";
import { tool } from "./quiet.ts";

/** Builds the Worker into a folder; says which file to start. */
export function buildWorker(folder: string): string {
  const { ok, output } = run(tool.wrangler, ["deploy", "--dry-run", "--outdir", folder], {
    silent: true,
  });
  if (ok) return join(folder, "index.js");
  console.error(output);
  throw new Error("The Worker could not be built.");
}
