// Values by data set, as DHIS2 2.43 and later take them: nothing in a refused group is lost or
// counted as sent, and everything valid is stored.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { families } from "../../connectors/dhis2/families.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Delivered, Delivery, Pending } from "../../contract/source/delivery.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { readAll } from "./conformance.ts";
import { anOrder, dhis2World } from "./dhis2-world.ts";

let sandbox: Dhis2Sandbox;
let values: Delivery[];
beforeEach(async () => {
  sandbox = await startDhis2Sandbox({
    ports: { source: 0, destination: 0 },
    minors: { destination: 43 },
    size: { districts: 2, facilities: 2, months: 4 },
  });
  for (const { key } of families) await pushed(key, await read(key));
  values = await read("dataValues");
});
afterEach(() => sandbox.close());
const { openClient, control, kept, reading } = dhis2World(() => sandbox);

async function read(family: string): Promise<Delivery[]> {
  const { records } = await readAll(dhis2, openClient(), { reading: reading(family) });
  return [...records.values()].map(({ id, data }) => ({ id, data }));
}

async function pushed(
  resource: string,
  deliveries: Delivery[],
  to = openClient({ side: "destination" }),
): Promise<Delivered> {
  const order = anOrder(resource, deliveries);
  let outcome: Delivered | Pending = await dhis2.push(to, order);
  while (outcome.type === "pending")
    outcome = await dhis2.push(to, { ...order, task: outcome.task });
  return outcome;
}

const imports = async () =>
  ((await control("GET", "log?method=import_values&database=destination")) as { entries: object[] })
    .entries.length;
const write = (family: string, id: string, values: object) =>
  control("POST", "dhis2/write", { instance: "destination", family, id, values });
