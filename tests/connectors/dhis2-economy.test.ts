// What a DHIS2 is not asked twice: at a few requests per second, each one adds to the wait.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { clockOf, systemInfo } from "../../connectors/dhis2/system.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { readAll } from "./conformance.ts";
import { dhis2World } from "./dhis2-world.ts";

let sandbox: Dhis2Sandbox;
beforeEach(async () => {
  sandbox = await startDhis2Sandbox({
    ports: { source: 0, destination: 0 },
    size: { districts: 4, facilities: 6, months: 3 },
  });
});
afterEach(() => sandbox.close());
const { openClient, control, kept, reading } = dhis2World(() => sandbox);

/** A client that records its requests, in order. */
function counting(to = openClient()) {
  const asked: string[] = [];
  const call: typeof to.call = (request) => {
    asked.push(/\/api\/([\w/]+)/.exec(request.path)?.[1] ?? "");
    return to.call(request);
  };
  return { to: { ...to, call }, asked, anew: () => asked.splice(0).sort() };
}

const all = { type: "prefix", prefix: "" } as const;
const start = { cursor: null, complete: false };

describe("of a family", () => {
  it("count and ids come with one request, and a later comparison makes its own", async () => {
    const { to, anew } = counting();
    const { horizon, cursor } = await dhis2.survey(to, reading("dataElements"), start);
    const order = { ...reading("dataElements"), horizon, cursor };
    anew();
    expect(await dhis2.count(to, order)).toBe(40);
    await control("POST", "dhis2/change", { family: "dataElements", added: 1 });
    expect((await dhis2.ids?.(to, { ...order, range: all }))?.length).toBe(40);
    expect(anew()).toEqual(["dataElements"]);
    expect((await dhis2.ids?.(to, { ...order, range: all }))?.length).toBe(41);
    expect(anew()).toEqual(["dataElements"]);
  });

  it("a count for one refresh does not serve as a list for another", async () => {
    const { to } = counting();
    const { horizon, cursor } = await dhis2.survey(to, reading("dataElements"), start);
    await dhis2.count(to, { ...reading("dataElements"), horizon, cursor });
    await control("POST", "dhis2/change", { family: "dataElements", added: 1 });
    const other = { horizon: { at: "2026-01-01T00:00:00.000Z", highestId: null }, cursor };
    expect(
      (await dhis2.ids?.(to, { ...reading("dataElements"), ...other, range: all }))?.length,
    ).toBe(41);
  });

  it("the clock is requested once, and an unchanged family costs two requests", async () => {
    const { to, anew } = counting();
    const before = await readAll(dhis2, to, { reading: reading("constants") });
    anew();
    const since = { cursor: before.survey.cursor, complete: false };
    await control("POST", "clock", { offsetMs: 3 * 3_600_000 });
    const fresh = counting();
    const surveys = ["constants", "dataSets", "indicators"].map((name) =>
      dhis2.survey(fresh.to, reading(name), since),
    );
    for (const survey of surveys) expect((await survey).toRead).toBe(0);
    expect(new Set(fresh.anew())).toEqual(
      new Set(["constants", "dataSets", "indicators", "system/info"]),
    );
    await dhis2.survey(fresh.to, reading("constants"), since);
    await dhis2.count(fresh.to, { ...reading("constants"), ...(await surveys[0]!) });
    expect(fresh.anew()).toEqual(["constants", "constants"]);
  });

  it("the remembered clock is never ahead of the system's own", async () => {
    const { to } = counting();
    await systemInfo(to);
    const remembered = await clockOf(to);
    expect(remembered.wall <= (await systemInfo(to)).clock.wall).toBe(true);
  });
});

describe("of data values", () => {
  it("each partition costs one request, and the listing makes its own requests", async () => {
    const { to, asked, anew } = counting();
    const { survey, records } = await readAll(dhis2, to, { reading: reading("dataValues") });
    expect(records.size).toBe((await kept("dataValues")).length);
    const count = (what: string) => asked.filter((one) => one === what).length;
    expect([
      count("dataSets"),
      count("me"),
      count("organisationUnits"),
      count("system/info"),
    ]).toEqual([1, 1, 1, 1]);
    // Units with this many first letters have values; for the other partitions nothing is requested
    // at all.
    expect(count("dataValueSets")).toBeLessThan(survey.partitions.length);
    anew();
    const order = { ...reading("dataValues"), horizon: survey.horizon, cursor: survey.cursor };
    for (const range of survey.idRanges ?? [])
      if (range.type === "prefix") await dhis2.ids?.(to, { ...order, range });
    expect([count("dataSets"), count("me"), count("organisationUnits")]).toEqual([1, 1, 1]);
  });

  it("the listing sees a unit that was added while pages were read", async () => {
    const { to, anew } = counting();
    const { horizon, cursor } = await dhis2.survey(to, reading("dataValues"), start);
    const district = (await kept("organisationUnits")).find(({ level }) => level === 2)?.id;
    const values = {
      name: "New clinic",
      shortName: "New clinic",
      openingDate: "2020-01-01T00:00:00.000",
      parent: { id: district },
    };
    await control("POST", "dhis2/write", {
      family: "organisationUnits",
      id: "NewUnit0000",
      values,
    });
    anew();
    const range = {
      type: "prefix",
      prefix: "NewUnit0000/",
      since: "2020-01-01T00:00:00.000Z",
    } as const;
    expect(await dhis2.ids?.(to, { ...reading("dataValues"), range, horizon, cursor })).toEqual([]);
    expect(anew()).toEqual(["dataSets", "dataValueSets", "me", "organisationUnits"]);
  });
});
