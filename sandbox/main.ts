// The command line of the sandboxes: `node sandbox/main.ts --port 8069 --knack 8072 --dhis2 8085`.
import { parseArgs } from "node:util";
import { odooSandbox } from "./accounts.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "./dhis2/server.ts";
import { startKnack } from "./knack/server.ts";
import type { Sizes } from "./odoo/database.ts";
import { parseVersion } from "./odoo/versions.ts";
import { startSandbox } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: String(odooSandbox.port) },
    /** More listeners, for clients that ask for the version before they name a database. */
    port18: { type: "string" },
    port16: { type: "string" },
    host: { type: "string", default: odooSandbox.host },
    version: { type: "string", default: "19.0" },
    size: { type: "string", default: "1" },
    partners: { type: "string" },
    invoices: { type: "string" },
    orders: { type: "string" },
    employees: { type: "string" },
    database: { type: "string" },
    parent: { type: "string" },
    /** Starts the simulated Knack too, on this port. */
    knack: { type: "string" },
    /** Students of its first school, and calls allowed per second. */
    students: { type: "string" },
    "knack-per-second": { type: "string", default: "10" },
    /**
     * Starts two simulated DHIS2 too: one to read from on this port, one to write to on the other.
     */
    dhis2: { type: "string" },
    "dhis2-destination": { type: "string", default: "0" },
    /** Months for which the first of them has values. */
    months: { type: "string" },
  },
});

const sandbox = await startSandbox({
  port: wholeNumber("port", values.port),
  host: values.host,
  version: parseVersion(values.version),
  size: Number(values.size),
  sizes: givenSizes(),
  alsoListen: [
    ...(values.port18 === undefined
      ? []
      : [{ version: "18.0" as const, port: wholeNumber("port18", values.port18) }]),
    ...(values.port16 === undefined
      ? []
      : [{ version: "16.0" as const, port: wholeNumber("port16", values.port16) }]),
  ],
  ...(values.database === undefined ? {} : { soleDatabase: values.database }),
});
const knack =
  values.knack === undefined
    ? null
    : await startKnack({
        port: wholeNumber("knack", values.knack),
        host: values.host,
        size: Number(values.size),
        sizes:
          values.students === undefined
            ? {}
            : { ashdown: wholeNumber("students", values.students) },
        perSecond: wholeNumber("knack-per-second", values["knack-per-second"]),
      });
const dhis2: Dhis2Sandbox | null =
  values.dhis2 === undefined
    ? null
    : await startDhis2Sandbox({
        host: values.host,
        ports: {
          source: wholeNumber("dhis2", values.dhis2),
          destination: wholeNumber("dhis2-destination", values["dhis2-destination"]),
        },
        size: values.months === undefined ? {} : { months: wholeNumber("months", values.months) },
      });
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
if (values.parent !== undefined) watchParent(wholeNumber("parent", values.parent));
if (knack) process.stdout.write(`sandbox: Knack at ${knack.url}\n`);
// Printed last: a caller that waits for this line may stop the sandbox at once.
for (const [name, url] of Object.entries(dhis2?.urls ?? {}))
  process.stdout.write(`sandbox: DHIS2 ${name} at ${url}\n`);
for (const [version, url] of Object.entries(sandbox.urls))
  process.stdout.write(`sandbox: Odoo ${version} at ${url}\n`);

function stop(): void {
  void Promise.all([sandbox.close(), knack?.close(), dhis2?.close()]).then(() => process.exit(0));
}

/** A sandbox must not outlive the command that started it, even if that was killed. */
function watchParent(parent: number): void {
  setInterval(() => {
    if (!isAlive(parent)) stop();
  }, 1_000);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM means that the process lives and belongs to another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function givenSizes(): Partial<Sizes> {
  const names = ["partners", "invoices", "orders", "employees"] as const;
  return Object.fromEntries(
    names.flatMap((name) =>
      values[name] === undefined ? [] : [[name, wholeNumber(name, values[name])]],
    ),
  );
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new RangeError(`--${name} wants a whole number, not ${text}`);
  return number;
}
