import { describe, expect, it } from "vitest";
import { collision, withoutCollisions } from "../../contract/source/collision.ts";
import type { Page } from "../../contract/source/page.ts";
import type { SourceRecord } from "../../contract/source/record.ts";
import { meet, type OriginsHeard, type KeptVersion } from "../../core/difference.ts";
import { packPage } from "../../core/pack.ts";

const record = (id: string, value: string, over: Partial<SourceRecord> = {}): SourceRecord => ({
  id,
  version: null,
  data: { value },
  ...over,
});
const page = (records: SourceRecord[]): Page => ({
  type: "page",
  records,
  rejects: [],
  covers: { type: "ids", ids: [] },
  rest: null,
});

describe("records of one answer with one id", () => {
  it("are listed, all of them, where their origins differ, and none of them is kept", () => {
    const both = [
      record("k", "5", { origin: "A", version: "1" }),
      record("k", "7", { origin: "B", version: "2" }),
      record("l", "1", { origin: "C" }),
    ];
    const { records, rejects } = withoutCollisions(both);
    expect(records.map(({ id }) => id)).toEqual(["l"]);
    expect(rejects).toEqual([
      {
        id: "k",
        code: "origins_collide",
        facts: { id: "k", origin: "A", others: "B" },
        sample: '{"value":"5"}',
      },
      {
        id: "k",
        code: "origins_collide",
        facts: { id: "k", origin: "B", others: "A" },
        sample: '{"value":"7"}',
      },
    ]);
    expect(packPage(page(both))).toMatchObject({
      read: 3,
      records: [{ id: "l", origin: "C" }],
      rejects: [{ id: "k" }, { id: "k" }],
    });
  });
  it("collide with the same content, too: two records of the source are two", () => {
    expect(
      withoutCollisions([record("k", "5", { origin: "A" }), record("k", "5", { origin: "B" })])
        .rejects,
    ).toHaveLength(2);
  });
  it("are the same record again where origin and content agree", () => {
    expect(
      withoutCollisions([record("k", "5", { origin: "A" }), record("k", "5", { origin: "A" })]),
    ).toMatchObject({
      records: [{ id: "k" }],
      rejects: [],
    });
    expect(withoutCollisions([record("k", "5"), record("k", "5")])).toMatchObject({
      records: [{ id: "k" }],
      rejects: [],
    });
  });
  it("collide with one that could not be used: nobody knows whose the id is", () => {
    const unreadable = { id: "k", code: "field_unreadable", facts: {}, sample: "" };
    const packed = packPage({
      ...page([record("k", "5"), record("l", "1")]),
      rejects: [unreadable],
    });
    expect(packed.records.map(({ id }) => id)).toEqual(["l"]);
    expect(packed.rejects).toMatchObject([
      unreadable,
      { id: "k", code: "record_contradicts", facts: { count: "2" } },
    ]);
    expect(packed.read).toBe(3);
  });
  it("are versions of one record where the source tells which is newer", () => {
    const versions = [record("k", "new", { version: "2" }), record("k", "old", { version: "1" })];
    expect(withoutCollisions(versions)).toMatchObject({
      records: [{ data: { value: "new" } }],
      rejects: [],
    });
    expect(withoutCollisions([...versions].reverse())).toMatchObject({
      records: [{ data: { value: "new" } }],
      rejects: [],
    });
  });
  it.each([
    ["without versions", null, null],
    ["of the same version", "1", "1"],
    ["of which one has no version", null, "1"],
  ])("contradict each other where nothing tells which is newer: %s", (_, first, second) => {
    const { records, rejects } = withoutCollisions([
      record("k", "5", { version: first }),
      record("k", "7", { version: second }),
    ]);
    expect(records).toEqual([]);
    expect(rejects.map(({ code, facts }) => ({ code, facts }))).toEqual([
      { code: "record_contradicts", facts: { id: "k", count: "2", which: "1" } },
      { code: "record_contradicts", facts: { id: "k", count: "2", which: "2" } },
    ]);
  });
  it("are rejected by the newest content of each origin", () => {
    const found = withoutCollisions([
      record("k", "old", { origin: "A", version: "1" }),
      record("k", "b", { origin: "B", version: "1" }),
      record("k", "new", { origin: "A", version: "2" }),
    ]);
    expect(found.rejects.map(({ sample }) => sample)).toEqual(['{"value":"new"}', '{"value":"b"}']);
  });
  it("name a few of many others", () => {
    const many = Array.from({ length: 9 }, (_, at) => ({ origin: `o${at}`, text: "{}" }));
    expect(collision("k", many)[0]?.facts["others"]).toBe("o1, o2, o3, o4, o5, …");
  });
  it("are two records where files bring them without a version and with other content", () => {
    const packed = packPage(page([record("n", "5"), record("n", "7"), record("n", "5")]), {
      coverage: "files",
      idTakenCode: null,
    });
    expect(packed).toMatchObject({
      read: 2,
      records: [{ data: '{"value":"5"}' }],
      rejects: [{ id: "n", code: "record_id_taken" }],
    });
  });
});

describe("a record under the id of another origin", () => {
  const kept = (
    hash: string,
    origin: string | null,
    version: string | null = null,
  ): KeptVersion => ({
    hash,
    version,
    origin,
  });
  const succeeds = { write: true, kind: "changed", was: null };
  it.each<
    [string, OriginsHeard, KeptVersion | undefined, KeptVersion | undefined, KeptVersion, unknown]
  >([
    [
      "succeeds it where nobody else claims the id",
      "all",
      kept("a", "A"),
      undefined,
      kept("b", "B"),
      succeeds,
    ],
    [
      "may claim it as well where others may be elsewhere",
      "some",
      kept("a", "A"),
      undefined,
      kept("b", "B"),
      "collides",
    ],
    [
      "may claim it as well beside one of this run",
      "some",
      undefined,
      kept("a", "A"),
      kept("b", "B"),
      "collides",
    ],
    [
      "claims it as well where the pages of this run bring both",
      "together",
      undefined,
      kept("a", "A"),
      kept("b", "B"),
      "collides",
    ],
    [
      "succeeds it as far as is known until all pages are in",
      "together",
      kept("a", "A"),
      undefined,
      kept("b", "B"),
      succeeds,
    ],
    [
      "leaves a trace of it until then, though the content is the same",
      "together",
      kept("a", "A"),
      undefined,
      kept("a", "B"),
      succeeds,
    ],
    [
      "collides where the id is contested, whoever held it",
      "contested",
      kept("a", "A"),
      undefined,
      kept("a", "A"),
      "collides",
    ],
    [
      "is the same record where the origin is the same",
      "some",
      kept("a", "A"),
      undefined,
      kept("b", "A"),
      succeeds,
    ],
    [
      "may be the same where what is kept has no origin",
      "some",
      kept("a", null),
      undefined,
      kept("b", "B"),
      succeeds,
    ],
    [
      "wins by no version: those of two records say nothing of one another",
      "all",
      undefined,
      kept("a", "A", "9"),
      kept("b", "B", "1"),
      { write: true, kind: "added", was: "added" },
    ],
  ])("%s (%s)", (_, heard, published, own, incoming, expected) => {
    expect(meet("newest_wins", { published, own, incoming }, heard)).toEqual(expected);
  });
});
