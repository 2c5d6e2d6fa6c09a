// Knack passes the conformance suite, for a British school and an Australian one.
import { afterAll, beforeAll, describe } from "vitest";
import { knack } from "../../connectors/knack/knack.ts";
import { startKnack, type KnackServer } from "../../sandbox/knack/server.ts";
import { conformance } from "./conformance.ts";
import { conformanceWorld, knackWorld, type School } from "./knack-world.ts";

describe.each<School>(["brackenfield", "coorong"])("Knack, %s", (school) => {
  let sandbox: KnackServer;
  beforeAll(async () => {
    sandbox = await startKnack({ port: 0, sizes: { ashdown: 20 }, perSecond: 100_000 });
  });
  afterAll(() => sandbox.close());
  conformance(knack, conformanceWorld(knackWorld(() => sandbox, school)));
});
