// A DHIS2 is believed only as far as its answers were checked: filters, ids, calendars, pagers, and
// single damaged records.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { families } from "../../connectors/dhis2/families.ts";
import { parseJson } from "../../formats/json.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Delivered, Delivery, Pending } from "../../contract/source/delivery.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { readAll } from "./conformance.ts";
import { anOrder, dhis2World } from "./dhis2-world.ts";

let sandbox: Dhis2Sandbox;
beforeEach(async () => {
  sandbox = await startDhis2Sandbox({
    ports: { source: 0, destination: 0 },
    size: { districts: 2, facilities: 2, months: 4 },
  });
});
afterEach(() => sandbox.close());
const { openClient, control, kept, reading, arm } = dhis2World(() => sandbox);

type Link = ReturnType<typeof openClient>;
type Answer = Awaited<ReturnType<Link["call"]>>;

/** A source whose requests or responses are altered. */
function altered(
  request: (path: string) => string,
  answer: (path: string, body: string) => string = (_, body) => body,
): Link {
  const to = openClient();
  const call: Link["call"] = async (asked): Promise<Answer> => {
    const told = await to.call({ ...asked, path: request(asked.path) });
    return { ...told, body: answer(asked.path, told.body) };
  };
  return { ...to, call };
}

/** A source that ignores a parameter: it answers as if the parameter had not been sent. */
const ignoring = (name: RegExp, instead: string) => altered((path) => path.replace(name, instead));
const ignored = { failure: { kind: "broken", code: "filter_disobeyed" } };
const read = (name: string, to: Link) => readAll(dhis2, to, { reading: reading(name) });

describe("a filter that the source ignores", () => {
  it("of units: none of the extra values is accepted", async () => {
    const root = (await kept("organisationUnits")).find(({ level }) => level === 1);
    const all = `orgUnit=${root?.id}&children=true`;
    const to = altered((path) =>
      path.includes("dataValueSets") ? path.replace(/(orgUnit=\w+&?)+/, `${all}&`) : path,
    );
    const district = (await kept("organisationUnits")).find(({ level }) => level === 2);
    await expect(
      readAll(dhis2, to, {
        reading: reading("dataValues", { orgUnits: district?.id ?? "", monthsBack: 12 }),
      }),
    ).rejects.toMatchObject(ignored);
  });

  it("of data sets", async () => {
    const sets = (await kept("dataSets")).map(({ id }) => `dataSet=${id}`).join("&");
    const to = altered((path) =>
      path.includes("dataValueSets") ? path.replace(/(dataSet=\w+&?)+/, `${sets}&`) : path,
    );
    const set = (await kept("dataSets")).find(({ name }) => name === "Quarterly stock");
    await expect(
      readAll(dhis2, to, {
        reading: reading("dataValues", { dataSets: set?.id ?? "", monthsBack: 12 }),
      }),
    ).rejects.toMatchObject(ignored);
  });

  it("of data sets, when the data sets themselves are requested", async () => {
    const [one] = (await kept("dataSets")).map(({ id }) => id);
    const to = altered((path) =>
      path.includes("/api/dataSets") ? path.replace(/filter=id%3Ain[^&]*&/, "") : path,
    );
    const chosen = reading("dataValues", { dataSets: one ?? "", monthsBack: 12 });
    await expect(readAll(dhis2, to, { reading: chosen })).rejects.toMatchObject(ignored);
  });

  it.each([
    ["a unit", { orgUnit: "Nowhere0000" }],
    ["an element", { dataElement: "Nowhere0000" }],
    ["a time", { period: "199001" }],
  ])("for one row among many others: %s", async (_, stray) => {
    const to = altered(
      (path) => path,
      (path, body) => {
        if (!path.includes("dataValueSets")) return body;
        const told = JSON.parse(body) as { dataValues?: { [name: string]: Json }[] };
        const [first] = told.dataValues ?? [];
        return first === undefined
          ? body
          : JSON.stringify({
              ...told,
              dataValues: [...(told.dataValues ?? []), { ...first, ...stray }],
            });
      },
    );
    await expect(read("dataValues", to)).rejects.toMatchObject(ignored);
  });

  it("of time", async () => {
    const to = ignoring(/startDate=[\d-]+/, "startDate=1990-01-01");
    await expect(
      readAll(dhis2, to, { reading: reading("dataValues", { monthsBack: 1 }) }),
    ).rejects.toMatchObject(ignored);
  });

  it("of changes, of values and of objects", async () => {
    for (const name of ["dataValues", "dataElements"]) {
      const { survey } = await read(name, openClient());
      await control("POST", "clock", { offsetMs: 40 * 86_400_000 });
      const later = { cursor: (await read(name, openClient())).survey.cursor, complete: false };
      expect(survey.cursor).not.toEqual(later.cursor);
      const to = altered((path) =>
        path
          .replace(/lastUpdated=[^&]+/, "lastUpdated=1990-01-01T00:00:00.000")
          .replace(/lastUpdated%3Age%3A[^&]+/, "lastUpdated%3Age%3A1990-01-01T00%3A00%3A00.000"),
      );
      await expect(dhis2.survey(to, reading(name), later), name).rejects.toMatchObject(ignored);
      await control("POST", "clock", { offsetMs: 0 });
    }
  });

  it("of uids, for objects that are read and for those that are looked up", async () => {
    await control("POST", "dhis2/change", { family: "dataElements", added: 300 });
    const named = ignoring(/filter=id%3Ain%3A[^&]+/, "filter=id%3A!null");
    await expect(read("dataElements", named)).rejects.toMatchObject(ignored);
    await expect(
      read("categoryOptions", ignoring(/filter=name%3A!eq%3Adefault/, "filter=id%3A!null")),
    ).rejects.toMatchObject(ignored);
    const constants = [1, 2, 3].map((at): Delivery => ({
      id: `Constant00${at}`,
      data: { object: { name: `C${at}`, value: at } },
    }));
    const there = openClient({ side: "destination" });
    const call: Link["call"] = (asked) =>
      there.call({
        ...asked,
        path: asked.path.replace(/filter=id%3Ain%3A[^&]+/, "filter=id%3A!null"),
      });
    await dhis2.push(there, anOrder("constants", constants.slice(0, 2)));
    await expect(
      dhis2.push({ ...there, call }, anOrder("constants", constants.slice(2))),
    ).rejects.toMatchObject(ignored);
  });
});

