// `npm run clients`: runs published Python client libraries against the sandbox. Without Python or its
// registry it prints "not run". Not part of `npm test`, which needs no network.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dhis2Sandbox, knackSandbox, odooSandbox } from "../sandbox/accounts.ts";
import { startDhis2Sandbox } from "../sandbox/dhis2/server.ts";
import { startKnack } from "../sandbox/knack/server.ts";
import { startSandbox } from "../sandbox/server.ts";

/** A running sandbox system, and the environment variables for its clients. */
type Host = { variables: Record<string, string>; close(): Promise<void> };

/** `python`: the oldest version that the package supports. */
type Client = {
  name: string;
  package: string;
  script: string;
  python: [major: number, minor: number];
  start(): Promise<Host>;
};

async function startDhis2(): Promise<Host> {
  const { urls, close } = await startDhis2Sandbox({ ports: { source: 0, destination: 0 } });
  const { username, password, token } = dhis2Sandbox.sync;
  const variables = {
    SOURCE: urls.source,
    DESTINATION: urls.destination,
    USER: username,
    PASSWORD: password,
    TOKEN: token,
  };
  return { variables, close };
}

async function startSchools(): Promise<Host> {
  const { url, close } = await startKnack({ port: 0, perSecond: 100_000 });
  const { application, american, key } = knackSandbox;
  return { variables: { URL: url, APPLICATION: application, AMERICAN: american, KEY: key }, close };
}

/** One sandbox server with an address for each version. */
async function startOdoo(): Promise<Host> {
  const others = [
    { version: "18.0" as const, port: 0 },
    { version: "16.0" as const, port: 0 },
  ];
  const { urls, close } = await startSandbox({ port: 0, size: 0.3, alsoListen: others });
  const { reader, admin } = odooSandbox;
  const addresses = {
    ODOO_19: urls["19.0"] ?? "",
    ODOO_18: urls["18.0"] ?? "",
    ODOO_16: urls["16.0"] ?? "",
  };
  const accounts = { USER: reader.login, PASSWORD: reader.password, KEY: reader.apiKey };
  return {
    variables: {
      ...addresses,
      ...accounts,
      ADMIN: admin.login,
      ADMIN_PASSWORD: admin.password,
      ADMIN_KEY: admin.apiKey,
    },
    close,
  };
}

const clients: Client[] = [
  {
    name: "dhis2.py",
    package: "dhis2.py==2.3.0",
    script: "dhis2_py.check.py",
    python: [3, 8],
    start: startDhis2,
  },
  {
    name: "dhis2-client",
    package: "dhis2-client==0.3.2",
    script: "dhis2_client.check.py",
    python: [3, 10],
    start: startDhis2,
  },
  {
    name: "dhis2w-client",
    package: "dhis2w-client==1.33.0",
    script: "dhis2w_client.check.py",
    python: [3, 13],
    start: startDhis2,
  },
  {
    name: "knackpy",
    package: "knackpy==1.1.1",
    script: "knackpy.check.py",
    python: [3, 8],
    start: startSchools,
  },
  {
    name: "OdooRPC",
    package: "OdooRPC==0.10.1",
    script: "odoorpc.check.py",
    python: [3, 7],
    start: startOdoo,
  },
  {
    name: "Odooly",
    package: "Odooly==2.6.7",
    script: "odooly.check.py",
    python: [3, 9],
    start: startOdoo,
  },
  {
    name: "ERPpeek",
    package: "ERPpeek==1.7.2",
    script: "erppeek.check.py",
    python: [3, 8],
    start: startOdoo,
  },
  {
    name: "odoo-client-lib",
    package: "odoo-client-lib==2.0.1",
    script: "odoo_client_lib.check.py",
    python: [3, 10],
    start: startOdoo,
  },
];

const pythons = (process.env["PYTHONS"] ?? "python3.13 python3.12 python3.11 python3").split(" ");

function versionOf(python: string): [number, number] | null {
  const { stdout } = spawnSync(python, ["-c", "import sys; print(*sys.version_info[:2])"], {
    encoding: "utf8",
  });
  const [major, minor] = (stdout ?? "").trim().split(" ").map(Number);
  return major !== undefined && minor !== undefined && major > 0 ? [major, minor] : null;
}

/** Installs the package in a virtual environment of its own; returns the reason when it cannot. */
function install(client: Client): { python: string } | { reason: string } {
  const base = pythons.find((python) => {
    const [major, minor] = versionOf(python) ?? [0, 0];
    return major > client.python[0] || (major === client.python[0] && minor >= client.python[1]);
  });
  if (base === undefined) return { reason: `no Python ${client.python.join(".")} or newer` };
  const folder = `build/clients/${client.name}`;
  const python = `${folder}/bin/python`;
  if (!existsSync(python) && spawnSync(base, ["-m", "venv", folder]).status !== 0)
    return { reason: "no virtual environment could be made" };
  const installed = spawnSync(
    python,
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", client.package],
    {
      encoding: "utf8",
    },
  );
  return installed.status === 0
    ? { python }
    : { reason: `${client.package} could not be installed` };
}

type Outcome = { passed: boolean; output: string };

/** Runs a check without blocking: this process serves the sandbox that the check talks to. */
function runCheck(python: string, script: string, { variables }: Host): Promise<Outcome> {
  const named = Object.entries(variables).map(([name, value]) => [`CLIENT_${name}`, value]);
  const env = { ...process.env, ...Object.fromEntries(named) };
  return new Promise((resolve, reject) => {
    const child = spawn(python, [`tests/clients/${script}`], { env, timeout: 120_000 });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (piece: Buffer) => printed.push(piece));
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({ passed: code === 0, output: Buffer.concat(printed).toString("utf8").trim() }),
    );
  });
}

/** Clients to run, all by default: `npm run clients -- knackpy`. */
const named = process.argv.slice(2);
const count = { passed: 0, failed: 0, "not run": 0 };
for (const client of clients.filter(({ name }) => named.length === 0 || named.includes(name))) {
  const found = install(client);
  if ("reason" in found) {
    count["not run"] += 1;
    console.log(`not run  ${client.name}: ${found.reason}`);
    continue;
  }
  const host = await client.start();
  const outcome = await runCheck(found.python, client.script, host);
  await host.close();
  count[outcome.passed ? "passed" : "failed"] += 1;
  console.log(
    `${outcome.passed ? "passed " : "failed "}  ${client.package}${outcome.output === "" ? "" : `\n${outcome.output}`}`,
  );
}
console.log(
  Object.entries(count)
    .map(([what, many]) => `${many} ${what}`)
    .join(", "),
);
process.exit(count.failed > 0 ? 1 : 0);
