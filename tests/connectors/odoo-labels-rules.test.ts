// What is remembered of names, and what follows when they are looked up again.
import { describe, expect, it } from "vitest";
import {
  createdBetween,
  namedModels,
  namesSnapshot,
  maxNames,
  namesChanged,
  pointingAt,
  writtenSinceSnapshot,
  type Changed,
} from "../../connectors/odoo/related-names.ts";
import { tablesOf } from "../../connectors/odoo/resource.ts";
import { readableColumns } from "../../connectors/odoo/mapping.ts";
import { settledAt } from "../../connectors/odoo/overlap.ts";

const named = (...names: string[]) => new Map(names.map((name, index) => [index + 1, name]));
const since = { before: "2026-11-22T10:00:00.000Z", count: 5 };

describe("names", () => {
  it.each([
    ["few", named("Ann", "Bob"), { names: { "1": "Ann", "2": "Bob" } }],
    ["none", named(), { names: {} }],
    ["too many", named(...Array.from({ length: maxNames + 1 }, () => "Ann")), null],
    ["too long", named("x".repeat(6_001)), null],
  ])("that are %s are kept, or counted instead", (_name, names, mark) =>
    expect(namesSnapshot(names)).toEqual(mark),
  );

  it.each([
    ["the same", named("Ann", "Bob"), []],
    ["one other", named("Ann", "Rob"), [2]],
    ["one more", named("Ann", "Bob", "Cid"), [3]],
    ["one less", named("Ann"), null],
    ["one less and one more", new Map([...named("Ann"), [3, "Bob"]]), null],
  ])("compared with %s", (_name, now, changed) =>
    expect(namesChanged({ names: { "1": "Ann", "2": "Bob" } }, now)).toEqual(changed),
  );
});

describe("what was written since", () => {
  it.each([
    ["res.country", [["write_date", ">=", "2026-11-22 10:00:00"]]],
    // The name of a user is that of their contact, and renaming it stamps only the contact.
    [
      "res.users",
      [
        "|",
        ["write_date", ">=", "2026-11-22 10:00:00"],
        ["partner_id.write_date", ">=", "2026-11-22 10:00:00"],
      ],
    ],
  ])("of %s", (model, domain) => expect(writtenSinceSnapshot(model, since)).toEqual(domain));

  it("counts records created after the last survey and before the next", () => {
    const stamps = [
      "2026-11-22 09:59:59",
      "2026-11-22 10:00:00",
      "2026-11-22 10:59:59",
      "2026-11-22 11:00:00",
      false,
    ] as const;
    expect(createdBetween([...stamps], since, "2026-11-22T11:00:00.000Z")).toBe(2);
  });

  it("is trusted up to a quarter of an hour before the newest stamp", () =>
    expect(settledAt("2026-11-22T10:00:00.500Z")).toBe("2026-11-22T09:45:00.000Z"));
});

describe("the condition on records that refer to changed names", () => {
  const changed = (model: string, over: Partial<Changed> = {}, fields = ["a_id"]): Changed => ({
    named: { model, fields, listed: false },
    ids: [1, 2],
    by: "stamps",
    ...over,
  });
  it.each<[string, Changed[], unknown]>([
    ["nothing", [], null],
    ["no change", [changed("res.users", { ids: [] })], null],
    ["a plain name", [changed("res.users")], [["a_id", "in", [1, 2]]]],
    [
      "a name that is part of those below it",
      [changed("res.partner")],
      [["a_id", "child_of", [1, 2]]],
    ],
    [
      "names that were compared, those below as well",
      [changed("res.partner", { by: "names" })],
      [["a_id", "in", [1, 2]]],
    ],
    [
      "several fields and models",
      [changed("res.currency", {}, ["a_id", "b_id"]), changed("res.users", { ids: [7] }, ["c_id"])],
      ["|", "|", ["a_id", "in", [1, 2]], ["b_id", "in", [1, 2]], ["c_id", "in", [7]]],
    ],
  ])("of %s", (_name, all, domain) => expect(pointingAt(all)).toEqual(domain));
});

describe("every column with the name of another record declares its model", () => {
  it.each(tablesOf("odoo_modules"))("$key", (table) => {
    for (const { name, from } of table.columns) {
      if (from?.as === "label" || from?.as === "names")
        expect([name, from.of]).toEqual([name, expect.stringMatching(/^[a-z]+(\.[a-z]+)+$/)]);
    }
  });

  it("its own model is the one that is read instead", () => {
    const employees = tablesOf("odoo_modules").find(({ key }) => key === "employees");
    if (!employees) throw new Error("no employees");
    const types = Object.fromEntries(
      employees.columns.map(({ from }) => [
        from?.field,
        from?.as === "label" ? "many2one" : "char",
      ]),
    );
    const { columns } = readableColumns(employees, types);
    const models = namedModels(employees, "hr.employee.public", columns).map(
      ({ model, fields }) => [model, fields],
    );
    expect(models).toContainEqual(["hr.employee.public", ["parent_id"]]);
  });
});
