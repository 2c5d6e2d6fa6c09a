// Bundles the Worker as a deploy would, so that several stacks can start without building it.
import { join } from "node:path";
import { run } from "./processes.ts";
import { tool } from "./quiet.ts";

/** Bundles the Worker into a folder; returns the path of the entry file. */
export function buildWorker(folder: string): string {
  const { ok, output } = run(tool.wrangler, ["deploy", "--dry-run", "--outdir", folder], {
    silent: true,
  });
  if (ok) return join(folder, "index.js");
  console.error(output);
  throw new Error("The Worker could not be built.");
}
