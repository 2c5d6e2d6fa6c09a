import { describe, expect, it } from "vitest";
import { findings, numberTakenCode } from "../../connectors/invoices/findings.ts";
import type { Id, SourceRecord } from "../../contract/source/record.ts";
import type { Page } from "../../contract/source/page.ts";
import type { Survey } from "../../contract/source/survey.ts";
import type { Claim, Outcome } from "../../contract/rpc/task.ts";
import { packPage } from "../../core/pack.ts";
import { viewRun } from "../../core/view.ts";
import { byHand, countsOf, worldOf, type Hand } from "./hand.ts";

let tenants = 0;
/** One fresh tenant a test; its source is what the test answers. */
const tenant = (title: string, test: (hand: Hand) => void) =>
  it(title, () => byHand(`coverage-${(tenants += 1)}`, worldOf(0), test));

type Texts = Map<string, string>;

const recordOf = (id: Id, name: string, version: string | null = null): SourceRecord => ({
  id,
  version,
  data: { name },
});
const surveyed = (survey: Partial<Survey>): Outcome => ({
  type: "surveyed",
  fingerprint: "f",
  survey: {
    horizon: { at: null, highestId: null },
    coverage: "range",
    toRead: null,
    present: null,
    cursor: { seen: true },
    partitions: [],
    ...survey,
  },
});
const pageOf = (claim: Claim, over: Partial<Page>): Outcome =>
  packPage(
    {
      type: "page",
      records: [],
      rejects: [],
      covers: claim.partition ?? { type: "ids", ids: [] },
      rest: null,
      ...over,
    },
    claim,
  );
const refresh = (hand: Hand, answer: (claim: Claim) => Outcome) => hand.refresh(answer);

describe("ids that are texts", () => {
  const idRanges = ["a", "b"].map((prefix) => ({ type: "prefix" as const, prefix }));
  /** A faithful source of texts. */
  const answer =
    (texts: Texts, over: Partial<Survey> = {}) =>
    (claim: Claim): Outcome => {
      const within = (prefix: string) => [...texts].filter(([id]) => id.startsWith(prefix));
      if (claim.kind === "survey") return surveyed({ partitions: idRanges, idRanges, ...over });
      if (claim.partition?.type === "prefix" && claim.kind === "verify")
        return {
          type: "identified",
          ids: within(claim.partition.prefix).map(([id]) => id),
          covers: claim.partition,
        };
      if (claim.kind === "verify") return { type: "counted", count: texts.size };
      const found =
        claim.partition?.type === "prefix"
          ? within(claim.partition.prefix)
          : [...texts].filter(([id]) => isNamed(claim, id));
      return pageOf(claim, { records: found.map(([id, name]) => recordOf(id, name)) });
    };
  const isNamed = ({ partition }: Claim, id: Id) =>
    partition?.type === "ids" && partition.ids.includes(id);

  tenant("are read, compared and removed by how they begin", (hand) => {
    const texts: Texts = new Map([
      ["a1", "one"],
      ["a2", "two"],
      ["b1", "three"],
      ["b\u{fffd}", "odd"],
    ]);
    expect(refresh(hand, answer(texts))).toMatchObject({
      status: "completed",
      steps: [{ verified: 4, tally: { added: 4 } }],
    });
    texts.delete("a2");
    texts.set("b1", "changed");
    expect(refresh(hand, answer(texts))).toMatchObject({
      status: "completed",
      steps: [{ tally: { changed: 1, removed: 1 } }],
    });
    expect(hand.seen()).toEqual(Object.fromEntries(texts));
  });

  tenant(
    "are compared by count alone where the source lists none, and all is read again when it differs",
    (hand) => {
      const texts: Texts = new Map([
        ["a1", "one"],
        ["b1", "two"],
      ]);
      let surveys = 0;
      const run = refresh(hand, (claim) => {
        if (claim.kind === "survey") surveys += 1;
        // One page leaves out a record the first time it is asked.
        if (
          claim.kind === "fetch" &&
          surveys === 1 &&
          claim.partition?.type === "prefix" &&
          claim.partition.prefix === "b"
        )
          return pageOf(claim, {});
        return answer(texts, { idRanges: [] })(claim);
      });
      expect(surveys).toBe(2);
      expect(run).toMatchObject({
        status: "completed",
        steps: [{ verified: 2, tally: { read: 2, added: 2 } }],
      });
      expect(hand.seen()).toEqual(Object.fromEntries(texts));
    },
  );

  tenant("that differ for good are a problem, and nothing is removed", (hand) => {
    const texts: Texts = new Map([
      ["a1", "one"],
      ["b1", "two"],
    ]);
    refresh(hand, answer(texts, { idRanges: [] }));
    texts.delete("b1");
    const run = refresh(hand, (claim) =>
      claim.kind === "verify"
        ? { type: "counted", count: 7 }
        : answer(texts, { idRanges: [] })(claim),
    );
    expect(run).toMatchObject({
      status: "completed_with_problems",
      problems: [{ code: "source_disagrees", facts: { counted: "7", listed: "1" } }],
    });
    expect(Object.keys(hand.seen())).toEqual(["a1", "b1"]);
  });
});

