// How fresh a dashboard is: its oldest source decides the age, its newest publication the author.
import { expect, it } from "vitest";
import { dashboardFreshness } from "../../web/lib/data/dashboard-freshness.ts";
import type { Freshness } from "../../contract/api/record.ts";

const configuration = { id: "sales", resources: ["orders", "invoices"] };

const aSource = (resource: string, over: Partial<Freshness> = {}): Freshness => ({
  configuration: "sales",
  resource,
  generation: 1,
  publishedAt: "2026-11-01T08:00:00.000Z",
  verifiedAt: "2026-11-01T08:00:00.000Z",
  records: 10,
  broughtBy: null,
  ...over,
});

it("is as old as the source that was last known to be current the longest ago", () => {
  const fresh = dashboardFreshness(configuration, [
    aSource("invoices", { verifiedAt: "2026-11-03T08:00:00.000Z" }),
    aSource("orders", { verifiedAt: "2026-11-02T08:00:00.000Z" }),
  ]);
  expect(fresh.at).toBe("2026-11-02T08:00:00.000Z");
});

it("counts from the publication where nothing was verified after it", () => {
  const orders = aSource("orders", { verifiedAt: null });
  expect(dashboardFreshness(configuration, [orders]).at).toBe(orders.publishedAt);
});

it("has the published sources in the order of the configuration, and the newest of them", () => {
  const fresh = dashboardFreshness(configuration, [
    aSource("invoices", { generation: 3 }),
    aSource("orders", { generation: 2 }),
    aSource("orders", { configuration: "other", generation: 9 }),
  ]);
  expect(fresh.published.map(({ resource }) => resource)).toEqual(["orders", "invoices"]);
  expect(fresh.newest?.resource).toBe("invoices");
});

it("has no age and nothing newest before the first publication", () => {
  const waiting = aSource("orders", { generation: null, publishedAt: null, verifiedAt: null });
  const fresh = dashboardFreshness(configuration, [waiting]);
  expect([fresh.at, fresh.newest, fresh.published]).toEqual([null, null, []]);
  expect(fresh.all).toEqual([waiting]);
});

it("has another version once a source is published again, whatever the order of the message", () => {
  const [orders, invoices] = [aSource("orders"), aSource("invoices")];
  const version = (...sources: Freshness[]) => dashboardFreshness(configuration, sources).version;
  expect(version(orders, invoices)).toBe(version(invoices, orders));
  expect(version({ ...orders, generation: 2 }, invoices)).not.toBe(version(orders, invoices));
});