/** Another option combination with the options of one that values use. */
async function twinOf(uid: string): Promise<string> {
  const one = (await kept("categoryOptionCombos")).find(({ id }) => id === uid);
  const { categoryCombo, categoryOptions } = (one ?? {}) as { [name: string]: unknown };
  await control("POST", "dhis2/write", {
    family: "categoryOptionCombos",
    id: "Twincombo01",
    values: { name: "Twin", categoryCombo, categoryOptions },
  });
  return "Twincombo01";
}

describe("two option combinations with equal options", () => {
  it("stay two: neither values nor expressions are merged", async () => {
    const all = (await kept("dataValues")) as unknown as { [name: string]: Json }[];
    const value = all.find(({ options }) => String(options).includes("."));
    const twin = await twinOf(String(value?.["categoryOptionCombo"]));
    const { dataElement, period, orgUnit, attributeOptionCombo } = value ?? {};
    const other = {
      dataElement,
      period,
      orgUnit,
      attributeOptionCombo,
      categoryOptionCombo: twin,
      value: "4711",
    };
    await control("POST", "dhis2/value", { value: other });
    const { records, rejects } = await read("dataValues", openClient());
    expect(rejects).toEqual([]);
    expect(records.size).toBe(all.length + 1);
    expect(
      [...records.values()].filter(({ data }) => data["value"] === "4711").map(({ id }) => id),
    ).toEqual([expect.stringContaining(twin)]);
    await expectRefused(
      [...records.values()].map(({ id, data }) => ({ id, data })),
      twin,
    );
  });

  async function expectRefused(values: Delivery[], twin: string): Promise<void> {
    for (const { key } of families) {
      const { records } = await read(key, openClient());
      await pushed(
        key,
        [...records.values()].map(({ id, data }) => ({ id, data })),
      );
    }
    const outcome = await pushed("dataValues", values);
    const refused = outcome.refused.map(({ id }) => String(id));
    expect(refused.some((id) => id.includes(twin))).toBe(true);
    expect(outcome.created + outcome.unchanged + refused.length).toBe(values.length);
  }

  async function pushed(resource: string, deliveries: Delivery[]): Promise<Delivered> {
    let outcome: Delivered | Pending = await dhis2.push(
      openClient({ side: "destination" }),
      anOrder(resource, deliveries),
    );
    while (outcome.type === "pending")
      outcome = await dhis2.push(
        openClient({ side: "destination" }),
        anOrder(resource, deliveries, { task: outcome.task }),
      );
    return outcome;
  }

  it("stay two if both are defaults", async () => {
    const all = (await kept("dataValues")) as unknown as { [name: string]: Json }[];
    const value = all.find(({ options }) => options === "default");
    const twin = await twinOf(String(value?.["categoryOptionCombo"]));
    await control("POST", "dhis2/value", {
      value: {
        ...value,
        categoryOptionCombo: twin,
        options: null,
        attributes: null,
        key: null,
        value: "4711",
      },
    });
    const { records } = await read("dataValues", openClient());
    expect(records.size).toBe(all.length + 1);
  });

  it("that are one at the destination are both refused there", async () => {
    for (const { key } of families) {
      const { records } = await read(key, openClient());
      await pushed(
        key,
        [...records.values()].map(({ id, data }) => ({ id, data })),
      );
    }
    const { records } = await read("dataValues", openClient());
    const one = [...records.values()].find(({ id }) => String(id).endsWith("/default/default"));
    const there = (await kept("categoryOptionCombos", "destination")).find(
      ({ name }) => name === "default",
    );
    const bare = String(one?.id).replace("/default/default", `/${there?.id}/default`);
    const outcome = await pushed("dataValues", [
      { id: one?.id ?? "", data: one?.data ?? null },
      { id: bare, data: { ...one?.data, value: "1" } },
    ]);
    expect(outcome).toMatchObject({
      created: 0,
      updated: 0,
      refused: [{ code: "value_collides" }, { code: "value_collides" }],
    });
  });
});

