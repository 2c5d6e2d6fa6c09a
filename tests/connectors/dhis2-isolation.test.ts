// One object that makes an import fail as a whole costs only itself, and a system that fails on its
// own is no object's fault.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SourceResponse, SourceRequest } from "../../connectors/source-client.ts";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { say } from "../../contract/sentences/say.ts";
import type { Delivered, Delivery, Pending } from "../../contract/source/delivery.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { anOrder, dhis2World } from "./dhis2-world.ts";

let sandbox: Dhis2Sandbox;
beforeEach(async () => {
  sandbox = await startDhis2Sandbox({
    ports: { source: 0, destination: 0 },
    size: { districts: 1, facilities: 1, months: 1 },
  });
});
afterEach(() => sandbox.close());
const { openClient, kept } = dhis2World(() => sandbox);

const idAt = (at: number): string => `Const${String(at).padStart(6, "0")}`;
const aConstant = (at: number): Delivery => {
  const name = `N${at}`;
  return {
    id: idAt(at),
    data: { name, code: name, object: { id: idAt(at), name, code: name, value: at } },
  };
};
const many = (count: number): Delivery[] => Array.from({ length: count }, (_, at) => aConstant(at));

const answered = (status: number, body: object): SourceResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const isImport = ({ method, path }: SourceRequest): boolean =>
  method === "POST" && path.includes("/api/metadata");

/** A destination whose imports fail in one way as soon as they contain some objects. */
function failing(bad: number[], how: SourceResponse) {
  const to = openClient({ side: "destination" });
  let imports = 0;
  const call: typeof to.call = (request) => {
    if (!isImport(request)) return to.call(request);
    imports += 1;
    return bad.some((at) => request.body?.includes(idAt(at)))
      ? Promise.resolve(how)
      : to.call(request);
  };
  return { to: { ...to, call }, imports: () => imports };
}

async function pushed(
  deliveries: Delivery[],
  to: ReturnType<typeof failing>["to"],
): Promise<Delivered> {
  let outcome: Delivered | Pending = await dhis2.push(to, anOrder("constants", deliveries));
  while (outcome.type === "pending")
    outcome = await dhis2.push(to, anOrder("constants", deliveries, { task: outcome.task }));
  return outcome;
}

const ways: [string, SourceResponse][] = [
  ["a server error", answered(500, { httpStatusCode: 500, message: "null" })],
  [
    "a page of the server",
    { status: 500, headers: { "content-type": "text/html" }, body: "<html>HTTP Status 500</html>" },
  ],
  [
    "a conflict without a report",
    answered(409, { httpStatusCode: 409, status: "ERROR", message: "An error occurred" }),
  ],
  [
    "a report that counts nothing and names nothing",
    answered(409, {
      response: { status: "ERROR", stats: { created: 0, updated: 0, ignored: 9 }, typeReports: [] },
    }),
  ],
  [
    "a payload that it cannot read",
    answered(400, { httpStatusCode: 400, message: "Unexpected character" }),
  ],
];

describe("an import that fails because of one object", () => {
  it.each(ways)("%s", async (_, how) => {
    const { to, imports } = failing([3, 17], how);
    const outcome = await pushed(many(24), to);
    expect(outcome).toMatchObject({ created: 22, updated: 0, unchanged: 0 });
    expect(outcome.refused.map(({ id }) => id).sort()).toEqual([idAt(3), idAt(17)]);
    expect((await kept("constants", "destination")).length).toBe(22);
    expect(imports()).toBeLessThan(30);
    for (const { code, facts } of outcome.refused)
      for (const locale of ["en", "fr"] as const)
        expect(say(code, facts, locale)).not.toContain("…");
    // The next delivery skips what has arrived.
    expect(await pushed(many(24), to)).toMatchObject({
      created: 0,
      unchanged: 22,
      refused: [{ id: idAt(3) }, { id: idAt(17) }],
    });
  });

  it("a single one is listed as well", async () => {
    const outcome = await pushed(
      [aConstant(1)],
      failing([1], ways[0]?.[1] ?? answered(500, {})).to,
    );
    expect(outcome).toMatchObject({
      created: 0,
      refused: [{ id: idAt(1), code: "object_fails_there" }],
    });
  });

  it("in the background is found once the task has vanished twice", async () => {
    const to = openClient({ side: "destination" });
    const call: typeof to.call = (request) => {
      if (isImport(request) && request.body?.includes(idAt(42)))
        return Promise.resolve(
          request.path.includes("async")
            ? answered(202, { response: { id: "Job00000001" } })
            : answered(500, { message: "null" }),
        );
      if (request.path.includes("tasks/METADATA_IMPORT"))
        return Promise.resolve(answered(200, [{ completed: true }]));
      return request.path.includes("taskSummaries")
        ? Promise.resolve({ ...answered(200, {}), body: "" })
        : to.call(request);
    };
    const outcome = await pushed(many(120), { ...to, call });
    expect(outcome).toMatchObject({
      created: 119,
      refused: [{ id: idAt(42), code: "object_fails_there" }],
    });
  });
});

describe("a removal that fails because of one object", () => {
  const goneAt = (at: number): Delivery => ({ id: idAt(at), data: null });
  const remove = (to: ReturnType<typeof failing>["to"], ids: number[]) =>
    dhis2.push(to, anOrder("constants", ids.map(goneAt), { options: { removals: "delete" } }));

  it.each(ways.slice(0, 2))("costs only that object: %s", async (_, how) => {
    await pushed(many(10), openClient({ side: "destination" }));
    const outcome = await remove(failing([4], how).to, [2, 3, 4, 5, 6]);
    expect(outcome).toMatchObject({
      removed: 4,
      refused: [{ id: idAt(4), code: "object_refused" }],
    });
    expect((await kept("constants", "destination")).map(({ id }) => id)).toEqual(
      [0, 1, 4, 7, 8, 9].map(idAt),
    );
  });

  it("counts as done for objects that are gone, although the system failed afterwards", async () => {
    await pushed(many(10), openClient({ side: "destination" }));
    const to = openClient({ side: "destination" });
    const call: typeof to.call = async (request) => {
      const told = await to.call(request);
      return isImport(request) ? answered(500, {}) : told;
    };
    expect(await remove({ ...to, call }, [2, 3, 4])).toMatchObject({ removed: 3, refused: [] });
  });

  it("is no object's fault if the system fails without any objects", async () => {
    await pushed(many(10), openClient({ side: "destination" }));
    const to = openClient({ side: "destination" });
    const call: typeof to.call = (request) =>
      isImport(request) ? Promise.resolve(answered(500, {})) : to.call(request);
    await expect(remove({ ...to, call }, [2, 3])).rejects.toMatchObject({
      failure: { code: "source_server_error" },
    });
  });
});

describe("a system that fails on its own", () => {
  it.each(ways.slice(0, 3))("whatever it is sent: %s", async (_, how) => {
    const to = openClient({ side: "destination" });
    let imports = 0;
    const call: typeof to.call = (request) => {
      if (!isImport(request)) return to.call(request);
      imports += 1;
      return Promise.resolve(how);
    };
    await expect(pushed(many(40), { ...to, call })).rejects.toMatchObject({
      failure: { kind: "broken" },
    });
    expect(imports).toBe(2);
  });

  it("for every import is given up soon", async () => {
    const { to, imports } = failing(
      many(60).map((_one, at) => at),
      ways[0]?.[1] ?? answered(500, {}),
    );
    await expect(pushed(many(60), to)).rejects.toMatchObject({
      failure: { code: "source_server_error" },
    });
    expect(imports()).toBeLessThan(40);
  });
});