describe("numbered pages", () => {
  const size = 2;
  /** Two records a page; `shift` may change the source before a page is read. */
  const answer =
    (texts: Texts, shift: (page: number) => void = () => undefined) =>
    (claim: Claim): Outcome => {
      if (claim.kind === "survey")
        return surveyed({
          coverage: "pages",
          partitions: [{ type: "page", page: 1 }],
          cursor: null,
        });
      if (claim.kind === "verify") return { type: "counted", count: texts.size };
      if (claim.partition?.type !== "page") throw new Error("only pages are read");
      const { page } = claim.partition;
      shift(page);
      const all = [...texts];
      const rest = all.length > page * size ? { type: "page" as const, page: page + 1 } : null;
      const records = all
        .slice((page - 1) * size, page * size)
        .map(([id, name]) => recordOf(id, name));
      return pageOf(claim, { records, rest, total: all.length });
    };
  const texts = (): Texts => new Map(["k1", "k2", "k3", "k4", "k5"].map((id) => [id, id]));

  /** Each row of the source makes two records: the source counts rows, and cannot count records. */
  const inHalves =
    (texts: Texts, shift?: (page: number) => void) =>
    (claim: Claim): Outcome => {
      const whole = answer(texts, shift)(claim);
      if (whole.type === "counted") return { type: "counted", count: null };
      if (whole.type !== "page") return whole;
      const rows = whole.records.map(({ id }) => id);
      const records = rows.flatMap((id) =>
        ["a", "b"].map((half) => recordOf(`${id}:${half}`, String(texts.get(String(id))))),
      );
      return pageOf(claim, { records, rest: whole.rest, total: texts.size, rows });
    };

  tenant("are compared with the rows of the source where records are parts of rows", (hand) => {
    const source = texts();
    expect(refresh(hand, inHalves(source))).toMatchObject({
      status: "completed",
      steps: [{ verified: 10 }],
    });
    source.delete("k2");
    expect(refresh(hand, inHalves(source))).toMatchObject({
      status: "completed",
      steps: [{ verified: 8, tally: { removed: 2 } }],
    });
  });

  tenant("remove nothing where a row slipped from one page to another", (hand) => {
    const source = texts();
    refresh(hand, inHalves(source));
    const shifting = inHalves(source, (page) => {
      // The first row goes: what stood first on this page stands at the end of the last one now.
      if (page === 2) source.delete([...source.keys()][0] ?? "");
    });
    expect(refresh(hand, shifting)).toMatchObject({
      status: "completed_with_problems",
      steps: [{ tally: { removed: 0 } }],
    });
  });

  tenant("show what is gone once all of them are in", (hand) => {
    const source = texts();
    refresh(hand, answer(source));
    source.delete("k2");
    source.set("k6", "new");
    expect(refresh(hand, answer(source))).toMatchObject({
      status: "completed",
      steps: [{ verified: 5, tally: { added: 1, removed: 1 } }],
    });
    expect(hand.seen()).toEqual(Object.fromEntries(source));
    expect(hand.stores.seenIds.countIds(hand.last().id, "sales")).toBe(0);
  });

  tenant("that shift while they are read are read again", (hand) => {
    const source = texts();
    refresh(hand, answer(source));
    let shifted = false;
    const run = refresh(
      hand,
      answer(source, (page) => {
        if (page === 2 && !shifted) shifted = source.delete("k1");
      }),
    );
    expect(run).toMatchObject({
      status: "completed",
      steps: [{ verified: 4, tally: { read: 4, removed: 1, unchanged: 4 } }],
    });
    expect(hand.seen()).toEqual(Object.fromEntries(source));
  });

  tenant("that never come to rest remove nothing, and say so", (hand) => {
    const source = texts();
    refresh(hand, answer(source));
    let made = 0;
    const run = refresh(
      hand,
      answer(source, (page) => {
        if (page === 1) source.delete([...source.keys()][0] ?? "");
        else source.set(`n${(made += 1)}`, "new");
      }),
    );
    expect(run).toMatchObject({
      status: "completed_with_problems",
      problems: [{ code: "source_disagrees" }],
    });
    expect(run.steps[0]?.tally.removed).toBe(0);
    expect(Object.keys(hand.seen())).toEqual(
      expect.arrayContaining(["k1", "k2", "k3", "k4", "k5"]),
    );
  });

  tenant(
    "in which a record has lost its id remove nothing: it may be any of those that are absent",
    (hand) => {
      const source = texts();
      refresh(hand, answer(source));
      const run = refresh(hand, (claim) => {
        const outcome = answer(source)(claim);
        if (
          outcome.type !== "page" ||
          claim.partition?.type !== "page" ||
          claim.partition.page !== 1
        )
          return outcome;
        const rejects = [{ id: null, code: "record_without_id", facts: {}, sample: "" }];
        return { ...outcome, records: outcome.records.slice(1), rejects };
      });
      expect(run).toMatchObject({
        status: "completed_with_problems",
        problems: [{ code: "records_rejected" }],
      });
      expect(hand.seen()).toEqual(Object.fromEntries(texts()));
    },
  );
});

