// Data values from one DHIS2 to another: read by partitions, written beside refusals, deleted when
// deleted.
import { beforeEach, afterEach, describe, expect, it } from "vitest";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { families } from "../../connectors/dhis2/families.ts";
import { beginsFrom, firstDay } from "../../connectors/dhis2/periods.ts";
import {
  combinationKey,
  idOfValue,
  optionsKey,
  parseValueId,
} from "../../connectors/dhis2/value-ids.ts";
import { clockIn, instantIn, instantOf, overlapped } from "../../connectors/dhis2/stamps.ts";
import type { Delivered, Delivery, Pending } from "../../contract/source/delivery.ts";
import { dhis2Sandbox } from "../../sandbox/accounts.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { readAll } from "./conformance.ts";
import { anOrder, dhis2World } from "./dhis2-world.ts";

describe("a period", () => {
  it.each([
    ["2026", "2026-01-01"],
    ["202603", "2026-03-01"],
    ["20260315", "2026-03-15"],
    ["202602B", "2026-03-01"],
    ["2026Q3", "2026-07-01"],
    ["2026S2", "2026-07-01"],
    ["2026AprilS2", "2026-10-01"],
    ["2026April", "2026-04-01"],
    ["2026Oct", "2026-10-01"],
    ["2026W1", "2025-12-29"],
    ["2027W1", "2027-01-04"],
    ["2026W10", "2026-03-02"],
    ["2026BiW2", "2026-01-12"],
    ["2026FriW1", "2026-01-02"],
    ["2026Feb", "2026-02-01"],
    ["2026Aug", "2026-08-01"],
    // Named after the year in which they end (dhis2-core, FinancialNovemberPeriodType and its
    // like).
    ["2026Nov", "2025-11-01"],
    ["2026NovS1", "2025-11-01"],
    ["2026NovS2", "2026-05-01"],
    ["2026NovQ1", "2025-11-01"],
    ["2026NovQ2", "2026-02-01"],
  ])("%s begins on %s", (period, day) => expect(firstDay(period)).toBe(day));

  it("of an unknown form is read rather than lost", () =>
    expect(beginsFrom("2026X9", "2026-06-01")).toBe(true));
});

describe("a moment", () => {
  it("is on its server's wall clock unless it names a zone", () => {
    const clock = clockIn("2026-07-01T12:00:00.250", "Africa/Lagos");
    expect(clock).toEqual({ wall: "2026-07-01T12:00:00.250", offsetMs: 3_600_000 });
    expect(clock && instantOf(clock)).toBe("2026-07-01T11:00:00.250Z");
    expect(instantIn("2026-07-01T12:00:00", { offsetMs: 3_600_000 })).toBe(
      "2026-07-01T11:00:00.000Z",
    );
    expect(instantIn("2026-07-01T12:00:00.000+0200", { offsetMs: 3_600_000 })).toBe(
      "2026-07-01T10:00:00.000Z",
    );
    expect(clockIn("2026-07-01T12:00:00.000+0530", null)?.offsetMs).toBe(19_800_000);
    expect([clockIn("yesterday", null), clockIn("2026-02-30T00:00:00", null)]).toEqual([
      null,
      null,
    ]);
    expect(clockIn("2026-07-01T12:00:00", "Nowhere/At_All")?.offsetMs).toBe(0);
  });

  it("is overlapped by more than the hour that occurs twice in autumn", () => {
    expect(overlapped("2026-10-25T02:30:00.000")).toBe("2026-10-25T01:20:00.000");
  });
});

