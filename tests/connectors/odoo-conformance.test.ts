// Odoo passes the conformance suite, as 19.0, 18.0 and 16.0.
import { afterAll, beforeAll, describe } from "vitest";
import { odoo } from "../../connectors/odoo/odoo.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { conformance } from "./conformance.ts";
import { conformanceWorld, odooWorld, type Version } from "./odoo-world.ts";

describe.each<[Version, size: number]>([
  ["19.0", 0.5],
  ["18.0", 0.2],
  ["16.0", 0.2],
])("Odoo %s", (version, size) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, version, size });
  });
  afterAll(() => sandbox.close());
  conformance(odoo, conformanceWorld(odooWorld(() => sandbox, version)));
});
