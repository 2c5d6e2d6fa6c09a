import { describe, expect, it } from "vitest";
import type { AverageQuery, RecordQuery, SumQuery } from "../../contract/rpc/queries.ts";
import type { Id, SourceRecord } from "../../contract/source/record.ts";
import { packPage } from "../../core/pack.ts";
import { ReadScheduler } from "../../durable-objects/reading/read-scheduler.ts";
import { slicesOf, type SlicedReading } from "../../durable-objects/reading/slices.ts";
import { byHand, worldOf, type Hand } from "./hand.ts";

const key = { configuration: "f1", resource: "sales" };
type Data = SourceRecord["data"];

/** A refresh after which the source holds just these records. */
function refreshTo(hand: Hand, all: Map<Id, Data>): void {
  hand.world = new Map([...all.keys()].map((id) => [Number(id), { version: "", name: "" }]));
  const records = [...all].map(([id, data]) => ({ id, version: null, data }));
  const run = hand.refresh((claim) => {
    if (claim.kind === "fetch" && claim.partition !== null)
      return packPage({ type: "page", records, rejects: [], covers: claim.partition, rest: null });
    return null;
  });
  expect(run.published).toBe(true);
}

const rows = (hand: Hand, over: Partial<RecordQuery>) =>
  hand.readers.page({
    ...key,
    after: null,
    limit: 50,
    search: null,
    asOf: null,
    sort: null,
    ...over,
  });
const idsOf = (hand: Hand, over: Partial<RecordQuery>) =>
  rows(hand, over)?.records.map(({ id }) => id);
const world = () => worldOf(40);
const minus = { column: "kind", values: ["credit"] };
const sums: SumQuery = {
  ...key,
  amount: { column: "amount", minus },
  date: "due",
  group: "kind",
  currency: "currency",
  uncounted: [{ column: "state", values: ["cancel"] }],
};
const averages: AverageQuery = {
  ...key,
  measures: [sums.amount],
  uncounted: sums.uncounted,
  by: ["currency"],
  where: [],
};

describe("sorting", () => {
  it("takes amounts as they are shown: credit notes below zero", () =>
    byHand("sort-money", world(), (hand) => {
      const amounts: [number, string | null, string][] = [
        [1, "10", "bill"],
        [2, "30", "credit"],
        [3, "20.5", "bill"],
        [4, "5", "credit"],
        [5, null, "bill"],
        [6, "-7", "credit"],
        [7, "0", "credit"],
      ];
      refreshTo(hand, new Map(amounts.map(([id, amount, kind]) => [id, { amount, kind }])));
      const sort = {
        column: "amount",
        as: "number",
        minus,
        direction: "asc",
        language: "en",
      } as const;
      // Nothing, -30, -5, 0, 7, 10, 20.5
      expect(idsOf(hand, { sort })).toEqual([5, 2, 4, 7, 6, 1, 3]);
      expect(idsOf(hand, { sort: { ...sort, direction: "desc" } })).toEqual([3, 1, 6, 7, 4, 2, 5]);
      const walked: unknown[] = [];
      for (let after: string | null = null; ;) {
        const page = rows(hand, { sort, limit: 2, after });
        walked.push(...(page?.records ?? []).map(({ id }) => id));
        after = page?.next ?? null;
        if (after === null) break;
      }
      expect(walked).toEqual([5, 2, 4, 7, 6, 1, 3]);
    }));

  it("puts what is empty first, and numbers inside of texts by size, in either language", () =>
    byHand("sort-text", world(), (hand) => {
      const names: (string | null)[] = [
        "FA-10",
        "fa-9",
        "",
        null,
        "Élan",
        "elan",
        "zèbre",
        "Zebra",
        "ß",
        "st",
        "１１",
        "2",
      ];
      refreshTo(hand, new Map(names.map((name, at) => [at + 1, { name }])));
      for (const language of ["en", "fr"] as const) {
        const sort = {
          column: "name",
          as: "text",
          minus: null,
          direction: "asc",
          language,
        } as const;
        expect(idsOf(hand, { sort })?.map((id) => names[Number(id) - 1])).toEqual([
          "",
          null,
          "2",
          "１１",
          "elan",
          "Élan",
          "fa-9",
          "FA-10",
          "ß",
          "st",
          "Zebra",
          "zèbre",
        ]);
      }
    }));

  it("reads far beyond what is kept of an order without gaps, and in another generation too", () =>
    byHand("sort-far", world(), (hand) => {
      const all = new Map<Id, Data>(
        Array.from({ length: 2_600 }, (_, at) => [at + 1, { name: `n${(at * 7_919) % 2_600}` }]),
      );
      refreshTo(hand, all);
      const sort = {
        column: "name",
        as: "text",
        minus: null,
        direction: "asc",
        language: "en",
      } as const;
      const names: unknown[] = [];
      for (let after: string | null = null; ;) {
        const page = rows(hand, { sort, limit: 130, after });
        names.push(...(page?.records ?? []).map(({ data }) => data["name"]));
        after = page?.next ?? null;
        if (names.length === 1_300)
          refreshTo(hand, new Map([...all].map(([id]) => [id, { name: "later" }])));
        if (after === null) break;
      }
      expect(names).toEqual(Array.from({ length: 2_600 }, (_, at) => `n${at}`));
      expect(rows(hand, { sort, limit: 2 })?.records.map(({ data }) => data["name"])).toEqual([
        "later",
        "later",
      ]);
    }));
});

