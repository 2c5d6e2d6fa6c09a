// Metadata that works at its destination: what each system identifies by its own uids is mapped by
// what it is made of, or listed.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { families } from "../../connectors/dhis2/families.ts";
import { itemsIn } from "../../connectors/dhis2/mentioned-objects.ts";
import { mentionsIn, rewriteMentions } from "../../connectors/dhis2/option-combo-mentions.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Delivered, Delivery, Pending } from "../../contract/source/delivery.ts";
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
async function pushAll(but: string[] = []): Promise<Map<string, Delivered>> {
  const outcomes = new Map<string, Delivered>();
  for (const { key } of families)
    if (!but.includes(key)) outcomes.set(key, await pushed(key, await read(key)));
  return outcomes;
}
/** What an option combination is made of, by its uid in a system. */
const madeOf = async (side: "source" | "destination") =>
  new Map(
    (await kept("categoryOptionCombos", side)).map(({ id, categoryCombo, categoryOptions }) => [
      id,
      JSON.stringify([
        categoryCombo,
        (categoryOptions as { id: string }[]).map((one) => one.id).sort(),
      ]),
    ]),
  );
/** Texts of a family, with the option combinations of their system written out. */
async function spelled(family: string, side: "source" | "destination"): Promise<string[]> {
  const combinations = await madeOf(side);
  const own = new Set(["created", "lastUpdated", "createdBy", "lastUpdatedBy", "sharing"]);
  return (await kept(family, side))
    .map((object) =>
      JSON.stringify(
        Object.fromEntries(
          Object.entries(object)
            .filter(([name]) => !own.has(name))
            .sort(),
        ),
      ),
    )
    .map((text) => text.replace(/[A-Za-z][A-Za-z0-9]{10}/g, (uid) => combinations.get(uid) ?? uid))
    .sort();
}
const combinations = () => kept("categoryOptionCombos", "destination");

describe("a place that names option combinations", () => {
  const [de, coc, aoc] = ["Abcdefghij1", "Bcdefghijk2", "Cdefghijkl3"];
  const object = {
    numerator: `#{${de}.${coc}}+#{${de}.${coc}.${aoc}}-#{${de}.*.${aoc}}*#{${de}}`,
    denominator: `#{${de}.co:${aoc}}+#{${de}.default:categoryOptionCombo}`,
    htmlCode: `<input id="${de}-${coc}-val"/><script>x["${aoc}"]</script>`,
    items: [{ id: `${de}.${coc}` }],
    greyedFields: [{ dataElement: { id: de }, categoryOptionCombo: { id: coc } }],
    outputCombo: { id: coc },
  };
  it.each([
    ["numerator", `#{${de}.[${coc}]}+#{${de}.[${coc}].[${aoc}]}-#{${de}.*.[${aoc}]}*#{${de}}`],
    ["denominator", object.denominator],
    ["htmlCode", `<input id="[${de}]-[${coc}]-val"/><script>x["[${aoc}]"]</script>`],
    ["items", [{ id: `${de}.[${coc}]` }]],
    ["greyedFields", [{ dataElement: { id: de }, categoryOptionCombo: { id: `[${coc}]` } }]],
    ["outputCombo", { id: `[${coc}]` }],
  ])("is found in %s, and nothing else is", (name, expected) => {
    const rewritten = rewriteMentions(object, (uid) => `[${uid}]`) as { [member: string]: Json };
    expect(rewritten[name]).toEqual(expected);
  });
  it("is certain where nothing else is possible", () => {
    expect(mentionsIn({ numerator: `#{${de}.${coc}}` })).toEqual([{ uid: coc, certain: true }]);
    expect(mentionsIn({ htmlCode: `"${de}-${coc}-val"` })).toEqual([
      { uid: de, certain: false },
      { uid: coc, certain: true },
    ]);
  });
});

