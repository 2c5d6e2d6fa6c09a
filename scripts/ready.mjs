// Prepares a fresh clone: installs the packages of the lockfile unless they are installed. Runs on
// Node 18 and newer, without dependencies.
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

/** Hash of everything that an install depends on; the scripts of package.json do not matter. */
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
  // No package needs its install scripts (allowScripts says so, but npm 10 ignores it). We run our own
  // postinstall ourselves, because some users disable scripts.
  const flags = ["ci", "--ignore-scripts", "--loglevel=error", "--no-audit", "--no-fund"];
  const options = { cwd: root, stdio: "inherit" };
  // The user's own Node runs npm: the one in node_modules/.bin would delete itself.
  const { npm_node_execpath: node, npm_execpath: npm } = process.env;
  const result =
    node && npm
      ? spawnSync(node, [npm, ...flags], options)
      : spawnSync("npm", flags, { ...options, shell: process.platform === "win32" });
  if (result.error) console.error(`npm could not be started: ${result.error.message}`);
  return result.status;
}
