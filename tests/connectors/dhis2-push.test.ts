// Delivering metadata to a DHIS2: every object is accounted for, whatever the importer, the network
// or memory do.
import { beforeEach, afterEach, describe, expect, it } from "vitest";
import type { PushOrder } from "../../connectors/push-order.ts";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { families } from "../../connectors/dhis2/families.ts";
import type { Json } from "../../contract/values/json.ts";
import { say } from "../../contract/sentences/say.ts";
import type { Delivered, Delivery, Pending } from "../../contract/source/delivery.ts";
import { dhis2Sandbox } from "../../sandbox/accounts.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { readAll } from "./conformance.ts";
import { anOrder, dhis2World } from "./dhis2-world.ts";

let sandbox: Dhis2Sandbox;
beforeEach(async () => {
  sandbox = await startDhis2Sandbox({
    ports: { source: 0, destination: 0 },
    size: { districts: 1, facilities: 1, months: 1 },
  });
});
afterEach(() => sandbox.close());

const { openClient, control, kept, reading, arm } = dhis2World(() => sandbox);

async function read(family: string): Promise<Delivery[]> {
  const { records } = await readAll(dhis2, openClient(), { reading: reading(family) });
  return [...records.values()]
    .map(({ id, data }) => ({ id, data }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

const push = (
  family: string,
  deliveries: Delivery[],
  more: Partial<PushOrder> = {},
  to = openClient({ side: "destination" }),
) => dhis2.push(to, anOrder(family, deliveries, more));

/** Repeats the push as the engine does, as long as the destination works in the background. */
async function pushed(
  family: string,
  deliveries: Delivery[],
  more: Partial<PushOrder> = {},
): Promise<Delivered & { looks: number }> {
  let task: Json | null = null;
  for (let looks = 0; looks < 20; looks += 1) {
    const outcome: Delivered | Pending = await push(family, deliveries, { ...more, task });
    if (outcome.type === "delivered") return { ...outcome, looks };
    task = outcome.task;
  }
  throw new Error("still at work");
}

async function pushAll(): Promise<Record<string, Delivered>> {
  const outcomes: Record<string, Delivered> = {};
  for (const { key } of families) outcomes[key] = await pushed(key, await read(key));
  return outcomes;
}

const imports = async () =>
  (
    (await control("GET", "log?method=import_metadata&database=destination")) as {
      entries: { detail: string }[];
    }
  ).entries.map(({ detail }) => detail);
const clearLog = () => control("DELETE", "log");

const aConstant = (name: string, more: Record<string, Json> = {}): Delivery => {
  const id = `Const${name.padStart(6, "0")}`;
  return { id, data: { name, code: name, object: { id, name, code: name, value: 1, ...more } } };
};
const many = (count: number): Delivery[] =>
  Array.from({ length: count }, (_, at) => aConstant(`N${at}`));

describe("a whole system, family by family", () => {
  it("arrives: each object once, with the default objects of the destination", async () => {
    const outcomes = await pushAll();
    for (const { key } of families) {
      const wanted = (await kept(key)).filter(({ name }) => name !== "default");
      const there = (await kept(key, "destination")).filter(({ name }) => name !== "default");
      expect(outcomes[key], key).toMatchObject({ created: wanted.length, refused: [] });
      expect(there.map(({ id }) => id).sort(), key).toEqual(wanted.map(({ id }) => id).sort());
    }
    const text =
      JSON.stringify(await kept("dataElements", "destination")) +
      JSON.stringify(await kept("indicators", "destination"));
    const { defaults } = (await control(
      "GET",
      "dhis2/records?instance=destination&family=dataElements",
    )) as {
      defaults: Record<string, string>;
    };
    expect(text).toContain(defaults["categoryCombo"]);
    expect(text).toContain(defaults["categoryOptionCombo"]);
    expect(text).not.toContain("default:");
    const [set] = await kept("optionSets", "destination");
    expect(set?.["options"]).not.toEqual([]);
  });

  it("is left alone when it is sent again: nothing is imported twice", async () => {
    await pushAll();
    await clearLog();
    for (const { key } of families) {
      const deliveries = await read(key);
      expect(await pushed(key, deliveries), key).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: deliveries.length,
        refused: [],
      });
    }
    expect(await imports()).toEqual([]);
  });

  it("sends what changed and nothing else; an option set keeps its options", async () => {
    await pushAll();
    const [set] = await read("optionSets");
    const before = (await kept("options", "destination")).length;
    const object = { ...(set?.data?.["object"] as Record<string, Json>), name: "Renamed" };
    const changed = { id: set?.id ?? "", data: { ...set?.data, object } };
    expect(
      await push("optionSets", [changed, ...(await read("optionSets")).slice(1)]),
    ).toMatchObject({ updated: 1, unchanged: 2 });
    expect((await kept("options", "destination")).length).toBe(before);
  });

  it("sends parents before their children, whatever their uids", async () => {
    const units = await read("organisationUnits");
    for (const unit of units)
      expect(await push("organisationUnits", [unit])).toMatchObject({ created: 1, refused: [] });
  });
});

describe("a refusal", () => {
  it("is listed with its object and its reason, and the rest is saved", async () => {
    const bad = aConstant("Bad", {
      attributeValues: [{ value: "x", attribute: { id: "Nowhere0000" } }],
    });
    const outcome = await push("constants", [aConstant("Good"), bad]);
    expect(outcome).toMatchObject({
      created: 1,
      updated: 0,
      unchanged: 0,
      refused: [{ id: bad.id, code: "object_refused" }],
    });
    const facts = outcome.type === "delivered" ? (outcome.refused[0]?.facts ?? {}) : {};
    expect(facts["object"]).toContain("Bad");
    expect(facts["reason"]).toContain("E5002");
    expect(say("object_refused", facts, "fr")).not.toContain("…");
    expect((await kept("constants", "destination")).map(({ name }) => name)).toEqual(["Good"]);
  });

  it("concerns a code that another object has, and an object without a name", async () => {
    await push("constants", [aConstant("Zero")]);
    const taken = {
      ...aConstant("Other"),
      data: { object: { ...(aConstant("Other").data?.["object"] as object), code: "Zero" } },
    };
    const nameless = { id: "Nameless000", data: { object: { id: "Nameless000", value: 2 } } };
    const outcome = await push("constants", [nameless, taken]);
    expect(outcome).toMatchObject({
      created: 0,
      refused: [{ id: "Nameless000" }, { id: taken.id }],
    });
    expect(JSON.stringify(outcome)).toMatch(/E4000.*E5003/);
  });

  it("concerns everything for an account without the right, with a sentence", async () => {
    const { username, password } = dhis2Sandbox.limited;
    const limited = openClient({ side: "destination", settings: { username }, secret: password });
    await expect(push("constants", [aConstant("Good")], {}, limited)).rejects.toMatchObject({
      failure: { kind: "refused", code: "writing_rights_missing" },
    });
  });

  it("concerns data of another kind of system", async () => {
    await expect(push("constants", [], { template: "treasury" })).rejects.toMatchObject({
      failure: { code: "destination_unsuited" },
    });
  });
});

describe("a report that overstates", () => {
  /** A destination whose import responses are altered. */
  const telling = (change: (body: string) => string) => {
    const to = openClient({ side: "destination" });
    const call: typeof to.call = async (request) => {
      const answer = await to.call(request);
      return request.method === "POST" ? { ...answer, body: change(answer.body) } : answer;
    };
    return { ...to, call };
  };
  const numbers = (body: string, change: (count: number) => number) =>
    body.replaceAll(
      /"(created|imported)":(\d+)/g,
      (_, name: string, count: string) => `"${name}":${change(Number(count))}`,
    );

  it("counts as created only what was not there before", async () => {
    await pushed("constants", many(2));
    const changed = many(3).map(({ id, data }) => ({
      id,
      data: { ...data, object: { ...(data?.["object"] as object), value: 2 } },
    }));
    const swapped = telling((body) =>
      body.replaceAll('"created":1,"updated":2', '"created":2,"updated":1'),
    );
    expect(await push("constants", changed, {}, swapped)).toMatchObject({
      created: 1,
      updated: 2,
      refused: [],
    });
  });

  it("is ignored if it counts more than was sent", async () => {
    const more = telling((body) => numbers(body, (count) => count + 1));
    // Objects can be verified in another way: by looking them up.
    expect(await push("constants", many(3), {}, more)).toMatchObject({
      created: 3,
      updated: 0,
      refused: [],
    });
    for (const { key } of families) await pushed(key, await read(key));
    const values = (await read("dataValues")).slice(0, 4);
    const order = { template: "dhis2_values" };
    // So can values: they are stored, and nobody knows how many of them were written.
    expect(await push("dataValues", values, order, more)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: values.length,
      refused: [],
    });
    expect(await push("dataValues", values, order)).toMatchObject({
      created: 0,
      unchanged: values.length,
    });
  });
});

