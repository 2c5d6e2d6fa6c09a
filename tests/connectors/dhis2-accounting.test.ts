// What a real DHIS2 counts oddly, or not at all: every value and object is accounted for by a
// lookup, and none that was not stored counts as sent.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SourceResponse, SourceRequest } from "../../connectors/source-client.ts";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { families } from "../../connectors/dhis2/families.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Delivered, Delivery, Pending } from "../../contract/source/delivery.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { readAll } from "./conformance.ts";
import { anOrder, dhis2World } from "./dhis2-world.ts";

let sandbox: Dhis2Sandbox;
let values: Delivery[];
beforeAll(async () => {
  sandbox = await startDhis2Sandbox({
    ports: { source: 0, destination: 0 },
    size: { districts: 1, facilities: 2, months: 4 },
  });
  for (const { key } of families) await pushed(key, await read(key));
  values = (await read("dataValues")).filter(({ data }) =>
    /^[1-9]\d*$/.test(String(data?.["value"])),
  );
});
afterAll(() => sandbox.close());
const { openClient, kept, reading } = dhis2World(() => sandbox);

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

type Body = { [name: string]: Json };
type Send = (request: SourceRequest) => Promise<SourceResponse>;

/** A destination behind a proxy that decides how each request is answered. */
function behind(answer: (request: SourceRequest, ask: Send) => Promise<SourceResponse> | null) {
  const to = openClient({ side: "destination" });
  const call: Send = (request) => answer(request, (other) => to.call(other)) ?? to.call(request);
  return { ...to, call };
}

const json = (body: Json, status = 200): SourceResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const isImport = ({ method, path }: SourceRequest): boolean =>
  method === "POST" && path.includes("dataValueSets");
const rowsOf = ({ body = "{}" }: SourceRequest): Body[] =>
  (JSON.parse(body) as { dataValues: Body[] }).dataValues;
const valueOf = (delivery: Delivery | undefined, value: string): Delivery => ({
  id: delivery?.id ?? "",
  data: { ...delivery?.data, value, comment: null },
});

describe("zeros of a data element that stores none", () => {
  // Up to 2.42 they are dropped without being counted; a value that was there is deleted
  // (dhis2-core, DefaultDataValueSetService).
  const careless = () =>
    behind((request, ask) => {
      if (!isImport(request) || !request.path.includes("CREATE_AND_UPDATE")) return null;
      const dataValues = rowsOf(request).filter(({ value }) => value !== "0");
      return ask({ ...request, body: JSON.stringify({ dataValues }) });
    });

  it("are listed with their data element, and the others are sent", async () => {
    const [one, other, third] = values;
    if (!one || !other || !third) throw new Error("no values");
    const outcome = await pushed("dataValues", [one, valueOf(other, "0"), third], careless());
    expect(outcome).toMatchObject({
      created: 2,
      updated: 0,
      unchanged: 0,
      refused: [{ id: other.id, code: "zero_not_kept" }],
    });
    expect(outcome.refused[0]?.facts["reason"]).not.toBe("");
  });
});

describe("values that were deleted before", () => {
  // Up to 2.42 their indexes are listed as rejected, without a reason.
  const rejecting = (held: boolean) =>
    behind((request, ask) => {
      if (!isImport(request) || !request.path.includes("DELETE")) return null;
      const rejectedIndexes = rowsOf(request).map((_, at) => at);
      const importCount = { imported: 0, updated: 0, deleted: 0, ignored: rejectedIndexes.length };
      const body = {
        status: "OK",
        response: { status: "SUCCESS", importCount, conflicts: [], rejectedIndexes },
      };
      return held ? Promise.resolve(json(body)) : ask(request).then(() => json(body));
    });

  it("count as unchanged", async () => {
    const gone = [{ id: values[5]?.id ?? "", data: null }];
    expect(await pushed("dataValues", gone, rejecting(false))).toMatchObject({
      removed: 0,
      unchanged: 1,
      refused: [],
    });
  });

  it("are listed if they are still there although reported as gone", async () => {
    const [one] = values.slice(6);
    await pushed("dataValues", one === undefined ? [] : [one]);
    const gone = [{ id: one?.id ?? "", data: null }];
    expect(await pushed("dataValues", gone, rejecting(true))).toMatchObject({
      removed: 0,
      unchanged: 0,
      refused: [{ id: one?.id }],
    });
  });
});

describe("an import that stores no values", () => {
  const nothing = { imported: 0, updated: 0, deleted: 0, ignored: 0 };
  it.each<[string, Body, string]>([
    [
      "and reports OK with an error inside",
      {
        status: "OK",
        response: {
          status: "ERROR",
          description: "The import was rolled back",
          importCount: nothing,
        },
      },
      "The import was rolled back",
    ],
    [
      "and counts values it did not store, with a reason that names none",
      {
        status: "WARNING",
        response: {
          status: "WARNING",
          importCount: { ...nothing, imported: 2 },
          conflicts: [{ value: "Locked" }],
        },
      },
      "Locked",
    ],
    [
      "and counts values it did not store, as an error",
      {
        status: "ERROR",
        message: "Rolled back",
        response: { status: "ERROR", importCount: { ...nothing, updated: 2 }, conflicts: [] },
      },
      "Rolled back",
    ],
    [
      "and counts them as ignored, without a reason",
      { response: { importCount: { ...nothing, ignored: 2 } } },
      "no reason",
    ],
    [
      "counts nothing at all",
      { status: "OK", response: { status: "SUCCESS", importCount: {} } },
      "no reason",
    ],
  ])("%s: lists every value", async (_, body, reason) => {
    const to = behind((request) => (isImport(request) ? Promise.resolve(json(body)) : null));
    const some = values.slice(10, 12);
    const outcome = await pushed("dataValues", some, to);
    expect(outcome).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
    expect(outcome.refused.map(({ id }) => id).sort()).toEqual(some.map(({ id }) => id).sort());
    expect(outcome.refused[0]?.facts["reason"]).toContain(reason);
  });
});

