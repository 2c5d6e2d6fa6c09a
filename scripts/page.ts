// Builds the page when its sources have changed since the last build.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./processes.ts";
import { root, tool } from "./quiet.ts";

const stamp = join(root, "build/page.stamp");
/** Everything the build reads. */
const sources = ["web", "client", "contract", "package-lock.json"];

/** Builds the page unless it is up to date. */
export function ensurePage({ quiet = false }: { quiet?: boolean } = {}): void {
  const wanted = fingerprint();
  const built = existsSync(join(root, "build/page/index.html"));
  if (built && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!quiet) console.log("Building the page …");
  const { ok, output } = run(tool.vite, ["build", "--logLevel", "warn"], {
    cwd: join(root, "web"),
    silent: true,
  });
  if (!ok) {
    console.error(output);
    throw new Error("The page could not be built.");
  }
  mkdirSync(join(root, "build"), { recursive: true });
  writeFileSync(stamp, wanted);
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const source of sources) addTo(hash, join(root, source));
  return hash.digest("hex");
}

// By content: a fresh clone or a restored copy has new timestamps and the same page.
function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    hash.update(path.slice(root.length)).update(readFileSync(path));
    return;
  }
  for (const entry of readdirSync(path).sort()) {
    if (!entry.startsWith(".") && entry !== "node_modules") addTo(hash, join(path, entry));
  }
}
