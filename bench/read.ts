// Reading from a million records: pages, searches, sorts and sums, and the longest time that a reading
// blocks the object.
import { join } from "node:path";
import { run } from "../scripts/processes.ts";
import { root, tool } from "../scripts/quiet.ts";

export const describe =
  "reading 1,000,000 records in the real object: pages, searches, sorts, sums, and the slices they are cut into";

export async function measure(): Promise<object> {
  const { ok, output } = run(
    tool.vitest,
    ["run", "--config", join(root, "bench/read/vitest.config.ts")],
    { silent: true },
  );
  const figures = /READ (\{.*\})/.exec(output)?.[1];
  if (!ok || figures === undefined) throw new Error(output);
  return JSON.parse(figures) as object;
}
