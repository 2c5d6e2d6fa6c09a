// Averages as people compare them, and what the address keeps of it.
import { describe, expect, it } from "vitest";
import { byName } from "../../contract/values/order.ts";
import type { GroupAverage } from "../../contract/api/record.ts";
import {
  queryNames,
  clustersOf,
  valuesOf,
  viewFromQuery,
  type AverageSet,
} from "../../web/lib/data/averages.ts";

const set: AverageSet = {
  key: "scores",
  label: { en: "Scores", fr: "Scores" },
  resource: "results",
  measures: [
    { column: "vision", label: { en: "Vision", fr: "Vision" } },
    { column: "effort", label: { en: "Effort", fr: "Effort" } },
  ],
  by: ["cycle", "year_group"],
};

const aRow = (cycle: string, averages: GroupAverage["averages"], records = 3): GroupAverage => ({
  groups: { cycle },
  records,
  averages,
});

describe("the address", () => {
  const said = (address: string) =>
    viewFromQuery(set, (name) => new URLSearchParams(address).get(name));
  it.each([
    ["", { compare: "cycle", where: {} }],
    ["scores.is.year_group=12", { compare: "cycle", where: { year_group: "12" } }],
    ["scores.by=year_group&scores.is.cycle=", { compare: "year_group", where: { cycle: "" } }],
    ["scores.by=password&other.is.year_group=12", { compare: "cycle", where: {} }],
    ["scores.is.cycle=2", { compare: "cycle", where: {} }],
  ])("%j says %j", (address, view) => {
    expect(said(address)).toEqual(view);
  });

  it("has names of its own for each set", () => {
    expect(queryNames({ key: "a" }).compare).not.toBe(queryNames({ key: "b" }).compare);
  });
});

const inOrder = (texts: string[]) => byName(texts, (text) => text, "fr");

it("puts values in the order people expect, none given last", () => {
  const ordered = (values: string[]) =>
    valuesOf(
      values.map((cycle) => aRow(cycle, {})),
      "cycle",
      inOrder,
    );
  expect(ordered(["10", "", "9", "1"])).toEqual(["1", "9", "10", ""]);
  expect(ordered(["Zoé", "école", "Ecole", "Été"])).toEqual(["Ecole", "école", "Été", "Zoé"]);
});

it("draws a bar where a group has a number, and none where it has not", () => {
  const rows = [aRow("2", { vision: 6.5, effort: null }), aRow("1", { vision: 5, effort: 4 }, 8)];
  expect(
    clustersOf(rows, { measures: set.measures, compare: "cycle", inOrder }).map(
      ({ measure, parts }) => [measure, parts],
    ),
  ).toEqual([
    [
      "vision",
      [
        { group: "1", average: 5, records: 8 },
        { group: "2", average: 6.5, records: 3 },
      ],
    ],
    ["effort", [{ group: "1", average: 4, records: 8 }]],
  ]);
});