describe("expressions, forms and operands", () => {
  it("name the combinations of the destination", async () => {
    const outcomes = await pushAll();
    for (const [family, outcome] of outcomes) expect(outcome.refused, family).toEqual([]);
    const [ours, theirs] = [await madeOf("source"), await madeOf("destination")];
    const foreign = [...ours.keys()].filter((uid) => !theirs.has(uid));
    for (const family of ["indicators", "dataEntryForms", "dataSets", "sections", "predictors"]) {
      const texts = (await kept(family, "destination")).map((one) => JSON.stringify(one)).join();
      expect(texts, family).not.toContain("coc[");
      for (const uid of foreign) expect(texts, `${family} ${uid}`).not.toContain(uid);
    }
    for (const family of ["indicators", "dataEntryForms", "sections"]) {
      const defaults = async (side: "source" | "destination") =>
        (
          (await control("GET", `dhis2/records?instance=${side}&family=${family}`)) as {
            defaults: { categoryOptionCombo: string };
          }
        ).defaults;
      const [from, to] = [
        (await defaults("source")).categoryOptionCombo,
        (await defaults("destination")).categoryOptionCombo,
      ];
      const plain = (texts: string[], uid: string) =>
        texts.map((text) => text.replaceAll(uid, "default"));
      const [before, after] = [
        await spelled(family, "source"),
        await spelled(family, "destination"),
      ];
      expect(plain(after, (await madeOf("destination")).get(to) ?? to), family).toEqual(
        plain(before, (await madeOf("source")).get(from) ?? from),
      );
    }
  });

  it("are listed and not sent while a combination is missing, and sent once it exists", async () => {
    await pushAll([
      "indicators",
      "indicatorGroups",
      "indicatorGroupSets",
      "predictors",
      "predictorGroups",
    ]);
    const gone = (await combinations()).find(({ name }) => name !== "default");
    for (const { id, name } of await combinations())
      if (name !== "default")
        await control("POST", "dhis2/write", {
          instance: "destination",
          family: "categoryOptionCombos",
          id,
          values: null,
        });
    expect(gone).toBeDefined();
    const outcome = await pushed("indicators", await read("indicators"));
    expect(outcome).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
    expect(outcome.refused.map(({ code }) => code)).toEqual(
      Array.from({ length: 6 }, () => "object_combo_missing"),
    );
    expect(await kept("indicators", "destination")).toEqual([]);
    await control("POST", "dhis2/combine", { instance: "destination" });
    expect(await pushed("indicators", await read("indicators"))).toMatchObject({
      created: 6,
      refused: [],
    });
  });

  it("that name another missing object are listed, not sent with a broken reference", async () => {
    await pushAll(["indicators", "indicatorGroups", "indicatorGroupSets"]);
    const [one] = await read("indicators");
    const object = {
      ...(one?.data?.["object"] as { [member: string]: Json }),
      numerator: "I{Abcdefghij9}+D{Bcdefghijk8.Cdefghijkl7}",
    };
    const outcome = await pushed("indicators", [
      { id: one?.id ?? "", data: { ...one?.data, object } },
    ]);
    expect(outcome).toMatchObject({
      created: 0,
      refused: [{ id: one?.id, code: "reference_missing" }],
    });
    expect(JSON.stringify(outcome.refused)).toMatch(/programIndicators|programs/);
  });
});