describe("a system with another calendar", () => {
  it.each(["ethiopian", "nepali", "thai", "coptic", "persian", "islamic"])(
    "%s is refused, with a sentence, when values are read or written",
    async (calendar) => {
      const before = await read("dataValues", openClient());
      for (const instance of ["source", "destination"])
        await control("POST", "dhis2/calendar", { instance, calendar });
      const failure = { kind: "refused", code: "calendar_unsupported", facts: { calendar } };
      for (const cursor of [null, before.survey.cursor])
        await expect(
          dhis2.survey(openClient(), reading("dataValues"), { cursor, complete: false }),
        ).rejects.toMatchObject({ failure });
      const [value] = [...before.records.values()];
      const order = anOrder("dataValues", [{ id: value?.id ?? "", data: value?.data ?? null }]);
      await expect(dhis2.push(openClient({ side: "destination" }), order)).rejects.toMatchObject({
        failure,
      });
      expect((await read("dataElements", openClient())).records.size).toBe(40);
    },
  );

  it("named Gregorian is read", async () => {
    await control("POST", "dhis2/calendar", { instance: "source", calendar: "gregorian" });
    expect((await read("dataValues", openClient())).records.size).toBe(
      (await kept("dataValues")).length,
    );
  });
});

describe("a pager", () => {
  it("that counts more objects than it lists does not fail the family", async () => {
    await arm({ fault: "lying_counts", by: 3, times: "always" });
    for (const name of ["dataElements", "organisationUnits"]) {
      const { records } = await read(name, openClient());
      expect(records.size, name).toBe((await kept(name)).length);
    }
    const { horizon, cursor } = await dhis2.survey(openClient(), reading("dataElements"), {
      cursor: null,
      complete: false,
    });
    const order = { ...reading("dataElements"), horizon, cursor };
    // Both numbers are reported as they are, so that their difference is a problem of the refresh.
    expect(await dhis2.count(openClient(), order)).toBe(43);
    expect(
      (await dhis2.ids?.(openClient(), { ...order, range: { type: "prefix", prefix: "" } }))
        ?.length,
    ).toBe(40);
  });
});