const named = async (family: string, name: string) => {
  const found = (await kept(family, "destination")).find((one) => one["name"] === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const ids = (rejects: { id: unknown }[]) => rejects.map(({ id }) => String(id)).sort();
const texts = async (side: "source" | "destination") =>
  (await kept("dataValues", side))
    .map((one) =>
      ["orgUnit", "period", "dataElement", "options", "value", "comment", "followup"]
        .map((name) => String(one[name]))
        .join(" "),
    )
    .sort();

/** A destination whose import responses are altered. */
function altered(change: (body: { [name: string]: Json }) => { status?: number; body?: Json }) {
  const to = openClient({ side: "destination" });
  const call: typeof to.call = async (request) => {
    const answer = await to.call(request);
    if (request.method !== "POST" || !request.path.includes("dataValueSets")) return answer;
    const told = change(JSON.parse(answer.body) as { [name: string]: Json });
    return {
      ...answer,
      status: told.status ?? answer.status,
      body: JSON.stringify(told.body ?? JSON.parse(answer.body)),
    };
  };
  return { ...to, call };
}

describe("values of several data sets", () => {
  it("are sent one data set per request, and are the same afterwards, including follow-up flags and comments", async () => {
    const outcome = await pushed("dataValues", values);
    expect(outcome).toMatchObject({ updated: values.length, refused: [] });
    expect(await texts("destination")).toEqual(await texts("source"));
    expect((await kept("dataValues")).some(({ followup }) => followup)).toBe(true);
    expect(await imports()).toBe(2);
  });

  it("that are gone are removed by data set too", async () => {
    await pushed("dataValues", values);
    const gone = values.slice(0, 7).map(({ id }) => ({ id, data: null }));
    expect(await pushed("dataValues", gone)).toMatchObject({ removed: 7, refused: [] });
    expect((await texts("destination")).length).toBe(values.length - 7);
  });

  it("of a data element in no data set are listed, and the others are sent", async () => {
    const set = await named("dataSets", "Monthly report");
    const elements = set["dataSetElements"] as { dataElement: { id: string } }[];
    const valuesOf = (uid: string) => values.filter(({ id }) => String(id).includes(uid));
    const element = elements.find(({ dataElement }) => valuesOf(dataElement.id).length > 0);
    await write("dataSets", set.id, { dataSetElements: elements.filter((one) => one !== element) });
    const orphaned = valuesOf(element?.dataElement.id ?? "?");
    expect(orphaned.length).toBeGreaterThan(0);
    const outcome = await pushed("dataValues", values);
    expect(ids(outcome.refused)).toEqual(ids(orphaned));
    expect(outcome.refused.every(({ code }) => code === "element_without_data_set")).toBe(true);
    expect(outcome.updated).toBe(values.length - orphaned.length);
  });

  it("of a data element in several of them go to the one that accepts them", async () => {
    const monthly = await named("dataSets", "Monthly report");
    const members = monthly["dataSetElements"] as { dataElement: { id: string } }[];
    // The same data elements, assigned to no unit: this data set comes first in the list and
    // accepts nothing.
    const shadow = {
      name: "A shadow",
      shortName: "A shadow",
      periodType: "Monthly",
      categoryCombo: monthly["categoryCombo"],
      organisationUnits: [],
    };
    await write("dataSets", "Aaaaaaaaaa1", { ...shadow, dataSetElements: members });
    expect(await pushed("dataValues", values)).toMatchObject({
      updated: values.length,
      refused: [],
    });
    // If nothing shows which data set is right, the next one is tried when the first refuses.
    await write("dataSets", "Aaaaaaaaaa1", {
      ...shadow,
      dataSetElements: members,
      periodType: "Yearly",
    });
    const blind = openClient({ side: "destination" });
    const call: typeof blind.call = async (request) => {
      const answer = await blind.call(request);
      return request.path.includes("dataSets%5Bid%5D")
        ? { ...answer, body: answer.body.replaceAll('"dataSets"', '"unseen"') }
        : answer;
    };
    expect(await pushed("dataValues", values, { ...blind, call })).toMatchObject({
      updated: values.length,
      refused: [],
    });
  });
});

describe("a refused group", () => {
  it("loses only the values of a unit that is not assigned, each with its reason", async () => {
    const set = await named("dataSets", "Monthly report");
    const [unit, ...units] = set["organisationUnits"] as { id: string }[];
    await write("dataSets", set.id, { organisationUnits: units });
    const outcome = await pushed("dataValues", values);
    const refused = values.filter(
      ({ id }) => String(id).startsWith(unit?.id ?? "?") && !/\d{4}Q/.test(String(id)),
    );
    expect(refused.length).toBeGreaterThan(0);
    expect(ids(outcome.refused)).toEqual(ids(refused));
    expect(outcome.refused[0]?.facts["reason"]).toContain("E8022");
    expect(outcome).toMatchObject({
      created: 0,
      updated: values.length - refused.length,
      unchanged: 0,
    });
  });

  it("is taken apart although its reason is unknown", async () => {
    const set = await named("dataSets", "Monthly report");
    const [unit, ...units] = set["organisationUnits"] as { id: string }[];
    await write("dataSets", set.id, { organisationUnits: units });
    const mute = altered((body) => ({
      body: JSON.parse(
        JSON.stringify(body)
          .replace(/"value":"[^"]*"/g, '"value":"No."')
          .replaceAll("E8022", "E8999"),
      ) as Json,
    }));
    const some = values.filter(({ id }) => !/\d{4}Q/.test(String(id))).slice(0, 40);
    const outcome = await pushed("dataValues", some, mute);
    const refused = some.filter(({ id }) => String(id).startsWith(unit?.id ?? "?"));
    expect(ids(outcome.refused)).toEqual(ids(refused));
    expect(outcome.updated).toBe(some.length - refused.length);
  });

  it("in which everything is refused comes to an end, and lists everything", async () => {
    const set = await named("dataSets", "Monthly report");
    await write("dataSets", set.id, { organisationUnits: [] });
    const mute = altered((body) => ({
      body: JSON.parse(
        JSON.stringify(body)
          .replace(/"value":"[^"]*"/g, '"value":"No."')
          .replaceAll("E8022", "E8999"),
      ) as Json,
    }));
    const monthly = values.filter(({ id }) => !/\d{4}Q/.test(String(id)));
    const outcome = await pushed("dataValues", monthly, mute);
    expect(ids(outcome.refused)).toEqual(ids(monthly));
    expect(outcome).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
    expect(await imports()).toBeLessThan(90);
    expect(await texts("destination")).toEqual([]);
  });

  it("with the index -1 is refused as a whole, although nothing is counted as ignored", async () => {
    const report = {
      status: "ERROR",
      importCount: { imported: 0, updated: 0, ignored: 0, deleted: 0 },
    };
    const conflict = {
      value: "Value #0 data element UID not valid",
      errorCode: "E8104",
      indexes: [-1],
    };
    const all = altered(() => ({
      status: 409,
      body: { response: { ...report, conflicts: [conflict] } },
    }));
    const outcome = await pushed("dataValues", values.slice(0, 3), all);
    expect(ids(outcome.refused)).toEqual(ids(values.slice(0, 3)));
    expect(outcome.refused[0]?.facts["reason"]).toContain("E8104");
  });

  it("reported with 200 and a warning lists what was refused", async () => {
    const [good, other] = values;
    const bad = { id: other?.id ?? "", data: { ...other?.data, value: "many" } };
    const outcome = await pushed("dataValues", [good ?? bad, bad]);
    expect(outcome).toMatchObject({
      updated: 1,
      refused: [{ id: bad.id, code: "object_refused" }],
    });
    expect(outcome.refused[0]?.facts["reason"]).toContain("E8122");
  });
});

describe("values reported as ignored without a reason", () => {
  it("are unchanged only if a lookup finds them as they were sent", async () => {
    await pushed("dataValues", values.slice(0, 2));
    const quiet = altered((body) => {
      const response = body["response"] as { [name: string]: Json };
      return {
        body: {
          ...body,
          response: {
            ...response,
            importCount: { imported: 0, updated: 0, ignored: 2, deleted: 0 },
          },
        },
      };
    });
    expect(await pushed("dataValues", values.slice(0, 2), quiet)).toMatchObject({
      updated: 0,
      unchanged: 2,
      refused: [],
    });
    const deaf = openClient({ side: "destination" });
    const call: typeof deaf.call = async (request) => {
      if (request.method !== "POST") return deaf.call(request);
      const body = JSON.stringify({
        response: {
          status: "SUCCESS",
          importCount: { imported: 0, updated: 0, ignored: 1, deleted: 0 },
          conflicts: [],
        },
      });
      return { status: 200, headers: { "content-type": "application/json" }, body };
    };
    const lost = await pushed("dataValues", values.slice(5, 6), { ...deaf, call });
    expect(lost).toMatchObject({
      updated: 0,
      unchanged: 0,
      refused: [{ id: values[5]?.id, code: "object_refused" }],
    });
  });
});

describe("the attribute options of a value", () => {
  it("are refused if they do not belong to the data set, and nothing else is", async () => {
    const combo = (await kept("categoryCombos")).find(({ name }) => name === "Age only");
    const option = (await kept("categoryOptions")).find(({ name }) => name === "Under 5");
    const [unit, period, element] = String(values[0]?.id).split("/");
    const other = {
      id: [unit, period, element, "default", `${combo?.id}.${option?.id}`].join("/"),
      data: values[0]?.data ?? null,
    };
    const outcome = await pushed("dataValues", [...values.slice(0, 20), other]);
    expect(outcome).toMatchObject({
      updated: 20,
      refused: [{ id: other.id, code: "object_refused" }],
    });
    expect(outcome.refused[0]?.facts["reason"]).toContain("E8023");
  });
});
