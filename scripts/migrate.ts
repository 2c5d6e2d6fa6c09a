// The database of a local stack.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./processes.ts";
import { root, tool } from "./quiet.ts";

/** Applies the migrations to the database in a state folder, unless they are unchanged. */
export function migrate(state: string): void {
  const folder = join(root, "migrations");
  const hash = createHash("sha256");
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith(".sql"))
    .sort())
    hash.update(name).update(readFileSync(join(folder, name)));
  const wanted = hash.digest("hex");
  const stamp = join(state, "migrated");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const { ok, output } = run(
    tool.wrangler,
    ["d1", "migrations", "apply", "freshet", "--local", "--persist-to", state],
    { silent: true },
  );
  if (!ok) {
    console.error(output);
    throw new Error("The local database could not be prepared.");
  }
  writeFileSync(stamp, wanted);
}