describe("one damaged record costs one record", () => {
  const objects = (path: string) => path.includes("fields=%3Aowner");
  const spoiling = (change: (body: string) => string) =>
    altered(
      (path) => path,
      (path, body) => (objects(path) ? change(body) : body),
    );

  it.each([
    [
      "a number that is none",
      (body: string) => body.replace('"zeroIsSignificant":false', '"zeroIsSignificant":NaN'),
      "field_unreadable",
    ],
    [
      "an endless number",
      (body: string) => body.replace('"zeroIsSignificant":false', '"zeroIsSignificant":-Infinity'),
      "field_unreadable",
    ],
    [
      "a number out of range",
      (body: string) => body.replace('"zeroIsSignificant":false', '"zeroIsSignificant":1e999'),
      "field_unreadable",
    ],
    [
      "half a character",
      (body: string) => body.replace('"domainType":"AGGREGATE"', '"domainType":"\\ud83d"'),
      "field_unreadable",
    ],
    [
      "a byte that is not a character",
      (body: string) => body.replace('"AGGREGATE"', '"AGG\udfff\udfff"'),
      "field_unreadable",
    ],
    [
      "a number beyond 2^53",
      (body: string) => body.replace('IsSignificant":false', 'IsSignificant":9007199254740993'),
      "number_too_long",
    ],
  ])("of a family: %s", async (_, change, code) => {
    const { records, rejects } = await read("dataElements", spoiling(change));
    expect([records.size, rejects.map((one) => one.code)]).toEqual([39, [code]]);
    expect(rejects[0]?.id).toMatch(/^\w{11}$/);
  });

  it("of a family: text that is not JSON, wherever it is", async () => {
    const [bad] = (await kept("dataElements"))
      .map(({ id }) => id)
      .sort()
      .slice(17);
    const to = spoiling((body) => body.replace(`"id":"${bad}"`, `"id":"${bad}","description":'`));
    const { records, rejects } = await read("dataElements", to);
    expect(rejects).toMatchObject([{ id: bad, code: "record_unreadable" }]);
    expect(records.size).toBe(39);
  });

  it("a family of which nothing can be read fails, and soon", async () => {
    let asked = 0;
    const to = spoiling((body) => {
      asked += 1;
      return body.replace(/"id":/g, '"id":,');
    });
    await expect(read("dataElements", to)).rejects.toMatchObject({
      failure: { kind: "broken", code: "answer_unreadable" },
    });
    expect(asked).toBeLessThan(12);
  });

  it.each([
    ["a value that is not a text", '"value":"$1"', '"value":NaN', "field_unreadable"],
    ["half a character", '"value":"$1"', '"value":"\\udc00"', "field_unreadable"],
    [
      "a byte that is not a character",
      '"value":"$1"',
      '"value":"\udfff\udfff"',
      "field_unreadable",
    ],
    [
      "a number that would be rounded",
      '"value":"$1"',
      '"value":12345678901234567.89',
      "number_too_long",
    ],
    ["an invalid escape", '"value":"$1"', '"value":"\\x41"', "record_unreadable"],
    ["a line break inside a text", '"value":"$1"', '"value":"1\n2"', "record_unreadable"],
    ["a name without a value", '"value":"$1"', '"value":', "record_unreadable"],
    [
      "a row that identifies its value twice",
      '"value":"$1"',
      '"dataElement":"aaaaaaaaaaa","value":',
      "record_without_id",
    ],
    [
      "a row that does not identify its value",
      '"value":"$1"',
      '"dataElement":7,"value":"1"',
      "record_without_id",
    ],
  ])("of values: %s", async (_, __, instead, code) => {
    let spoiled = 0;
    const to = altered(
      (path) => path,
      (path, body) =>
        path.includes("dataValueSets") && spoiled === 0
          ? body.replace(/"value":"\d+"/, () => ((spoiled += 1), instead))
          : body,
    );
    const { records, rejects, pages } = await read("dataValues", to);
    expect([records.size, rejects.map((one) => one.code)]).toEqual([
      (await kept("dataValues")).length - 1,
      [code],
    ]);
    expect(rejects[0]?.id === null).toBe(code === "record_without_id");
    // A page that holds a row without an id proves nothing about removals.
    if (code === "record_without_id")
      expect(pages.filter(({ covers }) => covers.type === "ids").length).toBe(1);
  });

  it("bare NaN and Infinity are read as infinite, and only when requested", () => {
    expect(
      parseJson('{"a":NaN,"b":[-Infinity,"NaN \\" Infinity"]}', undefined, "infinite"),
    ).toEqual({
      a: Infinity,
      b: [Infinity, 'NaN " Infinity'],
    });
    expect(() => parseJson('{"a":NaN}')).toThrow("not JSON");
  });
});
