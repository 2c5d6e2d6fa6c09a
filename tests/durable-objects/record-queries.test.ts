// What readers are shown of the published data: pages, searches, orders, sums and averages.
import { describe, expect, it } from "vitest";
import { packPage } from "../../core/pack.ts";
import { byHand, worldOf, type Hand } from "./hand.ts";

let tenants = 0;
/** One fresh tenant a test. */
const tenant = (title: string, test: (hand: Hand) => void, size = 10) =>
  it(title, () => byHand(`queries-${(tenants += 1)}`, worldOf(size), test));

describe("reading", () => {
  const page = (hand: Hand, over = {}) =>
    hand.readers.page({
      configuration: "f1",
      resource: "sales",
      after: null,
      limit: 3,
      search: null,
      asOf: null,
      sort: null,
      ...over,
    });

  tenant("pages by key, in both directions of a column too", (hand) => {
    hand.refresh();
    const walk = (over: object): unknown[] => {
      const ids: unknown[] = [];
      for (let after: string | null = null; ;) {
        const found = page(hand, { ...over, after });
        if (found === null) throw new Error("its generation is gone");
        ids.push(...found.records.map(({ id }) => id));
        if (found.next === null) return ids;
        after = found.next;
      }
    };
    const rising = Array.from({ length: 10 }, (_, index) => index + 1);
    expect(walk({})).toEqual(rising);
    // Numbers inside of texts go by size: n2 before n10.
    const byName = rising;
    expect(
      walk({ sort: { column: "name", as: "text", minus: null, direction: "asc", language: "en" } }),
    ).toEqual(byName);
    expect(
      walk({
        sort: { column: "name", as: "text", minus: null, direction: "desc", language: "en" },
      }),
    ).toEqual([...byName].reverse());
    expect(
      walk({
        sort: { column: "amount", as: "number", minus: null, direction: "desc", language: "en" },
      }),
    ).toEqual([...rising].reverse());
  });

  tenant("accepts only generations that were published and are kept", (hand) => {
    hand.refresh();
    hand.edit(1, "again");
    hand.refresh();
    hand.edit(1, "unpublished");
    hand.start();
    while (hand.stores.runs.active()?.status !== "verifying") hand.next();
    const open = hand.last().generation;
    expect(page(hand, { asOf: 1 })).toMatchObject({
      generation: 1,
      total: 10,
      records: [{ id: 1, data: { name: "n1" } }, {}, {}],
    });
    expect(page(hand, { asOf: 2 })).toMatchObject({
      generation: 2,
      records: [{ data: { name: "again" } }, {}, {}],
    });
    for (const asOf of [0, open, open + 1, 999_999]) expect(page(hand, { asOf })).toBeNull();
    hand.run();
    expect(page(hand, { asOf: open })).toMatchObject({
      records: [{ data: { name: "unpublished" } }, {}, {}],
    });
    hand.transaction(() => hand.commands.undo({ run: hand.last().id, by: "Ada" }, hand.at()));
    expect(page(hand, { asOf: open })).toBeNull();
  });

  tenant("stays in the generation in which it began, and ends where that is gone", (hand) => {
    hand.refresh();
    for (const sort of [
      null,
      { column: "name", as: "text", minus: null, direction: "asc", language: "en" },
    ]) {
      const before = hand.seen();
      const first = page(hand, { sort });
      for (const id of hand.world.keys())
        hand.edit(id, `later ${id} ${sort?.column}`, `2026-03-0${sort === null ? 1 : 2}`);
      const later = hand.refresh();
      const second = page(hand, { sort, after: first?.next });
      expect(second).toMatchObject({ generation: first?.generation, total: 10 });
      for (const { id, data } of second?.records ?? []) expect(data.name).toBe(before[String(id)]);
      const fresh = page(hand, { sort });
      expect(fresh?.generation).toBe(later.generation);
      hand.transaction(() => hand.commands.undo({ run: later.id, by: "Ada" }, hand.at()));
      expect(page(hand, { sort, after: fresh?.next })).toBeNull();
    }
  });

  tenant("returns nothing of a generation that has been swept", (hand) => {
    hand.refresh();
    const cursor = page(hand)?.next;
    for (let turn = 0; turn < 14; turn += 1) {
      hand.edit(1, `turn ${turn}`, `2026-02-${10 + turn}`);
      hand.refresh();
      hand.now += 40 * 24 * 3_600_000;
    }
    while (hand.housekeeping.hasWork(hand.now))
      hand.transaction(() => hand.housekeeping.sweep(hand.now));
    for (let asOf = 1; asOf <= 5; asOf += 1) expect(page(hand, { asOf })).toBeNull();
    expect(page(hand, { after: cursor })).toBeNull();
    expect(page(hand, { asOf: 6 })).toMatchObject({
      records: [{ data: { name: "turn 4" } }, {}, {}],
    });
  });

  tenant("finds what is written with or without case and accents, old rows and new", (hand) => {
    hand.edit(1, "École");
    hand.edit(2, "E\u0301cole bis");
    hand.edit(3, "Straße");
    hand.edit(4, "ISPARTA ıspanak");
    hand.edit(5, "cœur ﬁn");
    hand.refresh();
    const found = (search: string) => page(hand, { search })?.records.map(({ id }) => id);
    const looks = (): void => {
      for (const search of ["ecole", "ÉCOLE", "E\u0301cole", "école"])
        expect(found(search)).toEqual([1, 2]);
      for (const search of ["strasse", "STRASSE", "STRAßE", "straẞe"])
        expect(found(search)).toEqual([3]);
      for (const search of ["isparta", "İSPARTA", "ıspanak", "ispanak"])
        expect(found(search)).toEqual([4]);
      for (const search of ["coeur", "CŒUR", "fin"]) expect(found(search)).toEqual([5]);
      expect(page(hand, { search: "école" })?.total).toBe(2);
    };
    looks();
    hand.sql("UPDATE record SET text = NULL WHERE id <> 2");
    looks();
  });

  tenant("sorts by the reader's language", (hand) => {
    for (const [at, name] of [
      "Zoé",
      "écart",
      "Eclair",
      "côté",
      "cote",
      "coté",
      "étude",
      "a",
    ].entries())
      hand.edit(at + 1, name);
    for (const id of [9, 10]) hand.world.delete(id);
    hand.refresh();
    const sorted = (direction: "asc" | "desc") =>
      page(hand, {
        limit: 20,
        sort: { column: "name", as: "text", minus: null, direction, language: "fr" },
      })?.records.map(({ data }) => data.name);
    const rising = ["a", "cote", "coté", "côté", "écart", "Eclair", "étude", "Zoé"];
    expect(sorted("asc")).toEqual(rising);
    expect(sorted("desc")).toEqual([...rising].reverse());
  });

  tenant("searches values, not the names of columns", (hand) => {
    hand.refresh();
    hand.edit(4, 'Crème "brûlée"');
    hand.refresh();
    expect(page(hand, { search: 'creme "BR' })).toMatchObject({ total: 1, records: [{ id: 4 }] });
    expect(page(hand, { search: "name" })).toMatchObject({ total: 0, records: [] });
  });
});