describe("files", () => {
  type Document = { id: string; version: string; name: string };
  type Drop = Map<string, Document[]>;
  const key = { configuration: "f1", resource: "sales" };
  /** Reads the files above the cursor. */
  const answer =
    (drop: Drop, spoiled: string | null = null) =>
    (claim: Claim): Outcome => {
      const { cursor } = claim.since;
      const names = [...drop.keys()].filter((name) => cursor === null || name > String(cursor));
      if (claim.kind === "survey")
        return surveyed({
          coverage: "files",
          partitions: names.map((file) => ({ type: "file", file })),
          cursor: names.at(-1) ?? cursor,
          findings,
          idTakenCode: numberTakenCode,
        });
      if (claim.kind === "verify") return { type: "counted", count: null };
      if (claim.partition?.type !== "file") throw new Error("only files are read");
      const { file } = claim.partition;
      if (file === spoiled)
        return pageOf(claim, {
          rejects: [{ id: null, code: "answer_unreadable", facts: {}, sample: "" }],
        });
      return pageOf(claim, {
        records: (drop.get(file) ?? []).map(({ id, version, name }) => recordOf(id, name, version)),
      });
    };

  tenant("bring documents that stay, and the same document again writes nothing", (hand) => {
    const drop: Drop = new Map([["f1", [{ id: "7", version: "x", name: "from f1" }]]]);
    expect(refresh(hand, answer(drop))).toMatchObject({
      status: "completed",
      steps: [{ verified: 1 }],
    });
    drop.delete("f1");
    drop.set("f2", [
      { id: "7", version: "x", name: "from f2" },
      { id: "8", version: "y", name: "from f2" },
    ]);
    const run = refresh(hand, answer(drop));
    expect(run).toMatchObject({
      status: "completed",
      rowsWritten: 1,
      steps: [{ tally: { added: 1, unchanged: 1, removed: 0 } }],
    });
    expect(countsOf(viewRun(run, 0).steps[0]?.findings)).toEqual({
      repeated: 1,
      conflicting: 0,
      mismatched: 0,
      signFlipped: 0,
    });
    expect(hand.seen()).toEqual({ 7: "from f1", 8: "from f2" });
    expect(hand.stores.publications.current(key)?.cursor).toBe("f2");
  });

  tenant("are checked: the step has the findings of the files and those of the store", (hand) => {
    const wrong = [
      "invoice_total_mismatch",
      "invoice_net_mismatch",
      "invoice_number_reused",
      "invoice_empty",
    ];
    const rejects = wrong.map((code, at) => ({ id: `f1#${at}`, code, facts: {}, sample: "" }));
    const found = { repeated: 3, signFlipped: 2, undeclared: 9 };
    const told = (claim: Claim): Outcome =>
      claim.kind === "survey"
        ? surveyed({
            coverage: "files",
            partitions: [{ type: "file", file: "f1" }],
            cursor: "f1",
            findings,
          })
        : claim.kind === "verify"
          ? { type: "counted", count: null }
          : pageOf(claim, { records: [recordOf("7", "kept", "x")], rejects, found });
    const run = refresh(hand, told);
    expect(run).toMatchObject({
      status: "completed_with_problems",
      steps: [{ tally: { added: 1, rejected: 4 } }],
    });
    expect(countsOf(viewRun(run, 0).steps[0]?.findings)).toEqual({
      repeated: 3,
      conflicting: 1,
      mismatched: 2,
      signFlipped: 2,
    });
  });

  tenant(
    "that are used with warnings keep a refresh from being plainly completed, are said once, and stay marked",
    (hand) => {
      const drop: Drop = new Map([
        ["f1", [{ id: "7", version: "x", name: "sound" }]],
        ["f2", [{ id: "8", version: "y", name: "warned" }]],
      ]);
      const first = { code: "csv_letters_lost", facts: { place: "l. 3" } };
      const warns = new Set(["f2"]);
      const told = (claim: Claim): Outcome => {
        const outcome = answer(drop)(claim);
        if (outcome.type !== "page" || claim.partition?.type !== "file") return outcome;
        const { file } = claim.partition;
        return {
          ...outcome,
          warning: warns.has(file) ? { file, name: `${file}.csv`, count: 2, first } : null,
        };
      };
      const run = refresh(hand, told);
      const facts = { ...first.facts, file: "f2.csv", key: "f2", warnings: "2", first: first.code };
      expect(run).toMatchObject({
        status: "completed_with_problems",
        steps: [{ status: "completed", verified: 2 }],
      });
      expect(run.problems).toEqual([{ code: "file_warned", facts, resource: null }]);
      expect(hand.stores.publications.current(key)?.cursor).toBe("f2");
      expect(hand.stores.fileWarnings.list(key)).toEqual(["f2"]);
      // Nobody reads it again: the next refresh has nothing to say, and the list of files still
      // marks it.
      expect(refresh(hand, told)).toMatchObject({ status: "completed", problems: [] });
      expect(hand.stores.fileWarnings.list(key)).toEqual(["f2"]);
      // Where all files are read anew, what they say then is what counts.
      warns.clear();
      const anew = (claim: Claim) => told({ ...claim, since: { ...claim.since, cursor: null } });
      expect([refresh(hand, anew).status, hand.stores.fileWarnings.list(key)]).toEqual([
        "completed",
        [],
      ]);
    },
  );

  tenant(
    "that were refused are reported as new once, and as still refused until they are gone",
    (hand) => {
      const refused = new Set(["f1"]);
      const told = () => {
        const run = refresh(hand, (claim) => {
          if (claim.kind === "survey")
            return surveyed({
              coverage: "files",
              partitions: ["f1", "f2"].map((file) => ({ type: "file", file })),
              cursor: "f2",
            });
          if (claim.kind === "verify") return { type: "counted", count: null };
          const file = claim.partition?.type === "file" ? claim.partition.file : "";
          return pageOf(
            claim,
            refused.has(file)
              ? { rejects: [{ id: file, code: "file_unknown", facts: {}, sample: "" }] }
              : {},
          );
        });
        return [run.status, ...run.problems.map(({ code, facts }) => `${code} ${facts["count"]}`)];
      };
      expect(told()).toEqual(["completed_with_problems", "records_rejected 1"]);
      expect(told()).toEqual(["completed_with_problems", "records_still_rejected 1"]);
      refused.add("f2");
      expect(told()).toEqual([
        "completed_with_problems",
        "records_rejected 1",
        "records_still_rejected 1",
      ]);
      refused.clear();
      expect(told()).toEqual(["completed"]);
    },
  );

  tenant(
    "that bring other content under a number that is taken are listed, in one refresh too, and read again",
    (hand) => {
      const drop: Drop = new Map([
        ["f1", [{ id: "7", version: "x", name: "first" }]],
        ["f2", [{ id: "7", version: "z", name: "other" }]],
        [
          "f3",
          [
            { id: "7", version: "x", name: "same" },
            { id: "7", version: "w", name: "third" },
          ],
        ],
      ]);
      const run = refresh(hand, answer(drop));
      expect(run).toMatchObject({
        status: "completed_with_problems",
        steps: [{ tally: { added: 1, unchanged: 1, rejected: 2 } }],
      });
      expect(hand.stores.rejects.list(run.id, 10).map(({ id, code }) => [id, code])).toEqual([
        ["7", "document_conflicts"],
        ["7", "document_conflicts"],
      ]);
      expect(hand.seen()).toEqual({ 7: "first" });
      expect(hand.stores.publications.current(key)?.cursor).toBeNull();
      drop.delete("f2");
      drop.set("f3", [{ id: "7", version: "x", name: "same" }]);
      expect(refresh(hand, answer(drop))).toMatchObject({ status: "completed", rowsWritten: 0 });
      expect(hand.stores.publications.current(key)?.cursor).toBe("f3");
    },
  );

  tenant("that cannot be read keep the cursor before them", (hand) => {
    const drop: Drop = new Map([["f1", [{ id: "7", version: "x", name: "first" }]]]);
    refresh(hand, answer(drop));
    drop.set("f2", [{ id: "8", version: "y", name: "second" }]);
    drop.set("f3", [{ id: "9", version: "y", name: "third" }]);
    expect(refresh(hand, answer(drop, "f2")).status).toBe("completed_with_problems");
    expect(hand.stores.publications.current(key)?.cursor).toBe("f1");
    expect(refresh(hand, answer(drop))).toMatchObject({
      status: "completed",
      steps: [{ tally: { read: 2, added: 1, unchanged: 1 } }],
    });
    expect(Object.keys(hand.seen())).toEqual(["7", "8", "9"]);
  });
});