describe("the id of a value", () => {
  const parts = {
    orgUnit: "Abcdefghij0",
    period: "202601",
    dataElement: "Abcdefghij1",
    categoryOptions: "default",
    attributeOptions: "default",
  };
  it("identifies the value, and can be parsed", () => {
    expect(parseValueId(idOfValue(parts))).toEqual(parts);
    expect([
      parseValueId("a/b/c"),
      parseValueId(`${idOfValue(parts)}/more`),
      parseValueId(7),
    ]).toEqual([null, null, null]);
  });
  it("names options in one order, and fits 200 characters", () => {
    const named = (options: string[]) =>
      optionsKey("Abcdefghij9", combinationKey("Abcdefghij2", options));
    expect(named(["Abcdefghij4", "Abcdefghij3"])).toBe("Abcdefghij2.Abcdefghij3.Abcdefghij4");
    expect(named(Array.from({ length: 6 }, (_, at) => `Abcdefghij${at}`))).toBe("Abcdefghij9");
    expect(optionsKey("Abcdefghij9", undefined)).toBe("Abcdefghij9");
    const most = named(["Abcdefghij4", "Abcdefghij3", "Abcdefghij5", "Abcdefghij6", "Abcdefghij7"]);
    expect(
      idOfValue({ ...parts, period: "2026AprilS1", categoryOptions: most, attributeOptions: most })
        .length,
    ).toBeLessThanOrEqual(200);
  });
});