describe("sums", () => {
  tenant(
    "add by month, group and currency, to the last decimal of the currency",
    (hand) => {
      const rows = [
        [1, "2026-01-05", "0.1", "EUR"],
        [2, "2026-01-31", "0.2", "EUR"],
        [3, "2026-01-09", "1000.125", "TND"],
        [4, "2026-02-01", "-5", "EUR"],
        [5, null, "9", "EUR"],
        [6, "2026-03-01", "12345678901234567890.123456789012345", "EUR"],
        [7, "2026-03-02", "0.000000000000001", "EUR"],
        [8, "2026-03-03", null, "EUR"],
      ] as const;
      const records = rows.map(([id, due, amount, currency]) => ({
        id,
        version: "1",
        data: { due, amount, currency, kind: "bill" },
      }));
      hand.refresh((claim) =>
        claim.kind === "fetch" && claim.partition !== null
          ? packPage({ type: "page", records, rejects: [], covers: claim.partition, rest: null })
          : null,
      );
      const sums = hand.readers.sums({
        configuration: "f1",
        resource: "sales",
        amount: { column: "amount", minus: null },
        date: "due",
        group: "kind",
        currency: "currency",
        uncounted: [],
      });
      expect(sums).toEqual([
        { month: "", group: "bill", currency: "EUR", sum: "9", records: 1 },
        { month: "2026-01", group: "bill", currency: "EUR", sum: "0.3", records: 2 },
        { month: "2026-01", group: "bill", currency: "TND", sum: "1000.125", records: 1 },
        { month: "2026-02", group: "bill", currency: "EUR", sum: "-5", records: 1 },
        {
          month: "2026-03",
          group: "bill",
          currency: "EUR",
          sum: "12345678901234567890.123456789012346",
          records: 2,
        },
      ]);
    },
    8,
  );

  tenant(
    "subtract credit notes, also drafts below zero, and leave out what nobody owes",
    (hand) => {
      const rows = [
        [1, "invoice", "posted", "100.10"],
        [2, "refund", "posted", "40.05"],
        [3, "invoice", "draft", "-10"],
        [4, "refund", "draft", "-1"],
        [5, "invoice", "cancel", "999"],
        [6, "refund", "posted", "12345678901234567890"],
      ] as const;
      const records = rows.map(([id, kind, state, amount]) => ({
        id,
        version: "1",
        data: { due: "2026-01-05", amount, currency: "EUR", kind, state },
      }));
      hand.refresh((claim) =>
        claim.kind === "fetch" && claim.partition !== null
          ? packPage({ type: "page", records, rejects: [], covers: claim.partition, rest: null })
          : null,
      );
      const amount = { column: "amount", minus: { column: "kind", values: ["refund"] } };
      const uncounted = [{ column: "state", values: ["cancel"] }];
      const of = { configuration: "f1", resource: "sales", uncounted };
      expect(
        hand.readers.sums({ ...of, amount, date: "due", group: "kind", currency: "currency" }),
      ).toEqual([
        { month: "2026-01", group: "invoice", currency: "EUR", sum: "90.1", records: 2 },
        {
          month: "2026-01",
          group: "refund",
          currency: "EUR",
          sum: "-12345678901234567929.05",
          records: 3,
        },
      ]);
      expect(
        hand.readers.averages({
          ...of,
          measures: [amount],
          by: ["currency"],
          where: [{ column: "kind", value: "invoice" }],
        }),
      ).toEqual([{ groups: { currency: "EUR" }, records: 2, averages: { amount: 45.05 } }]);
    },
    6,
  );
});