describe("an import in the background", () => {
  it("is polled until it ends, and reports each object", async () => {
    const bad = aConstant("Bad", {
      attributeValues: [{ value: "x", attribute: { id: "Nowhere0000" } }],
    });
    const outcome = await pushed("constants", [...many(150), bad]);
    expect(outcome).toMatchObject({ created: 150, refused: [{ id: bad.id }] });
    expect(outcome.refused[0]?.facts["reason"]).toContain("E5002");
    expect(outcome.looks).toBeGreaterThan(1);
  });

  it("that has vanished is judged by what is stored", async () => {
    const first = await push("constants", many(150));
    if (first.type !== "pending") throw new Error(first.type);
    await control("POST", "dhis2/forget-tasks", { instance: "destination", finish: true });
    await clearLog();
    let outcome: Delivered | Pending = first;
    while (outcome.type === "pending")
      outcome = await push("constants", many(150), { task: outcome.task });
    expect(outcome).toMatchObject({ created: 150, updated: 0, refused: [] });
    expect(await imports()).toEqual([]);
  });

  it("that never finished is started once more", async () => {
    const first = await push("constants", many(150));
    if (first.type !== "pending") throw new Error(first.type);
    await control("POST", "dhis2/forget-tasks", { instance: "destination", finish: false });
    let outcome: Delivered | Pending = first;
    while (outcome.type === "pending")
      outcome = await push("constants", many(150), { task: outcome.task });
    expect(outcome).toMatchObject({ created: 150, refused: [] });
    expect((await kept("constants", "destination")).length).toBe(150);
  });
});