describe("what a text names besides combinations", () => {
  const [a, b, c] = ["Abcdefghij1", "Bcdefghijk2", "Cdefghijkl3"];
  it.each<[string, object, string[]]>([
    ["a reporting rate", { numerator: `R{${a}.REPORTING_RATE_ON_TIME}` }, [`dataSets ${a}`]],
    ["an indicator", { numerator: `N{${a}}*2` }, [`indicators ${a}`]],
    [
      "a program indicator and a constant",
      { filter: `I{${a}}+C{${b}}` },
      [`constants ${b}`, `programIndicators ${a}`],
    ],
    [
      "an item of a program",
      { numerator: `D{${a}.${b}.${c}}+A{${a}.${c}}` },
      [`dataElements ${b}`, `programs ${a}`, `programs ${a}`, `trackedEntityAttributes ${c}`],
    ],
    ["a group of units", { numerator: `OUG{${a}}` }, [`organisationUnitGroups ${a}`]],
    [
      "a group of elements",
      { numerator: `#{deGroup:${a}.coGroup:${b}&${c}}` },
      [`categoryOptionGroups ${b}`, `categoryOptionGroups ${c}`, `dataElementGroups ${a}`],
    ],
    [
      "options of an element",
      { numerator: `#{${a}.co:${b}}` },
      [`categoryOptions ${b}`, `dataElements ${a}`],
    ],
    [
      "where a unit stands",
      { leftSide: { expression: `if(orgUnit.ancestor(${a},${b}),1,orgUnit.dataSet(${c}))` } },
      [`dataSets ${c}`, `organisationUnits ${a}`, `organisationUnits ${b}`],
    ],
    [
      "a form",
      {
        htmlCode: `<input id="${a}-${b}-val"/><input name="total" dataelementid='${b}'/><input indicatorid="${c}"/>`,
      },
      [`dataElements ${a}`, `dataElements ${b}`, `indicators ${c}`],
    ],
    ["a text of people", { description: `see ${a} and N{ ${b} }` }, []],
  ])("%s is found", (_, object, expected) => {
    expect(
      itemsIn(object as { [member: string]: Json })
        .map(({ family, uid }) => `${family} ${uid}`)
        .sort(),
    ).toEqual(expected);
  });

  const changed = (one: Delivery, members: { [member: string]: Json }): Delivery => ({
    ...one,
    data: { ...one.data, object: { ...(one.data?.["object"] as object), ...members } },
  });

  it("keeps its object listed while it is missing, and lets it be sent once it exists", async () => {
    await pushAll(["indicators", "indicatorGroups", "indicatorGroupSets", "dataSets", "sections"]);
    const [set] = await kept("dataSets");
    const [one] = await read("indicators");
    const rate = changed(one!, { numerator: `R{${set?.id}.REPORTING_RATE}` });
    const refused = [
      { id: rate.id, code: "reference_missing", facts: { reference: `dataSets ${set?.id}` } },
    ];
    expect(await pushed("indicators", [rate])).toMatchObject({ created: 0, refused });
    await pushed("dataSets", await read("dataSets"));
    expect(await pushed("indicators", [rate])).toMatchObject({ created: 1, refused: [] });
  });

  it("counts as present if the same page brings it, unless that object is not sent", async () => {
    await pushAll(["indicators", "indicatorGroups", "indicatorGroupSets"]);
    const [first, second, third, ...others] = await read("indicators");
    const chain = [
      changed(first!, { numerator: `N{${second?.id}}` }),
      changed(second!, { numerator: `N{${third?.id}}` }),
      third!,
    ];
    expect(await pushed("indicators", chain)).toMatchObject({ created: 3, refused: [] });
    const [fourth, fifth, sixth] = others;
    const broken = [
      changed(fourth!, { numerator: `N{${fifth?.id}}` }),
      changed(fifth!, { numerator: `N{${sixth?.id}}` }),
      changed(sixth!, { denominator: "C{Abcdefghij9}" }),
    ];
    const outcome = await pushed("indicators", broken);
    expect(outcome).toMatchObject({ created: 0 });
    expect(outcome.refused.map(({ id }) => id).sort()).toEqual(others.map(({ id }) => id).sort());
  });

  it("a form with broken fields is not sent", async () => {
    await pushAll(["dataEntryForms", "dataSets", "sections"]);
    const [form] = await read("dataEntryForms");
    const lost = changed(form!, { htmlCode: '<input indicatorid="Abcdefghij9"/>' });
    expect(await pushed("dataEntryForms", [lost])).toMatchObject({
      created: 0,
      refused: [{ code: "reference_missing" }],
    });
  });
});