describe("searching", () => {
  const texts: Data[] = [
    { name: "École" },
    { name: "E\u0301COLE" },
    { name: "Straße 12" },
    { name: "ISPARTA" },
    { name: "ﬁn d’œuvre" },
    { name: "مُحَمَّـــد" },
    { name: "Ｎ° １２３" },
    { name: '100 %_ off\\ "quoted"' },
    { name: "line\nbreak\tand\u0001control" },
    { name: "INV/2026/0042", total: "1234.50", lines: 77 },
    { name: null, marks: ["overdue", "à vérifier"], nested: { deep: ["trésor"] } },
  ];
  it.each([
    ["ecole", [1, 2]],
    ["E\u0301cole", [1, 2]],
    ["STRASSE", [3]],
    ["straẞe", [3]],
    ["ısparta", [4]],
    ["FIN D'OEUVRE", [5]],
    ["محمد", [6]],
    ["n° 123", [7]],
    ["12", [3, 7, 10]],
    ["%", [8]],
    ["_", [8]],
    ["\\", [8]],
    ['\\ "QUOTED"', [8]],
    ["line break and", [9]],
    ["\u0001", [9]],
    ["0042", [10]],
    ["234.5", [10]],
    ["77", [10]],
    ["A VERIFIER", [11]],
    ["tresor", [11]],
    ["name", []],
    ["nested", []],
    ["null", []],
    ['":"', []],
    ["x".repeat(200), []],
  ])("%j finds %j", (search, ids) =>
    byHand(`search ${search}`, world(), (hand) => {
      refreshTo(hand, new Map(texts.map((data, at) => [at + 1, data])));
      expect(idsOf(hand, { search })).toEqual(ids);
      expect(rows(hand, { search })?.total).toBe(ids.length);
      const sort = {
        column: "name",
        as: "text",
        minus: null,
        direction: "asc",
        language: "fr",
      } as const;
      expect(
        [...(idsOf(hand, { search, sort }) ?? [])].sort(
          (one, other) => Number(one) - Number(other),
        ),
      ).toEqual(ids);
    }),
  );
});

