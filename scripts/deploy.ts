// `npm run deploy`: deploys the page, the migrations and the Worker to Cloudflare.
// `npm run deploy -- --dry-run` only builds.
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePage } from "./page.ts";
import { run } from "./processes.ts";
import { root, tool } from "./quiet.ts";
import { newSecrets } from "./secrets.ts";

const config = join(root, "wrangler.toml");
const noDatabase = "00000000-0000-0000-0000-000000000000";
const database = "freshet";
const queue = "freshet-tasks";
const bucket = "freshet-files";

ensurePage();
if (process.argv.includes("--dry-run")) {
  const { ok } = run(tool.wrangler, [
    "deploy",
    "--dry-run",
    "--outdir",
    join(root, "build/worker"),
  ]);
  console.log(ok ? "1 passed, 0 failed" : "0 passed, 1 failed");
  process.exit(ok ? 0 : 1);
}

if (!ask(["whoami"]).ok) {
  console.log("Sign in to Cloudflare first: a browser window opens.");
  must(["login"]);
}
ensureDatabase();
if (!ask(["queues", "info", queue]).ok) must(["queues", "create", queue]);
if (!ask(["r2", "bucket", "info", bucket]).ok) must(["r2", "bucket", "create", bucket]);
must(["d1", "migrations", "apply", database, "--remote"]);
deploy();

/** Creates the database on the first deploy and writes its id into wrangler.toml. */
function ensureDatabase(): void {
  const text = readFileSync(config, "utf8");
  if (!text.includes(noDatabase)) return;
  if (!ask(["d1", "info", database, "--json"]).ok) must(["d1", "create", database]);
  const { output } = ask(["d1", "info", database, "--json"]);
  const id = /"uuid":\s*"([0-9a-f-]{36})"/.exec(output)?.[1];
  if (!id) fail(`Cloudflare does not return the id of the database ${database}:\n${output}`);
  writeFileSync(config, text.replace(noDatabase, id));
  console.log(`wrangler.toml now names the database ${id}: keep that change.`);
}

/** Uploads the missing secrets with the Worker; existing ones are never changed. */
function deploy(): void {
  const { ok, output } = ask(["secret", "list", "--format", "json"]);
  const missing = Object.entries(newSecrets()).filter(
    ([name]) => !ok || !output.includes(`"${name}"`),
  );
  if (missing.length === 0) return must(["deploy"]);
  const folder = mkdtempSync(join(tmpdir(), "freshet-"));
  const file = join(folder, "secrets.json");
  const setup = ok ? {} : { SETUP_TOKEN: randomBytes(32).toString("base64url") };
  try {
    writeFileSync(file, JSON.stringify({ ...Object.fromEntries(missing), ...setup }), {
      mode: 0o600,
    });
    must(["deploy", "--secrets-file", file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  printSecrets(Object.fromEntries(missing), setup.SETUP_TOKEN);
}

function printSecrets(made: Record<string, string>, setupToken: string | undefined): void {
  console.log("\nNew secrets were created and given to the Worker. They are shown only once.");
  if (made.KEY_RING)
    console.log(
      `Keep this one in a safe place: without it, the saved secrets of connections cannot be decrypted:\n  KEY_RING=${made.KEY_RING}`,
    );
  if (!setupToken) return;
  console.log(`\nThe next step creates the first people; run it without arguments for an example of the file:
  npm run setup -- https://<address above> setup.json
It asks for this token, which should never be an argument on the command line:
  ${setupToken}
Then disable setup: npx wrangler secret delete SETUP_TOKEN`);
}

function ask(args: string[]): { ok: boolean; output: string } {
  return run(tool.wrangler, args, {
    silent: true,
    env: { CLOUDFLARE_CF_FETCH_ENABLED: undefined },
  });
}

function must(args: string[]): void {
  if (!run(tool.wrangler, args, { env: { CLOUDFLARE_CF_FETCH_ENABLED: undefined } }).ok)
    fail(`"wrangler ${args.join(" ")}" failed.`);
}

function fail(words: string): never {
  console.error(words);
  process.exit(1);
}