describe("values of two systems", () => {
  let sandbox: Dhis2Sandbox;
  beforeEach(async () => {
    sandbox = await startDhis2Sandbox({
      ports: { source: 0, destination: 0 },
      size: { districts: 2, facilities: 2, months: 4 },
    });
    for (const { key } of families) await pushed(key, await read(key), "dhis2_metadata");
  });
  afterEach(() => sandbox.close());
  const { openClient, control, kept, reading, arm } = dhis2World(() => sandbox);

  async function read(family: string): Promise<Delivery[]> {
    const { records } = await readAll(dhis2, openClient(), { reading: reading(family) });
    return [...records.values()].map(({ id, data }) => ({ id, data }));
  }

  async function pushed(
    resource: string,
    deliveries: Delivery[],
    template = "dhis2_values",
  ): Promise<Delivered> {
    const order = anOrder(resource, deliveries, { template });
    let outcome: Delivered | Pending = await dhis2.push(openClient({ side: "destination" }), order);
    while (outcome.type === "pending")
      outcome = await dhis2.push(
        openClient({ side: "destination" }),
        Object.assign(order, { task: outcome.task }),
      );
    return outcome;
  }

  const texts = async (side: "source" | "destination") =>
    (await kept("dataValues", side))
      .map((one) =>
        [
          one["orgUnit"],
          one["period"],
          one["dataElement"],
          one["options"],
          one["value"],
          one["comment"] ?? null,
          one["followup"],
        ].join(" "),
      )
      .sort();

  it("are the same afterwards, with each system's own options; and a second time nothing changes", async () => {
    const values = await read("dataValues");
    expect(values.some(({ id }) => String(id).includes("."))).toBe(true);
    const nothing = { updated: 0, removed: 0, refused: [] };
    expect(await pushed("dataValues", values)).toMatchObject({
      ...nothing,
      created: values.length,
      unchanged: 0,
    });
    expect(await texts("destination")).toEqual(await texts("source"));
    expect(await pushed("dataValues", values)).toMatchObject({
      ...nothing,
      created: 0,
      unchanged: values.length,
    });
  });

  it("are saved although others are refused, each with its reason", async () => {
    const [good, other, third] = await read("dataValues");
    if (!good || !other || !third) throw new Error("no values");
    const wrong = { id: other.id, data: { ...other.data, value: "many" } };
    const [unit, ...rest] = String(third.id).split("/");
    const nowhere = { id: ["Nowhere0000", ...rest].join("/"), data: third.data };
    const unknown = {
      id: `${unit}/202601/Abcdefghij0/Abcdefghij1.Abcdefghij2/default`,
      data: third.data,
    };
    const outcome = await pushed("dataValues", [wrong, good, nowhere, unknown]);
    expect(outcome).toMatchObject({ created: 1, updated: 0, unchanged: 0 });
    expect(
      Object.fromEntries(
        outcome.refused.map(({ id, code, facts }) => [
          id,
          `${code} ${facts["reason"]?.slice(0, 5)}`,
        ]),
      ),
    ).toEqual({
      [wrong.id]: "object_refused E7619",
      [nowhere.id]: "object_refused E7612",
      [unknown.id]: "option_combo_missing Abcde",
    });
  });

  it("are accepted and refused by the codes of 2.43 as well", async () => {
    await control("POST", "dhis2/version", { instance: "destination", minor: 43 });
    const [one] = await read("dataValues");
    const outcome = await pushed("dataValues", [
      { id: one?.id ?? "", data: { ...one?.data, value: "-1" } },
    ]);
    expect(outcome).toMatchObject({ created: 0, refused: [{ id: one?.id }] });
    expect(outcome.refused[0]?.facts["reason"]).toContain("E8122");
  });

  it("that changed are updated; those that were deleted are deleted there too", async () => {
    const values = await read("dataValues");
    await pushed("dataValues", values);
    const [changed, gone] = values;
    const outcome = await pushed("dataValues", [
      { id: changed?.id ?? "", data: { ...changed?.data, comment: "seen" } },
      { id: gone?.id ?? "", data: null },
    ]);
    expect(outcome).toMatchObject({
      created: 0,
      updated: 1,
      unchanged: 0,
      removed: 1,
      refused: [],
    });
    expect((await texts("destination")).length).toBe(values.length - 1);
    expect(await pushed("dataValues", [{ id: gone?.id ?? "", data: null }])).toMatchObject({
      removed: 0,
      unchanged: 1,
    });
  });

  it("that were saved before the server failed are unchanged when sent again", async () => {
    const values = (await read("dataValues")).slice(0, 20);
    await arm({ fault: "error_after_commit", method: "import_values" });
    await expect(pushed("dataValues", values)).rejects.toMatchObject({
      failure: { kind: "broken", code: "source_server_error" },
    });
    expect(await pushed("dataValues", values)).toMatchObject({
      created: 0,
      unchanged: 20,
      refused: [],
    });
  });

  it("may not be written by an account without the right", async () => {
    const { username, password } = dhis2Sandbox.limited;
    const limited = openClient({ side: "destination", settings: { username }, secret: password });
    const order = anOrder("dataValues", (await read("dataValues")).slice(0, 1));
    await expect(dhis2.push(limited, order)).rejects.toMatchObject({
      failure: { code: "writing_rights_missing" },
    });
  });

  it("do not seem to vanish when months go by", async () => {
    const before = await readAll(dhis2, openClient(), {
      reading: reading("dataValues", { monthsBack: 4 }),
    });
    await control("POST", "clock", { offsetMs: 70 * 86_400_000 });
    const since = { cursor: before.survey.cursor, complete: true };
    const after = await readAll(dhis2, openClient(), {
      reading: reading("dataValues", { monthsBack: 4 }),
      since,
    });
    expect([...after.records.keys()].sort()).toEqual([...before.records.keys()].sort());
  });

  it("of chosen data sets and units are the only ones read", async () => {
    const set = (await kept("dataSets")).find(({ name }) => name === "Quarterly stock");
    const district = (await kept("organisationUnits")).find(({ level }) => level === 2);
    const options = { dataSets: set?.id ?? "", orgUnits: district?.id ?? "", monthsBack: 12 };
    const { records } = await readAll(dhis2, openClient(), {
      reading: reading("dataValues", options),
    });
    const below = new Set(
      (await kept("organisationUnits"))
        .filter(({ path }) => String(path).includes(String(district?.id)))
        .map(({ id }) => id),
    );
    expect(records.size).toBeGreaterThan(0);
    for (const { data } of records.values())
      expect([below.has(String(data["org_unit"])), data["period"]]).toEqual([
        true,
        expect.stringContaining("Q"),
      ]);
  });

  it("of a unit outside the account's hierarchy are refused with a sentence", async () => {
    await arm({ fault: "unit_outside", method: "read_values", times: "always" });
    await expect(read("dataValues")).rejects.toMatchObject({
      failure: { kind: "refused", code: "org_unit_outside" },
    });
  });

  it("of a unit that has moved away are requested by the current units", async () => {
    await arm({ fault: "unit_outside", method: "read_values", times: 1 });
    expect((await read("dataValues")).length).toBe((await kept("dataValues")).length);
  });

  it("of many units are read in partitions that leave no unit out", async () => {
    await sandbox.close();
    sandbox = await startDhis2Sandbox({
      ports: { source: 0, destination: 0 },
      size: { districts: 5, facilities: 6, months: 2 },
    });
    const { survey, records } = await readAll(dhis2, openClient(), {
      reading: reading("dataValues"),
    });
    expect(survey.partitions.length).toBe(52);
    expect(records.size).toBe((await kept("dataValues")).length);
  });
});