describe("sums and averages", () => {
  const data = (id: number, turn: number): Data => ({
    amount: `${(id * 37) % 900}.${String((id + turn) % 100).padStart(2, "0")}`,
    kind: id % 3 === turn % 3 ? "credit" : "bill",
    state: id % 11 === 0 ? "cancel" : "posted",
    due: `2026-0${1 + ((id + turn) % 3)}-05`,
    currency: id % 5 === 0 ? "USD" : "EUR",
  });
  /** The same, by somebody who reads everything each time. */
  const fresh = (hand: Hand) => {
    hand.sql("DELETE FROM reckoning");
    return hand.reopened();
  };

  it("are carried on from one generation to the next, and come out as if all were read", () =>
    byHand("carried", world(), (hand) => {
      const all = new Map<Id, Data>(
        Array.from({ length: 1_500 }, (_, at) => [at + 1, data(at + 1, 0)]),
      );
      refreshTo(hand, all);
      const first = hand.readers.sums(sums);
      for (let turn = 1; turn <= 4; turn += 1) {
        for (let id = turn; id <= 40; id += 7) all.set(id, data(id, turn));
        all.delete(turn);
        all.set(2_000 + turn, data(2_000 + turn, turn));
        if (turn === 3)
          all.set(3_000, {
            ...data(3_000, 0),
            due: null,
            currency: "TND",
            amount: "12345678901234567890.000000000001",
          });
        if (turn === 4) all.delete(3_000);
        refreshTo(hand, all);
        const carried = [hand.readers.sums(sums), hand.readers.averages(averages)];
        const anew = fresh(hand);
        expect(carried).toEqual([anew.sums(sums), anew.averages(averages)]);
        expect(carried[0]).not.toEqual(first);
      }
      const last = hand.readers.sums(sums);
      all.set(1, data(1, 9));
      refreshTo(hand, all);
      expect(hand.readers.sums(sums)).not.toEqual(last);
      hand.transaction(() => hand.commands.undo({ run: hand.last().id, by: "Ada" }, hand.at()));
      expect(hand.readers.sums(sums)).toEqual(last);
      all.set(2, data(2, 8));
      refreshTo(hand, all);
      expect(hand.readers.sums(sums)).toEqual(fresh(hand).sums(sums));
    }));

  it("that took long are kept, survive the object and read only what has changed", () =>
    byHand("kept", world(), (hand) => {
      const all = new Map<Id, Data>(
        Array.from({ length: 22_000 }, (_, at) => [at + 1, data(at + 1, 0)]),
      );
      refreshTo(hand, all);
      const slicesUntil = (reading: SlicedReading<unknown>): number => {
        for (let slices = 1; ; slices += 1) if (reading.next().done === true) return slices;
      };
      expect(slicesUntil(hand.reading().sums(sums))).toBeGreaterThan(20);
      expect(slicesUntil(hand.reading().sums(sums))).toBe(1);
      all.set(5, data(5, 1));
      refreshTo(hand, all);
      expect(slicesUntil(hand.reading().sums(sums))).toBe(1);
      expect(hand.reopened().sums(sums)).toEqual(fresh(hand).sums(sums));
      hand.transaction(() => hand.housekeeping.forget("f1"));
      expect(hand.reopened().sums(sums)).toEqual([]);
    }));

  it("are refused where there would be too many", () =>
    byHand("many-groups", world(), (hand) => {
      refreshTo(
        hand,
        new Map(
          Array.from({ length: 20_001 }, (_, at) => [at + 1, { amount: "1", name: `n${at}` }]),
        ),
      );
      expect(hand.readers.sums({ ...sums, group: "name" })).toBe("tooManyGroups");
      expect(hand.readers.averages({ ...averages, by: ["name"] })).toBe("tooManyGroups");
    }));
});