describe("a response that names a task although none was requested", () => {
  const job = {
    response: {
      id: "Job00000001",
      jobType: "DATAVALUE_IMPORT",
      responseType: "JobConfigurationWebMessageResponse",
    },
  };

  it.each([
    ["its summary reports each value", true],
    ["without a summary, a lookup decides", false],
  ])("of values: %s", async (_, tells) => {
    let summary: Json = null;
    let looks = 0;
    const to = behind((request, ask) => {
      if (isImport(request))
        return ask(request).then(({ body }) => {
          summary = (JSON.parse(body) as Body)["response"] ?? null;
          return json(job, 202);
        });
      if (request.path.includes("system/tasks/DATAVALUE_IMPORT"))
        return Promise.resolve(json([{ completed: (looks += 1) > 1 }]));
      if (request.path.includes("taskSummaries"))
        return Promise.resolve(tells ? json(summary) : { ...json(null), body: "" });
      return null;
    });
    const [one, other] = tells ? values.slice(20) : values.slice(22);
    if (!one || !other) throw new Error("no values");
    const outcome = await pushed("dataValues", [one, valueOf(other, "many")], to);
    expect(outcome).toMatchObject({
      [tells ? "created" : "unchanged"]: 1,
      refused: [{ id: other.id, code: "object_refused" }],
    });
    expect(looks).toBe(2);
  });

  it("of objects: it is polled", async () => {
    let report: Json = null;
    const to = behind((request, ask) => {
      if (request.method === "POST" && request.path.includes("/metadata"))
        return ask(request).then(({ body }) => {
          report = (JSON.parse(body) as Body)["response"] ?? null;
          return json({ response: { id: "Job00000002", jobType: "METADATA_IMPORT" } }, 202);
        });
      if (request.path.includes("system/tasks/METADATA_IMPORT"))
        return Promise.resolve(json([{ completed: true }]));
      return request.path.includes("taskSummaries") ? Promise.resolve(json(report)) : null;
    });
    const constant = {
      id: "ConstLater0",
      data: {
        name: "Later",
        code: "LATER",
        object: { id: "ConstLater0", name: "Later", value: 1 },
      },
    };
    expect(await pushed("constants", [constant], to)).toMatchObject({ created: 1, refused: [] });
  });
});

describe("objects that an importer saves without their references", () => {
  // It counts them as saved, and reports E5002 for each (dhis2-core, ReferencesCheck and
  // ValidationFactory).
  const forgiving = () =>
    behind((request, ask) => {
      if (request.method !== "POST" || !request.path.includes("/metadata")) return null;
      const { constants = [] } = JSON.parse(request.body ?? "{}") as { constants?: Body[] };
      const bad = constants.flatMap(({ id, attributeValues }, index) =>
        attributeValues === undefined ? [] : [{ uid: id ?? "", index }],
      );
      const objects = constants.map(({ attributeValues: _, ...object }) => object);
      return ask({ ...request, body: JSON.stringify({ constants: objects }) }).then(({ body }) => {
        const { response } = JSON.parse(body) as { response: Body };
        const message =
          "Invalid reference [Nowhere0000] (Attribute) on object Bad for association `attributeValues`.";
        const objectReports = bad.map((one) => ({
          ...one,
          errorReports: [{ message, errorCode: "E5002" }],
        }));
        return json(
          {
            status: "WARNING",
            response: {
              ...response,
              status: "WARNING",
              typeReports: [{ klass: "Constant", objectReports }],
            },
          },
          409,
        );
      });
    });
  const aConstant = (id: string, more: Body = {}): Delivery => ({
    id,
    data: { name: id, code: id, object: { id, name: id, code: id, value: 2, ...more } },
  });

  it("are listed as incomplete, and the others are counted", async () => {
    const bad = aConstant("ConstMaimed", {
      attributeValues: [{ value: "x", attribute: { id: "Nowhere0000" } }],
    });
    const good = [aConstant("ConstGood01"), aConstant("ConstGood02")];
    const outcome = await pushed("constants", [bad, ...good], forgiving());
    expect(outcome).toMatchObject({
      created: 2,
      updated: 0,
      unchanged: 0,
      refused: [{ id: bad.id, code: "object_incomplete" }],
    });
    expect(outcome.refused[0]?.facts["reason"]).toContain("E5002");
    expect(
      (await kept("constants", "destination")).filter(({ id }) => id.startsWith("ConstGood"))
        .length,
    ).toBe(2);
    // It is sent again until it is complete.
    expect(await pushed("constants", [bad], forgiving())).toMatchObject({
      created: 0,
      updated: 0,
      refused: [{ id: bad.id }],
    });
  });
});

describe("a list of objects", () => {
  it("that is missing although objects are counted is not an empty list", async () => {
    const to = behind((request) =>
      request.path.includes("/constants?")
        ? Promise.resolve(json({ pager: { page: 1, total: 3 }, others: [] }))
        : null,
    );
    await expect(
      dhis2.count(to, {
        ...reading("constants"),
        horizon: { at: null, highestId: null },
        cursor: null,
      }),
    ).rejects.toMatchObject({
      failure: { kind: "broken", code: "answer_unreadable" },
    });
  });
});
