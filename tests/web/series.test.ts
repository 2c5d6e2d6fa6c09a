// Bars and axes of the plots.
import { expect, it } from "vitest";
import type { MonthSum } from "../../contract/api/record.ts";
import { barsOf, currenciesOf, groupsOf, ticksOf, undatedOf } from "../../web/lib/data/series.ts";

const aSum = (month: string, sum: string, part: Partial<MonthSum> = {}): MonthSum => ({
  month,
  sum,
  group: "out_invoice",
  currency: "EUR",
  records: 1,
  ...part,
});

it("shows months without sums between months with some", () => {
  const bars = barsOf([aSum("2026-11", "10.50"), aSum("2027-02", "4")], "EUR");
  expect(bars.map(({ month, total }) => [month, total])).toEqual([
    ["2026-11", "10.5"],
    ["2026-12", "0"],
    ["2027-01", "0"],
    ["2027-02", "4"],
  ]);
});

it("does not stretch over a wrong year", () => {
  expect(
    barsOf([aSum("0202-01", "1"), aSum("2026-01", "2")], "EUR").map(({ month }) => month),
  ).toEqual(["0202-01", "2026-01"]);
});

it("keeps currencies apart, the one with most records first", () => {
  const sums = [aSum("2026-01", "1"), aSum("2026-01", "9", { currency: "TND", records: 5 })];
  expect(currenciesOf(sums)).toEqual(["TND", "EUR"]);
  expect(barsOf(sums, "EUR").map(({ total }) => total)).toEqual(["1"]);
});

it("puts the group that weighs most first, whatever its sign", () => {
  const credit = (sum: string) => aSum("2026-01", sum, { group: "credit_note" });
  expect(groupsOf([credit("-10"), aSum("2026-01", "4"), aSum("2026-02", "9")])).toEqual([
    "out_invoice",
    "credit_note",
  ]);
  expect(groupsOf([aSum("2026-01", "4"), credit("-10")])).toEqual(["credit_note", "out_invoice"]);
});

it("adds a month's credit notes and invoices exactly", () => {
  const parts = [
    aSum("2026-01", "0.1"),
    aSum("2026-01", "0.2"),
    aSum("2026-01", "-12345678901234567.9", { group: "out_refund" }),
  ];
  expect(barsOf(parts, "EUR")[0]?.total).toBe("-12345678901234567.6");
});

it("tells what has no date apart from the months", () => {
  const sums = [
    aSum("2026-01", "1"),
    aSum("", "2.5", { records: 3 }),
    aSum("", "7", { currency: "TND" }),
  ];
  expect(undatedOf(sums, "EUR")).toEqual({ sum: "2.5", records: 3 });
  expect(undatedOf(sums.slice(0, 1), "EUR")).toBeNull();
});

it.each([
  [0, 930, [0, 250, 500, 750, 1000]],
  [-40, 90, [-50, 0, 50, 100]],
  [0, 0, [0]],
])("puts round numbers on an axis from %d to %d", (low, high, expected) => {
  expect(ticksOf(low, high, 4)).toEqual(expected);
});
