// `npm run bench [-- NAME …]`: measures the promises on this machine and writes the figures to
// bench/results/.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/quiet.ts";
import * as broadcast from "./broadcast.ts";
import * as cost from "./cost.ts";
import * as dhis2 from "./dhis2.ts";
import * as edi from "./edi.ts";
import * as firstProgress from "./first-progress.ts";
import * as invoices from "./invoices.ts";
import * as knack from "./knack.ts";
import * as page from "./page.ts";
import * as postgres from "./postgres.ts";
import * as read from "./read.ts";
import * as refresh from "./refresh.ts";
import * as tenants from "./tenants.ts";

const benches = {
  refresh,
  "first-progress": firstProgress,
  broadcast,
  tenants,
  cost,
  read,
  page,
  edi,
  knack,
  dhis2,
  invoices,
  postgres,
};
type Name = keyof typeof benches;

const isName = (name: string): name is Name => Object.hasOwn(benches, name);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !isName(name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`,
  );
  process.exit(1);
}

const versionOf = (name: string) =>
  (
    JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as {
      version: string;
    }
  ).version;
const machine = {
  cpu: cpus()[0]?.model ?? "",
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  workerd: versionOf("workerd"),
  wrangler: versionOf("wrangler"),
};

for (const name of asked.length > 0 ? asked.filter(isName) : (Object.keys(benches) as Name[])) {
  console.log(`${name}: ${benches[name].describe} …`);
  const result = {
    bench: name,
    at: new Date().toISOString(),
    machine,
    result: await benches[name].measure(),
  };
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(
    join(root, "bench/results", `${name}.json`),
    `${JSON.stringify(result, null, 2)}\n`,
  );
  console.log(JSON.stringify(result.result, null, 2));
}
console.log("`npm run docs` writes these figures into the pages.");
process.exit(0);