describe("option combinations", () => {
  it("are generated after an import that needs them, because the import generates none", async () => {
    const outcomes = await pushAll();
    expect(outcomes.get("categoryCombos")).toMatchObject({ created: 2, refused: [] });
    expect((await combinations()).length).toBe((await kept("categoryOptionCombos")).length);
    const before = (
      (await control("GET", "log?method=maintenance&database=destination")) as { entries: object[] }
    ).entries.length;
    expect(before).toBe(1);
    await pushAll();
    expect(
      (
        (await control("GET", "log?method=maintenance&database=destination")) as {
          entries: object[];
        }
      ).entries.length,
    ).toBe(1);
  });

  it("of a category with a new option are generated as well", async () => {
    await pushAll();
    const before = (await combinations()).length;
    const age = (await kept("categories")).find(({ name }) => name === "Age");
    const option = "Opt00000001";
    await control("POST", "dhis2/write", {
      family: "categoryOptions",
      id: option,
      values: { name: "Over 50", shortName: "Over 50" },
    });
    const options = [...((age?.["categoryOptions"] as object[] | undefined) ?? []), { id: option }];
    await control("POST", "dhis2/write", {
      family: "categories",
      id: age?.id,
      values: { categoryOptions: options },
    });
    await pushed("categoryOptions", await read("categoryOptions"));
    expect(await pushed("categories", await read("categories"))).toMatchObject({
      updated: 1,
      refused: [],
    });
    expect((await combinations()).length).toBe(before + 3);
  });

  it("that the account may not generate are listed with a remedy, until they exist", async () => {
    await arm({ fault: "no_rights", method: "maintenance", times: "always" });
    await pushAll([
      "indicators",
      "predictors",
      "predictorGroups",
      "dataSets",
      "sections",
      "dataEntryForms",
      "validationRules",
      "validationRuleGroups",
      "indicatorGroups",
      "indicatorGroupSets",
      "categoryCombos",
    ]);
    const combos = await read("categoryCombos");
    const outcome = await pushed("categoryCombos", combos);
    expect(outcome).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
    expect(outcome.refused.map(({ code }) => code)).toEqual([
      "option_combos_not_allowed",
      "option_combos_not_allowed",
    ]);
    expect(await pushed("categoryCombos", combos)).toMatchObject({
      refused: [{ facts: { missing: expect.any(String) } }, {}],
    });
    await control("POST", "dhis2/combine", { instance: "destination" });
    expect(await pushed("categoryCombos", combos)).toMatchObject({ unchanged: 2, refused: [] });
  });

  it("with equal options at the destination are not chosen by guessing", async () => {
    await pushAll(["indicators", "indicatorGroups", "indicatorGroupSets"]);
    for (const { id: _, name, ...same } of (await combinations()).slice(0, 5))
      if (name !== "default")
        await control("POST", "dhis2/write", {
          instance: "destination",
          family: "categoryOptionCombos",
          id: `Twin${String(name).length}000000`.slice(0, 11),
          values: { ...same, name },
        });
    const outcome = await pushed("dataValues", await read("dataValues"));
    const codes = new Set(outcome.refused.map(({ code }) => code));
    expect([...codes]).toEqual(outcome.refused.length === 0 ? [] : ["option_combo_ambiguous"]);
    const indicators = await pushed("indicators", await read("indicators"));
    expect(new Set(indicators.refused.map(({ code }) => code))).toEqual(
      new Set(["object_combo_missing"]),
    );
  });
});

describe("levels of organisation units", () => {
  it("are mapped by their number, whatever uid they have there", async () => {
    for (const level of [1, 2, 3, 4])
      await control("POST", "dhis2/write", {
        instance: "destination",
        family: "organisationUnitLevels",
        id: `Level00000${level}`,
        values: { name: `Their ${level}`, level },
      });
    const outcomes = await pushAll();
    expect(outcomes.get("organisationUnitLevels")).toMatchObject({
      created: 0,
      updated: 4,
      refused: [],
    });
    expect(
      (await kept("organisationUnitLevels", "destination")).map(({ id }) => id).sort(),
    ).toEqual([1, 2, 3, 4].map((level) => `Level00000${level}`));
    const [predictor] = await kept("predictors", "destination");
    expect(predictor?.["organisationUnitLevels"]).toEqual([{ id: "Level000004" }]);
  });
});