describe("slices", () => {
  it("are bounded in rows and in bytes, and leave nothing out", () =>
    byHand("slices", world(), (hand) => {
      const long = "x".repeat(300_000);
      refreshTo(
        hand,
        new Map(
          Array.from({ length: 2_500 }, (_, at) => [
            at + 1,
            { name: at > 1_200 && at < 1_220 ? long : "n" },
          ]),
        ),
      );
      let after = 0;
      const lengths = [...slicesOf(hand.storage.sql, key)].map(({ where }) => {
        const { count, bytes, first, last } = hand.storage.sql
          .exec<{ count: number; bytes: number; first: number; last: number }>(
            `SELECT count(*) AS count, sum(octet_length(data)) AS bytes, min(id) AS first, max(id) AS last FROM record
             WHERE configuration = 'f1' AND resource = 'sales' ${where.sql}`,
            ...where.bind,
          )
          .one();
        expect(first).toBe(after + 1);
        after = last;
        expect(count).toBeLessThanOrEqual(1_000);
        expect(bytes).toBeLessThanOrEqual(1_000_000);
        return count;
      });
      expect(after).toBe(2_500);
      expect(lengths.length).toBeGreaterThan(7);
    }));
});

describe("who reads next", () => {
  /** A reading of so many slices that writes each of them down. */
  function* reading(name: string, slices: number, journal: string[]): SlicedReading<string> {
    for (let at = 1; at < slices; at += 1) {
      journal.push(name);
      yield;
    }
    journal.push(name);
    return name;
  }

  it("takes turns, so that a short reading does not wait for the end of a long one", async () => {
    const journal: string[] = [];
    const leisure = new ReadScheduler({ isBusy: () => false, pause: () => Promise.resolve() });
    const ended: string[] = [];
    const works = ["a", "b", "c"].map((name, at) =>
      leisure
        .work(reading(name, [60, 3, 1][at] ?? 0, journal))
        .then((result) => ended.push(result)),
    );
    await Promise.all(works);
    expect(ended).toEqual(["c", "b", "a"]);
    expect(journal.slice(0, 8)).toEqual(["a", "b", "c", "a", "b", "a", "b", "a"]);
  });

  it("lets at most one slice in between a step of a refresh and the next, and starves nobody", async () => {
    const journal: string[] = [];
    let steps = 60;
    const rests: number[] = [];
    const leisure: ReadScheduler = new ReadScheduler({
      isBusy: () => steps > 0,
      // Everything else that waits has its turn: a step, as long as the refresh goes on.
      pause: (ms) => {
        rests.push(ms);
        if (steps > 0) {
          steps -= 1;
          leisure.stepTaken();
          journal.push("step");
        }
        return Promise.resolve();
      },
    });
    await Promise.all(
      Array.from({ length: 6 }, (_, at) => leisure.work(reading(`reader ${at}`, 20, journal))),
    );
    const during = journal.slice(6, journal.lastIndexOf("step") + 1);
    const between = during
      .join(" ")
      .split("step")
      .map((gap) => gap.match(/reader/g)?.length ?? 0);
    expect(Math.max(...between)).toBe(1);
    // Steps that never cease still leave a slice in nine turns, shared by all who read.
    expect(between.filter((slices) => slices === 1).length).toBeGreaterThanOrEqual(6);
    expect(new Set(rests)).toEqual(new Set([10, 0]));
    expect(journal.filter((entry) => entry !== "step")).toHaveLength(120);
  });

  it("asks those beyond sixteen to come back, and goes on after a reading that breaks", async () => {
    const leisure = new ReadScheduler({ isBusy: () => false, pause: () => Promise.resolve() });
    const broken = leisure.work(
      (function* (): SlicedReading<string> {
        yield;
        throw new Error("gone");
      })(),
    );
    const works = Array.from({ length: 16 }, (_, at) => leisure.work(reading(`r${at}`, 3, [])));
    await expect(broken).rejects.toThrow("gone");
    const results = await Promise.all(works);
    expect(results.filter((result) => result === "tooMany")).toHaveLength(1);
    expect(await leisure.work(reading("after", 3, []))).toBe("after");
  });
});
