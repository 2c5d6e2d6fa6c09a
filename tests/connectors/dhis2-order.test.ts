// Lists with a meaningful order keep it; sets are equal in any order.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { families } from "../../connectors/dhis2/families.ts";
import { withSetsSorted } from "../../connectors/dhis2/list-order.ts";
import { holdsObject } from "../../connectors/dhis2/portable.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Delivered, Delivery } from "../../contract/source/delivery.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { readAll } from "./conformance.ts";
import { anOrder, dhis2World, type StoredObject } from "./dhis2-world.ts";

const [a, b, c] = [{ id: "Abcdefghij1" }, { id: "Bcdefghijk2" }, { id: "Cdefghijkl3" }];

describe("the same members in another order", () => {
  it.each([
    ["categories", "categoryOptions"],
    ["categoryCombos", "categories"],
    ["sections", "dataElements"],
    ["sections", "indicators"],
    ["dataElementGroupSets", "dataElementGroups"],
    ["indicatorGroupSets", "indicatorGroups"],
    ["categoryOptionGroupSets", "categoryOptionGroups"],
    ["optionGroupSets", "optionGroups"],
    ["dataElements", "legendSets"],
  ])("are another object: %s, %s", (family, member) => {
    expect(holdsObject({ [member]: [a, b, c] }, { [member]: [a, b, c] }, family)).toBe(true);
    expect(holdsObject({ [member]: [a, b, c] }, { [member]: [b, a, c] }, family)).toBe(false);
    expect(withSetsSorted(family, { [member]: [c, a] })).toEqual({ [member]: [c, a] });
  });

  it.each<[string, string, Json[]]>([
    ["dataElementGroups", "dataElements", [a, b, c]],
    ["categoryOptionGroups", "categoryOptions", [a, b, c]],
    ["dataSets", "indicators", [a, b, c]],
    ["dataSets", "organisationUnits", [a, b, c]],
    ["validationRules", "organisationUnitLevels", [2, 3, 4]],
    ["dataElements", "attributeValues", [a, b, c].map((attribute) => ({ attribute, value: "1" }))],
    [
      "dataElements",
      "translations",
      ["fr", "pt", "en"].map((locale) => ({ property: "NAME", locale, value: locale })),
    ],
  ])("are the same: %s, %s", (family, member, list) => {
    const turned = list.toReversed();
    expect(holdsObject({ [member]: list }, { [member]: turned }, family)).toBe(true);
    expect(withSetsSorted(family, { [member]: turned })).toEqual(
      withSetsSorted(family, { [member]: list }),
    );
    expect(
      holdsObject({ [member]: list.with(0, list[1] ?? null) }, { [member]: turned }, family),
    ).toBe(false);
  });

  it("leaves the points of a border where they are", () => {
    const geometry = { type: "Polygon", coordinates: [[[3, 1], [1, 2], [2, 0], [3, 1]]] }; // prettier-ignore
    expect(withSetsSorted("organisationUnits", { geometry })).toEqual({ geometry });
  });
});

describe("between two systems", () => {
  let sandbox: Dhis2Sandbox;
  beforeEach(async () => {
    sandbox = await startDhis2Sandbox({
      ports: { source: 0, destination: 0 },
      size: { districts: 1, facilities: 1, months: 1 },
    });
  });
  afterEach(() => sandbox.close());
  const { openClient, control, kept, reading } = dhis2World(() => sandbox);

  async function read(family: string): Promise<Delivery[]> {
    const { records } = await readAll(dhis2, openClient(), { reading: reading(family) });
    return [...records.values()]
      .map(({ id, data }) => ({ id, data }))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }
  const pushed = async (family: string): Promise<Delivered> =>
    (await dhis2.push(
      openClient({ side: "destination" }),
      anOrder(family, await read(family)),
    )) as Delivered;
  const pass = () => control("POST", "clock", { offsetMs: 3 * 3_600_000 });
  const named = async (family: string, name: string) =>
    (await kept(family)).find((one) => one["name"] === name);

  const membersIn = (category: StoredObject | undefined) =>
    (category?.["categoryOptions"] ?? []) as { id: string }[];

  it("a category with reordered options is sent, and arrives in the new order", async () => {
    for (const { key } of families) await pushed(key);
    const place = await named("categories", "Place");
    const options = membersIn(place).toReversed();
    await control("POST", "dhis2/write", {
      family: "categories",
      id: place?.id,
      values: { categoryOptions: options },
    });
    expect(await pushed("categories")).toMatchObject({ updated: 1, refused: [] });
    const there = (await kept("categories", "destination")).find(({ id }) => id === place?.id);
    expect(membersIn(there).map(({ id }) => id)).toEqual(options.map(({ id }) => id));
    expect(await pushed("categories")).toMatchObject({ updated: 0, refused: [] });
  });

  it("reordered options are read again, although only their set is stamped", async () => {
    const { survey } = await readAll(dhis2, openClient(), { reading: reading("options") });
    await pass();
    const months = await named("optionSets", "Months");
    const since = { cursor: survey.cursor, complete: false };
    expect(await dhis2.survey(openClient(), reading("options"), since)).toMatchObject({
      coverage: "changes",
      toRead: 0,
    });
    await control("POST", "dhis2/write", {
      family: "optionSets",
      id: months?.id,
      values: { version: 2 },
    });
    expect(await dhis2.survey(openClient(), reading("options"), since)).toMatchObject({
      coverage: "changes",
      toRead: 4,
    });
  });

  it("sets that a system returns in another order have not changed", async () => {
    const before = await read("dataElementGroups");
    for (const { id, dataElements } of await kept("dataElementGroups"))
      await control("POST", "dhis2/write", {
        family: "dataElementGroups",
        id,
        values: { dataElements: (dataElements as object[]).toReversed() },
      });
    expect(await read("dataElementGroups")).toEqual(before);
  });
});
