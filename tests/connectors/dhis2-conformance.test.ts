// DHIS2 passes the conformance suite, from 2.40 to 2.43.
import { afterAll, beforeAll, describe } from "vitest";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import type { Minor } from "../../sandbox/dhis2/instance.ts";
import { conformance } from "./conformance.ts";
import { conformanceWorld, dhis2World } from "./dhis2-world.ts";

describe.each<[Minor]>([[40], [41], [42], [43]])("DHIS2 2.%d", (minor) => {
  let sandbox: Dhis2Sandbox;
  beforeAll(async () => {
    sandbox = await startDhis2Sandbox({
      ports: { source: 0, destination: 0 },
      minors: { source: minor },
      size: { districts: 2, facilities: 2 },
    });
  });
  afterAll(() => sandbox.close());
  conformance(dhis2, conformanceWorld(dhis2World(() => sandbox)));
});
