// Cutting time into windows and ids into ranges.
import { describe, expect, it } from "vitest";
import { cutRange } from "../../connectors/odoo/id-ranges.ts";
import { cutWindows } from "../../connectors/odoo/windows.ts";

const at = (second: number) => new Date(second * 1_000).toISOString();

/** Cuts the given seconds; counts as the source would. */
async function cut(stamps: number[], limit: number) {
  let asked = 0;
  const within = (since: string, until: string) =>
    stamps.filter((second) => at(second) >= since && at(second) <= until).length;
  const [since, until] = [at(Math.min(...stamps)), at(Math.max(...stamps))];
  const windows = await cutWindows({ since, until, count: stamps.length, limit }, (from, to) => {
    asked += 1;
    return Promise.resolve(within(from, to));
  });
  return {
    windows,
    asked,
    sum: windows.reduce((total, window) => total + within(window.since, window.until), 0),
  };
}

describe("windows", () => {
  it("stay whole when everything fits", async () => {
    const { windows, asked } = await cut([10, 500_000, 9_000_000], 3);
    expect([windows.length, asked]).toEqual([1, 0]);
  });

  it("hold every stamp once, and at most a page each", async () => {
    const stamps = Array.from({ length: 5_000 }, (_, i) => 1_000 + ((i * 7_919) % 86_400));
    const { windows, sum } = await cut(stamps, 1_000);
    expect(sum).toBe(5_000);
    expect(Math.max(...windows.map(({ count }) => count))).toBeLessThanOrEqual(1_000);
    for (const [i, window] of windows.entries()) {
      const next = windows[i + 1];
      if (next) expect(Date.parse(next.since) - Date.parse(window.until)).toBe(1_000);
    }
  });

  it("cannot cut a single second, and stop there", async () => {
    const { windows, asked, sum } = await cut(
      [0, ...Array.from({ length: 4_000 }, () => 86_399), 86_400],
      1_000,
    );
    expect(sum).toBe(4_002);
    expect(windows.find(({ count }) => count === 4_000)).toMatchObject({
      since: at(86_399),
      until: at(86_399),
    });
    expect(asked).toBeLessThan(25);
  });

  it("join sparse neighbours after a burst", async () => {
    const stamps = [
      ...Array.from({ length: 100 }, (_, i) => i),
      ...Array.from({ length: 20 }, (_, i) => 1_000_000 + i * 10_000),
    ];
    const { windows, sum } = await cut(stamps, 50);
    expect(sum).toBe(120);
    expect(windows.length).toBeLessThanOrEqual(5);
  });

  it("make a bounded number of requests", async () => {
    const { asked, sum } = await cut(
      Array.from({ length: 10_000 }, (_, i) => i * 100),
      10,
    );
    expect(asked).toBeLessThanOrEqual(64);
    expect(sum).toBe(10_000);
  });
});

describe("ranges", () => {
  it.each([
    { name: "a small resource is one piece", from: 5, to: 900, count: 100, pieces: 1 },
    { name: "a page is worth several lanes", from: 1, to: 1_000, count: 1_000, pieces: 4 },
    { name: "about one page each", from: 10_000, to: 60_000, count: 25_000, pieces: 32 },
    { name: "never more than 400", from: 1, to: 2_000_000, count: 1_900_000, pieces: 400 },
    { name: "a single id", from: 7, to: 7, count: 1, pieces: 1 },
    { name: "few ids, many counted", from: 1, to: 3, count: 5_000, pieces: 3 },
  ])("$name", ({ pieces, ...order }) => {
    const ranges = cutRange({ ...order, pageSize: 1_000, floor: null });
    expect(ranges).toHaveLength(pieces);
    let next = 0;
    for (const range of ranges) {
      if (range.type !== "range") throw new Error("not a range");
      expect(range.from).toBe(next);
      expect(range.to).toBeGreaterThanOrEqual(range.from);
      next = range.to + 1;
    }
    expect(next - 1).toBe(order.to);
  });
});