describe("a server that fails after it has saved", () => {
  it.each(["error_after_commit", "gateway_timeout"])("%s: what is stored counts", async (fault) => {
    await push("constants", [aConstant("Old")]);
    await arm({ fault, method: "import_metadata" });
    const changed = aConstant("Old", { value: 7 });
    expect(await push("constants", [changed, aConstant("New")])).toMatchObject({
      created: 1,
      updated: 1,
      unchanged: 0,
      refused: [],
    });
  });

  it("after saving a part of it is sent the rest at once", async () => {
    const bad = aConstant("Bad", {
      attributeValues: [{ value: "x", attribute: { id: "Nowhere0000" } }],
    });
    await arm({ fault: "error_after_commit", method: "import_metadata" });
    expect(await push("constants", [aConstant("Good"), bad])).toMatchObject({
      created: 1,
      refused: [{ id: bad.id, code: "object_refused" }],
    });
    expect(await push("constants", [aConstant("Good"), bad])).toMatchObject({
      created: 0,
      unchanged: 1,
      refused: [{ id: bad.id }],
    });
  });

  it.each([
    ["bad_gateway", "busy", "source_server_error"],
    ["too_many_requests", "busy", "source_busy"],
    ["reset", "busy", "source_unreachable"],
    ["access_denied", "refused", "sign_in_refused"],
  ])("%s before saving is a failure of its kind", async (fault, kind, code) => {
    await arm({ fault, method: "import_metadata" });
    await expect(push("constants", [aConstant("New")])).rejects.toMatchObject({
      failure: { kind, code },
    });
  });

  it("or answers slowly, or compressed, is understood", async () => {
    await arm([
      { fault: "gzip", from: 1 },
      { fault: "slow", delayMs: 2_500, method: "import_metadata" },
    ]);
    expect(await push("constants", [aConstant("New")])).toMatchObject({ created: 1 });
  });
});

describe("an object that is gone at the source", () => {
  const gone = (id: string): Delivery => ({ id, data: null });

  it("is kept and listed, until somebody deletes it there", async () => {
    const { id } = aConstant("Old");
    await push("constants", [aConstant("Old")]);
    const outcome = await push("constants", [gone(String(id))]);
    expect(outcome).toMatchObject({ removed: 0, refused: [{ id, code: "object_kept" }] });
    expect((await kept("constants", "destination")).length).toBe(1);
    await control("POST", "dhis2/write", {
      instance: "destination",
      family: "constants",
      id,
      values: null,
    });
    expect(await push("constants", [gone(String(id))])).toMatchObject({
      removed: 0,
      unchanged: 1,
      refused: [],
    });
  });

  it("is deleted if the configuration says so; one in use is refused", async () => {
    await pushAll();
    const [group] = await read("dataElementGroupSets");
    const [used] = await read("dataElements");
    const options = { removals: "delete" };
    expect(
      await push("dataElementGroupSets", [gone(String(group?.id))], { options }),
    ).toMatchObject({ removed: 1, refused: [] });
    const outcome = await push("dataElements", [gone(String(used?.id))], { options });
    expect(outcome).toMatchObject({
      removed: 0,
      refused: [{ id: used?.id, code: "object_refused" }],
    });
    expect(JSON.stringify(outcome)).toContain("E4030");
  });

  it("is not a unit that only moved to another level", async () => {
    await pushAll();
    const units = await read("organisationUnits");
    const leaf = String(units.at(-1)?.id).split("/")[1];
    expect(
      await push("organisationUnits", [gone(`02/${leaf}`)], { options: { removals: "delete" } }),
    ).toMatchObject({
      removed: 0,
      unchanged: 1,
    });
    expect((await kept("organisationUnits", "destination")).length).toBe(units.length);
  });
});
