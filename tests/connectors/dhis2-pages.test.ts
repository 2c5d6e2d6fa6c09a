// Families that do not fit a page, objects that do not fit a response, clocks that go back, and
// units that move.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { readAll } from "./conformance.ts";
import { dhis2World } from "./dhis2-world.ts";

let sandbox: Dhis2Sandbox;
beforeEach(async () => {
  sandbox = await startDhis2Sandbox({
    ports: { source: 0, destination: 0 },
    size: { districts: 2, facilities: 2, months: 3 },
  });
});
afterEach(() => sandbox.close());
const { openClient, control, kept, reading } = dhis2World(() => sandbox);
const uids = async (family: string) => (await kept(family)).map(({ id }) => id).sort();

describe("a large family", () => {
  it("is cut by the uids of its objects, and each comes once", async () => {
    await control("POST", "dhis2/change", { family: "dataElements", added: 700 });
    const { survey, records, twice } = await readAll(dhis2, openClient(), {
      reading: reading("dataElements"),
    });
    expect(survey.partitions.length).toBe(4);
    expect([survey.toRead, records.size, twice]).toEqual([740, 740, []]);
    expect([...records.keys()].sort()).toEqual(await uids("dataElements"));
  });

  it("loses nothing when objects come and go while it is read", async () => {
    await control("POST", "dhis2/change", { family: "dataElements", added: 400 });
    const to = openClient();
    const survey = await dhis2.survey(to, reading("dataElements"), {
      cursor: null,
      complete: false,
    });
    await control("POST", "dhis2/change", { family: "dataElements", added: 5, removed: 5 });
    const { records } = await readAll(dhis2, to, { reading: reading("dataElements") });
    const ids = await dhis2.ids?.(to, {
      ...reading("dataElements"),
      range: { type: "prefix", prefix: "" },
      horizon: survey.horizon,
      cursor: survey.cursor,
    });
    expect([...records.keys()].sort()).toEqual(ids);
    expect(ids).toEqual(await uids("dataElements"));
  });
});

describe("large objects", () => {
  it("are requested fewer at a time; one that fits no response is a reject", async () => {
    const [heavy] = await uids("dataElements");
    await control("POST", "dhis2/write", {
      family: "dataElements",
      id: heavy,
      values: { description: "x".repeat(60_000) },
    });
    const { records, rejects } = await readAll(
      dhis2,
      openClient({ limits: { answerBytes: 40_000 } }),
      {
        reading: reading("dataElements"),
      },
    );
    expect(rejects).toMatchObject([{ id: heavy, code: "record_too_large" }]);
    expect(records.size).toBe(39);
  });

  it("and values that fit no response are read unit by unit", async () => {
    const { records, pages } = await readAll(
      dhis2,
      openClient({ limits: { answerBytes: 20_000 } }),
      {
        reading: reading("dataValues"),
      },
    );
    expect(records.size).toBe((await kept("dataValues")).length);
    expect(pages.length).toBeGreaterThan(5);
  });
});

describe("changes", () => {
  it("are found although the clock of the source was set back", async () => {
    const before = await readAll(dhis2, openClient(), { reading: reading("dataElements") });
    await control("POST", "clock", { offsetMs: -5 * 3_600_000 });
    const { changed } = (await control("POST", "dhis2/change", {
      family: "dataElements",
      changed: 2,
    })) as { changed: string[] };
    const since = { cursor: before.survey.cursor, complete: false };
    const after = await readAll(dhis2, openClient(), { reading: reading("dataElements"), since });
    expect([...after.records.keys()].sort()).toEqual(changed);
  });

  it("of values name the ranges in which something was deleted, and no others", async () => {
    const before = await readAll(dhis2, openClient(), { reading: reading("dataValues") });
    await control("POST", "clock", { offsetMs: 2 * 3_600_000 });
    const since = { cursor: before.survey.cursor, complete: false };
    const quiet = await dhis2.survey(openClient(), reading("dataValues"), since);
    expect([quiet.coverage, quiet.toRead, quiet.partitions, quiet.idRanges]).toEqual([
      "changes",
      0,
      [],
      [],
    ]);
    const { removed } = (await control("POST", "dhis2/change", {
      family: "dataValues",
      removed: 2,
    })) as { removed: string[] };
    const { idRanges, toRead } = await dhis2.survey(openClient(), reading("dataValues"), since);
    const places = [...new Set(removed.map((key) => key.split("-").slice(0, 2).join("/")))].sort();
    expect(idRanges?.map((span) => span.type === "prefix" && span.prefix)).toEqual(
      places.map((place) => `${place}/`),
    );
    expect(toRead).toBe(0);
  });

  it("leave alone what was only saved again: its record is the same", async () => {
    const before = await readAll(dhis2, openClient(), { reading: reading("dataElements") });
    const [id] = await uids("dataElements");
    await control("POST", "dhis2/write", { family: "dataElements", id, values: {} });
    const after = await readAll(dhis2, openClient(), { reading: reading("dataElements") });
    expect(after.records.get(id ?? "")?.version).not.toBe(before.records.get(id ?? "")?.version);
    expect(after.records.get(id ?? "")?.data).toEqual(before.records.get(id ?? "")?.data);
  });

  it("of the level of a unit give it another id", async () => {
    const units = await kept("organisationUnits");
    const leaf = units.find(({ level }) => level === 4);
    const district = units.find(({ level }) => level === 2);
    await control("POST", "dhis2/write", {
      family: "organisationUnits",
      id: leaf?.id,
      values: { parent: { id: district?.id } },
    });
    const { records } = await readAll(dhis2, openClient(), {
      reading: reading("organisationUnits"),
    });
    expect([records.has(`04/${leaf?.id}`), records.has(`03/${leaf?.id}`)]).toEqual([false, true]);
  });
});

describe("a stored object", () => {
  it("names no user, right or default object of its system", async () => {
    const { defaults } = (await control("GET", "dhis2/records?family=dataElements")) as {
      defaults: Record<string, string>;
    };
    for (const family of ["dataElements", "indicators", "dataSets", "organisationUnits"]) {
      const { records } = await readAll(dhis2, openClient(), { reading: reading(family) });
      const text = JSON.stringify([...records.values()].map(({ data }) => data));
      for (const word of ["createdBy", "sharing", "lastUpdated", ...Object.values(defaults)])
        expect(text, `${family} ${word}`).not.toContain(word);
    }
  });
});
