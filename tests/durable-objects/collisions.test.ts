// Two records of the source never become one of ours in silence: inside a page, across pages,
// batches, lanes and runs.
import { describe, expect, it } from "vitest";
import type { Partition } from "../../contract/source/partition.ts";
import type { Id, SourceRecord } from "../../contract/source/record.ts";
import type { Page } from "../../contract/source/page.ts";
import type { Survey } from "../../contract/source/survey.ts";
import type { Claim, Outcome } from "../../contract/rpc/task.ts";
import { packPage } from "../../core/pack.ts";
import type { RunState } from "../../core/run.ts";
import { byHand, worldOf, type Hand } from "./hand.ts";

let tenants = 0;
const tenant = (title: string, test: (hand: Hand) => void) =>
  it(title, () => byHand(`collisions-${(tenants += 1)}`, worldOf(0), test));

/**
 * A record of the source: its own identity, the key that we derive of it, its value, and when it
 * was stamped.
 */
type Row = { origin: string; key: string; value: string; stamp?: number };

const recordOf = ({ origin, key, value }: Row): SourceRecord => ({
  id: key,
  version: null,
  data: { value },
  origin,
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
const pageOf = (claim: Claim, rows: Row[], over: Partial<Page> = {}): Outcome =>
  packPage(
    {
      type: "page",
      records: rows.map(recordOf),
      rejects: [],
      covers: claim.partition ?? { type: "ids", ids: [] },
      rest: null,
      ...over,
    },
    claim,
  );

const everything: Partition[] = [{ type: "prefix", prefix: "" }];
const named = ({ partition }: Claim, rows: Row[]): Row[] =>
  partition?.type === "ids" ? rows.filter(({ key }) => partition.ids.includes(key)) : [];

/** Read whole, in one page that answers for all. */
const whole =
  (rows: Row[]) =>
  (claim: Claim): Outcome => {
    if (claim.kind === "survey") return surveyed({ partitions: everything, idRanges: everything });
    if (claim.kind === "verify") return verify(claim, rows);
    return pageOf(claim, claim.partition?.type === "ids" ? named(claim, rows) : rows);
  };
const verify = ({ partition }: Claim, rows: Row[]): Outcome =>
  partition?.type === "prefix"
    ? { type: "identified", ids: rows.map(({ key }) => key).sort(), covers: partition }
    : { type: "counted", count: rows.length };

const windowOf = (after: number): Partition => ({
  type: "window",
  since: "2026-01-01T00:00:00.000Z",
  until: "2026-01-02T00:00:00.000Z",
  after,
});

/**
 * Changes only, one record a page, in the order of the rows: whoever else has the key of one is
 * elsewhere.
 */
const changes =
  (rows: Row[], changed: Row[], asked: Id[][] = []) =>
  (claim: Claim): Outcome => {
    const { partition } = claim;
    if (claim.kind === "survey")
      return surveyed({
        coverage: "changes",
        partitions: changed.length === 0 ? [] : [windowOf(0)],
        idRanges: everything,
        toRead: changed.length,
      });
    if (claim.kind === "verify") return verify(claim, rows);
    if (partition?.type === "ids") {
      asked.push(partition.ids);
      return pageOf(claim, named(claim, rows));
    }
    const at = partition?.type === "window" ? partition.after : 0;
    const row = changed[at];
    if (row === undefined) throw new Error("no such page");
    const rest = at + 1 < changed.length ? windowOf(at + 1) : null;
    return pageOf(claim, [row], { covers: { type: "ids", ids: [] }, rest });
  };

/** Numbered pages, which together bring everything. */
const pages =
  (parts: Row[][]) =>
  (claim: Claim): Outcome => {
    const total = parts.flat().length;
    if (claim.kind === "survey")
      return surveyed({
        coverage: "pages",
        partitions: parts.map((_, at) => ({ type: "page", page: at + 1 })),
      });
    if (claim.kind === "verify") return { type: "counted", count: total };
    const part = claim.partition?.type === "page" ? parts[claim.partition.page - 1] : undefined;
    return pageOf(claim, part ?? [], { total });
  };

const kept = (hand: Hand) =>
  hand.stores.records
    .holders({ configuration: "f1", resource: "sales", published: 1_000, own: 0 }, ["k", "l", "m"])
    .map(({ id, origin, data }) => [id, origin, data]);
const listed = (hand: Hand, run: RunState) =>
  hand.stores.rejects
    .list(run.id, 100)
    .map(({ id, code, facts }) => [id, code, facts["origin"] ?? facts["which"], facts["others"]]);
const value = (text: string) => JSON.stringify({ value: text });

const a: Row = { origin: "A", key: "k", value: "5" };
const b: Row = { origin: "B", key: "k", value: "7" };
const c: Row = { origin: "C", key: "l", value: "1" };
const both = [
  ["k", "origins_collide", "A", "B"],
  ["k", "origins_collide", "B", "A"],
];
const collided = {
  status: "completed_with_problems",
  problems: [{ code: "records_rejected", facts: { count: "2", resource: "sales" } }],
};

describe("in one page", () => {
  tenant("two origins of one key are listed, and neither is kept", (hand) => {
    const run = hand.refresh(whole([a, b, c]));
    expect(run).toMatchObject({
      ...collided,
      steps: [{ status: "completed", verified: 3, tally: { read: 3, added: 1, rejected: 2 } }],
    });
    expect(listed(hand, run)).toEqual(both);
    expect(kept(hand)).toEqual([["l", "C", value("1")]]);
  });

  tenant("what was kept before stays, though its own record has changed", (hand) => {
    hand.refresh(whole([a, c]));
    const run = hand.refresh(whole([{ ...a, value: "6" }, b, c]));
    expect(run).toMatchObject({
      ...collided,
      steps: [{ tally: { added: 0, changed: 0, removed: 0, rejected: 2 } }],
    });
    expect(kept(hand)).toEqual([
      ["k", "A", value("5")],
      ["l", "C", value("1")],
    ]);
  });

  tenant(
    "they stand until the source is put right, and the next refresh takes what is there",
    (hand) => {
      hand.refresh(whole([a, b, c]));
      expect(hand.refresh(whole([a, b, c])).problems).toMatchObject([
        { code: "records_still_rejected", facts: { count: "2" } },
      ]);
      expect(hand.refresh(whole([b, c]))).toMatchObject({
        status: "completed",
        problems: [],
        steps: [{ tally: { added: 1 } }],
      });
      expect(kept(hand)).toEqual([
        ["k", "B", value("7")],
        ["l", "C", value("1")],
      ]);
    },
  );

  tenant("one record that came twice, each time different, is listed and not guessed", (hand) => {
    const run = hand.refresh(whole([a, { ...a, value: "6" }, c]));
    expect(listed(hand, run)).toEqual([
      ["k", "record_contradicts", "1", undefined],
      ["k", "record_contradicts", "2", undefined],
    ]);
    expect(run.status).toBe("completed_with_problems");
    expect(kept(hand)).toEqual([["l", "C", value("1")]]);
  });
});

describe("across pages of changes", () => {
  tenant("the source is asked by name, and both are listed", (hand) => {
    hand.refresh(whole([c]));
    const asked: Id[][] = [];
    const run = hand.refresh(changes([a, b, c], [a, b], asked));
    expect(asked).toEqual([["k"]]);
    expect(run).toMatchObject({
      ...collided,
      steps: [{ status: "completed", tally: { added: 0, rejected: 2 } }],
    });
    expect(listed(hand, run)).toEqual(both);
    expect(kept(hand)).toEqual([["l", "C", value("1")]]);
  });

  tenant("a repeat of the same record is no collision", (hand) => {
    hand.refresh(whole([c]));
    const run = hand.refresh(changes([a, c], [a, a, a]));
    expect(run).toMatchObject({
      status: "completed",
      steps: [{ tally: { added: 1, rejected: 0 } }],
    });
    expect(kept(hand)).toEqual([
      ["k", "A", value("5")],
      ["l", "C", value("1")],
    ]);
  });

  tenant(
    "what an earlier refresh has kept is another record: asked, listed, and kept as it was",
    (hand) => {
      hand.refresh(whole([a, c]));
      const run = hand.refresh(changes([a, b, c], [b]));
      expect(run).toMatchObject({ ...collided, steps: [{ tally: { changed: 0, rejected: 2 } }] });
      expect(listed(hand, run)).toEqual(both);
      expect(kept(hand)).toEqual([
        ["k", "A", value("5")],
        ["l", "C", value("1")],
      ]);
      // Every later refresh asks again, and takes the one that is left.
      expect(hand.refresh(changes([a, b, c], []))).toMatchObject({
        status: "completed_with_problems",
      });
      expect(hand.refresh(changes([b, c], []))).toMatchObject({
        status: "completed",
        steps: [{ tally: { changed: 1 } }],
      });
      expect(kept(hand)).toEqual([
        ["k", "B", value("7")],
        ["l", "C", value("1")],
      ]);
    },
  );

  tenant("a record that takes the place of one that is gone is no collision", (hand) => {
    hand.refresh(whole([a, c]));
    const run = hand.refresh(changes([b, c], [b]));
    expect(run).toMatchObject({
      status: "completed",
      problems: [],
      steps: [{ tally: { changed: 1, rejected: 0 } }],
    });
    expect(kept(hand)).toEqual([
      ["k", "B", value("7")],
      ["l", "C", value("1")],
    ]);
  });

  tenant("a contested key stays contested, whatever comes of it afterwards", (hand) => {
    hand.refresh(whole([c]));
    const d = { origin: "D", key: "k", value: "9" };
    const run = hand.refresh(changes([a, b, c, d], [a, b, a, d]));
    expect(run).toMatchObject({
      status: "completed_with_problems",
      steps: [{ tally: { added: 0, rejected: 3 } }],
    });
    expect(kept(hand)).toEqual([["l", "C", value("1")]]);
  });
});

describe("across numbered pages", () => {
  tenant("both are listed, in whichever order they come", (hand) => {
    const run = hand.refresh(pages([[a, c], [b]]));
    expect(run).toMatchObject({
      ...collided,
      steps: [{ status: "completed", tally: { added: 1, rejected: 2 } }],
    });
    expect(listed(hand, run)).toEqual(both);
    expect(kept(hand)).toEqual([["l", "C", value("1")]]);
  });

  for (const [title, parts] of [
    ["the one that is kept comes first, unchanged", [[a, c], [b]]],
    ["the one that is kept comes last", [[b, c], [a]]],
    ["the other one has the same content", [[a, c], [{ ...b, value: a.value }]]],
  ] as const)
    tenant(`both are listed though ${title}`, (hand) => {
      hand.refresh(pages([[a], [c]]));
      const run = hand.refresh(pages(parts.map((part) => [...part])));
      expect(run).toMatchObject({
        ...collided,
        steps: [{ status: "completed", tally: { changed: 0, removed: 0, rejected: 2 } }],
      });
      expect(listed(hand, run)).toEqual(both);
      expect(kept(hand)).toEqual([
        ["k", "A", value("5")],
        ["l", "C", value("1")],
      ]);
    });

  tenant("a record takes the place of one that is gone once all pages are in", (hand) => {
    hand.refresh(pages([[a], [c]]));
    expect(hand.refresh(pages([[b], [c]]))).toMatchObject({
      status: "completed",
      steps: [{ tally: { changed: 1 } }],
    });
    expect(kept(hand)).toEqual([
      ["k", "B", value("7")],
      ["l", "C", value("1")],
    ]);
  });

  tenant("not where one page is unread: the former holder may stand there", (hand) => {
    hand.refresh(pages([[a], [c]]));
    const faithful = pages([[b], [c]]);
    const run = hand.refresh((claim) =>
      claim.partition?.type === "page" && claim.partition.page === 2
        ? {
            type: "failed",
            failure: { kind: "refused", code: "rights_missing", facts: {}, retryAfterMs: null },
          }
        : faithful(claim),
    );
    expect(run).toMatchObject({
      status: "completed_with_problems",
      steps: [{ status: "incomplete", tally: { changed: 0 } }],
    });
    expect(kept(hand)).toEqual([
      ["k", "A", value("5")],
      ["l", "C", value("1")],
    ]);
  });
});

describe("verification", () => {
  tenant("an id that the source lists twice is read again, and both records are found", (hand) => {
    const faithful = whole([a, b, c]);
    let pagesRead = 0;
    // The connector folds what it reads the first time: the list of ids gives it away.
    const run = hand.refresh((claim) => {
      if (claim.kind === "fetch" && claim.partition?.type === "prefix" && (pagesRead += 1) === 1)
        return pageOf(claim, [b, c]);
      return faithful(claim);
    });
    expect(run).toMatchObject({ ...collided, steps: [{ verified: 3 }] });
    expect(listed(hand, run)).toEqual(both);
    expect(kept(hand)).toEqual([["l", "C", value("1")]]);
  });

  tenant(
    "a source that counts more records than there are keys is not believed to be whole",
    (hand) => {
      const answer = whole([a, c]);
      const run = hand.refresh((claim) =>
        claim.kind === "verify" && claim.partition === null
          ? { type: "counted", count: 3 }
          : answer(claim),
      );
      expect(run).toMatchObject({
        status: "completed_with_problems",
        problems: [{ code: "source_disagrees" }],
      });
    },
  );
});

describe("what is kept from before", () => {
  tenant("learns its origin without a new version, and collides from then on", (hand) => {
    const unknown = (rows: Row[]) => {
      const answer = whole(rows);
      return (claim: Claim): Outcome => {
        const outcome = answer(claim);
        return outcome.type === "page"
          ? { ...outcome, records: outcome.records.map(({ origin: _, ...record }) => record) }
          : outcome;
      };
    };
    hand.refresh(unknown([a, c]));
    expect(kept(hand)).toEqual([
      ["k", null, value("5")],
      ["l", null, value("1")],
    ]);
    const learnt = hand.refresh(whole([a, c]));
    expect(learnt).toMatchObject({
      status: "completed",
      published: false,
      steps: [{ tally: { unchanged: 2 } }],
    });
    expect(kept(hand)).toEqual([
      ["k", "A", value("5")],
      ["l", "C", value("1")],
    ]);
    expect(hand.refresh(whole([a, c])).rowsWritten).toBe(0);
    expect(hand.refresh(changes([a, b, c], [b]))).toMatchObject(collided);
  });
});
