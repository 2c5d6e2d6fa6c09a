// Makes a fresh clone ready: installs what the lockfile names when that is not what is there. Runs
// on Node 18 and newer, without dependencies.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "node_modules", ".freshet-installed");
const wanted = fingerprint();

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.log("Installing what Freshet needs (once, about a minute) …");
  const status = install();
  if (status !== 0) process.exit(status ?? 1);
  await import("./installed.mjs");
  writeFileSync(stamp, wanted);
}

/** Everything that decides what an install brings; the scripts of package.json do not. */
function fingerprint() {
  const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } =
    JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return createHash("sha256")
    .update(
      JSON.stringify([
        dependencies,
        devDependencies,
        optionalDependencies,
        overrides,
        allowScripts,
      ]),
    )
    .update(readFileSync(join(root, "package-lock.json")))
    .update(`${process.platform} ${process.arch}`)
    .digest("hex");
}

function install() {
  // No package's script is needed (allowScripts, which npm 10 does not know, says so), and ours is
  // run by us: some people's npm runs none.
  const flags = ["ci", "--ignore-scripts", "--loglevel=error", "--no-audit", "--no-fund"];
  const options = { cwd: root, stdio: "inherit" };
  // The person's own Node installs: the one in node_modules/.bin would be deleted under its own
  // feet.
  const { npm_node_execpath: node, npm_execpath: npm } = process.env;
  const result =
    node && npm
      ? spawnSync(node, [npm, ...flags], options)
      : spawnSync("npm", flags, { ...options, shell: process.platform === "win32" });
  if (result.error) console.error(`npm could not be started: ${result.error.message}`);
  return result.status;
}