describe("averages", () => {
  const plainly = (column: string) => ({ column, minus: null });
  const published = (hand: Hand) => {
    const rows = [
      [1, "1", "Year 12", 4],
      [2, "1", "Year 12", 7],
      [3, "1", "Year 12", null],
      [4, "1", null, 10],
      [5, "2", "Year 12", 0.1],
      [6, "2", "Year 12", 0.2],
      [7, "3", "Year 13", null],
      [8, "3", "Year 13", "6.5"],
    ] as const;
    const records = rows.map(([id, cycle, year, vision]) => ({
      id,
      version: null,
      data: { cycle, year, vision, effort: 3 },
    }));
    hand.refresh((claim) =>
      claim.kind === "fetch" && claim.partition !== null
        ? packPage({ type: "page", records, rejects: [], covers: claim.partition, rest: null })
        : null,
    );
  };
  const order = {
    configuration: "f1",
    resource: "sales",
    measures: [plainly("vision")],
    by: ["cycle"],
    where: [],
    uncounted: [],
  };

  tenant(
    "leave out records without a number, and are rounded",
    (hand) => {
      published(hand);
      expect(hand.readers.averages(order)).toEqual([
        { groups: { cycle: "1" }, records: 4, averages: { vision: 7 } },
        { groups: { cycle: "2" }, records: 2, averages: { vision: 0.15 } },
        { groups: { cycle: "3" }, records: 2, averages: { vision: 6.5 } },
      ]);
    },
    8,
  );

  tenant(
    "by several columns, of several measures, where others have a value",
    (hand) => {
      published(hand);
      const both = {
        ...order,
        measures: [plainly("vision"), plainly("effort")],
        by: ["cycle", "year"],
      };
      expect(hand.readers.averages({ ...both, where: [{ column: "cycle", value: "1" }] })).toEqual([
        { groups: { cycle: "1", year: "" }, records: 1, averages: { vision: 10, effort: 3 } },
        {
          groups: { cycle: "1", year: "Year 12" },
          records: 3,
          averages: { vision: 5.5, effort: 3 },
        },
      ]);
      expect(
        hand.readers.averages({ ...both, where: [{ column: "year", value: "" }] }),
      ).toMatchObject([{ records: 1 }]);
      expect(hand.readers.averages({ ...order, measures: [plainly("nothing")] })).toMatchObject([
        { averages: { nothing: null } },
        {},
        {},
      ]);
    },
    8,
  );

  tenant("of nothing published are none", (hand) => {
    expect(hand.readers.averages(order)).toEqual([]);
  });
});
