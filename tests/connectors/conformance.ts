// The promises of every connector: one call of `conformance` tests a connector against its sandbox.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import type { ColumnType } from "../../contract/source/resource.ts";
import type { Partition, IdRange } from "../../contract/source/partition.ts";
import type { FailureKind } from "../../contract/source/failure.ts";
import type { Id, Reject, SourceRecord } from "../../contract/source/record.ts";
import type { Page } from "../../contract/source/page.ts";
import type { Survey } from "../../contract/source/survey.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { Source, ResourceSpec } from "../../connectors/connector.ts";
import type { SourceClient } from "../../connectors/source-client.ts";
import { unfilled } from "../../contract/sentences/say.ts";
import { isCode } from "../../contract/sentences/sentences.ts";
import { obeys } from "./shapes.ts";

/**
 * A sandbox, seen from the outside. Its truth comes from the sandbox itself, never from the
 * connector.
 */
export type World<Settings> = {
  /** A fresh client for each transport; all of them must return the same data. */
  transports: { name: string; openClient(): SourceClient<Settings> }[];
  readings: {
    name: string;
    reading: ResourceSpec;
    /**
     * Ids that the rules of the resource select, ascending. `since`: the floor of an incremental
     * resource.
     */
    truth(facts: { today: string; floor: string | null }): Promise<Id[]>;
    /** Changes some records and adds others, a while after the survey; returns their ids. */
    change?(): Promise<Id[]>;
    /** Removes some records; returns their ids. */
    remove?(): Promise<Id[]>;
    /**
     * False if the source cannot count the records: they are parts of its rows, or only reading
     * them tells.
     */
    counted?: false;
    /** A well-formed id that no record has; by default a high number. */
    unknown?: Id;
  }[];
  faults: { name: string; arm(): Promise<void>; expected: { kind: FailureKind; code: string } }[];
  disarm(): Promise<void>;
  /** Clients of accounts that are refused, and why. */
  refused: {
    name: string;
    openClient(): SourceClient<Settings>;
    reading: ResourceSpec;
    code: string;
  }[];
};

type Got = {
  survey: Survey;
  pages: Page[];
  records: Map<Id, SourceRecord>;
  rejects: Reject[];
  twice: Id[];
};

const last = 2 ** 31 - 1;
/** Numbers as numbers, texts by character, as in the store. */
const risingIds = (ids: Iterable<Id>): Id[] =>
  [...ids].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));

/** The ranges in which a survey's ids are listed. */
const spansOf = ({ idRanges }: Survey): IdRange[] =>
  (idRanges ?? [{ type: "range", from: 0, to: last }]).filter(
    (span) => span.type === "range" || span.type === "prefix",
  );

const liesIn = (range: IdRange, id: Id): boolean =>
  range.type === "prefix"
    ? String(id).startsWith(range.prefix)
    : Number(id) >= range.from && Number(id) <= range.to;

/** Reads all partitions of a survey, as lanes do. */
export async function readAll<S>(
  connector: Source<S>,
  client: SourceClient<S>,
  {
    reading,
    since = { cursor: null, complete: false },
    pageSize = null,
  }: {
    reading: ResourceSpec;
    since?: { cursor: Json; complete: boolean };
    pageSize?: number | null;
  },
): Promise<Got> {
  const survey = await connector.survey(client, reading, since);
  const got: Got = { survey, pages: [], records: new Map(), rejects: [], twice: [] };
  const waiting: Partition[] = [...survey.partitions];
  for (let partition = waiting.shift(); partition; partition = waiting.shift()) {
    const page = await connector.fetch(client, {
      ...reading,
      partition,
      horizon: survey.horizon,
      coverage: survey.coverage,
      pageSize,
    });
    if (page.type === "smaller") {
      waiting.unshift(...page.partitions);
      continue;
    }
    got.pages.push(page);
    got.rejects.push(...page.rejects);
    for (const record of page.records) {
      if (got.records.has(record.id)) got.twice.push(record.id);
      got.records.set(record.id, record);
    }
    if (page.rest) waiting.unshift(page.rest);
  }
  return got;
}

const floorOf = (cursor: Json): string | null =>
  typeof cursor === "object" &&
  cursor !== null &&
  !Array.isArray(cursor) &&
  typeof cursor["floor"] === "string"
    ? cursor["floor"]
    : null;

/** JSON with sorted keys, so that equal data gives equal text. */
const canonical = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(canonical)
    : value !== null && typeof value === "object"
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([name, member]) => [name, canonical(member)]),
        )
      : value;

/** Tests a connector against its world. */
export function conformance<S>(connector: Source<S>, world: World<S>): void {
  const first = world.transports[0];
  if (!first) throw new Error("a world needs a transport");

  // A resource that is always read completely has no case for changes, so cases are only defined
  // where they apply.
  describe.each(world.readings)("$name", ({ reading, truth, change, remove, counted, unknown }) => {
    const uncounted = counted === false;
    const listAll = async (
      client: SourceClient<S>,
      { survey }: { survey: Survey },
    ): Promise<Id[]> => {
      const within = { ...reading, horizon: survey.horizon, cursor: survey.cursor };
      const parts = [];
      for (const range of spansOf(survey))
        parts.push(...((await connector.ids?.(client, { ...within, range })) ?? []));
      return parts;
    };
    const resource = connector.kind.templates
      .find(({ key }) => key === reading.template)
      ?.resources.find(({ key }) => key === reading.resource);

    it("is read completely: every id of the source once, and no other", async () => {
      const got = await readAll(connector, first.openClient(), { reading });
      const today = (got.survey.horizon.at ?? "").slice(0, 10);
      expect(risingIds(got.records.keys())).toEqual(
        await truth({ today, floor: floorOf(got.survey.cursor) }),
      );
      expect(got.records.size).toBeGreaterThan(0);
      expect([got.twice, got.rejects]).toEqual([[], []]);
      expect(got.survey.toRead).toBe(uncounted ? null : got.records.size);
      expect(got.survey.present).toBe(uncounted ? null : got.records.size);
      if (got.survey.coverage === "pages") expectOneTotal(got.pages);
    });

    it("counts and lists the ids that its pages bring", async () => {
      const client = first.openClient();
      const { survey, records } = await readAll(connector, client, { reading });
      const within = { ...reading, horizon: survey.horizon, cursor: survey.cursor };
      expect(await connector.count(client, within)).toBe(uncounted ? null : records.size);
      if (!connector.ids) return expect(survey.idRanges).toEqual([]);
      const ids = await listAll(client, { survey });
      expect(risingIds(ids)).toEqual(risingIds(records.keys()));
      if (survey.idRanges !== undefined) return;
      expect(ids).toEqual(risingIds(ids));
      const middle = Number(ids?.[Math.floor((ids?.length ?? 0) / 2)]);
      const low = await connector.ids?.(client, {
        ...within,
        range: { type: "range", from: 0, to: middle },
      });
      const high = await connector.ids?.(client, {
        ...within,
        range: { type: "range", from: middle + 1, to: last },
      });
      return expect([...(low ?? []), ...(high ?? [])]).toEqual(ids);
    });

    it("gives the same records in small pages, which do not overlap", async () => {
      const whole = await readAll(connector, first.openClient(), { reading });
      const small = await readAll(connector, first.openClient(), { reading, pageSize: 37 });
      expect(small.twice).toEqual([]);
      expect([...small.records].sort()).toEqual([...whole.records].sort());
      expect(Math.max(...small.pages.map(({ records }) => records.length))).toBeLessThanOrEqual(37);
      if (small.survey.coverage === "range" && small.survey.idRanges === undefined)
        expectDisjoint(small.pages.map(({ covers }) => covers));
    });

    it("reads named records again, and treats unknown ones as gone", async () => {
      const client = first.openClient();
      const { survey, records } = await readAll(connector, client, { reading });
      // These pages can only be read again as pages, because the source cannot return a record by
      // its id.
      if (survey.coverage === "pages") return;
      const [some, gone] = [risingIds(records.keys()).slice(0, 5), unknown ?? last - 1];
      const partition: Partition = { type: "ids", ids: [...some, gone] };
      const page = await connector.fetch(client, {
        ...reading,
        partition,
        horizon: survey.horizon,
        coverage: survey.coverage,
        pageSize: null,
      });
      if (page.type !== "page") throw new Error(page.type);
      expect(page.records).toEqual(some.map((id) => records.get(id)));
      expect([page.covers, page.rest]).toEqual([partition, null]);
    });

    it("fills exactly the declared columns, with plain data", async () => {
      const { records } = await readAll(connector, first.openClient(), { reading });
      const columns = resource?.columns ?? [];
      for (const { data } of records.values()) {
        expect(Object.keys(data).sort()).toEqual(columns.map(({ name }) => name).sort());
        for (const { name, type } of columns) expectType(type, data[name] ?? null, name);
      }
    });

    it.each(world.transports.slice(1))(
      "gives the same records through $name",
      async ({ openClient }) => {
        const one = await readAll(connector, first.openClient(), { reading });
        const other = await readAll(connector, openClient(), { reading });
        const text = (got: Got) =>
          JSON.stringify(
            risingIds(got.records.keys()).map((id) => canonical(got.records.get(id)?.data ?? null)),
          );
        expect(text(other)).toBe(text(one));
      },
    );

    if (change)
      it("after a change, reads what changed and little else", async () => {
        const before = await readAll(connector, first.openClient(), { reading });
        const changed = await change();
        const client = first.openClient();
        const after = await readAll(connector, client, {
          reading,
          since: { cursor: before.survey.cursor, complete: false },
        });
        expect(after.survey.coverage).toBe(
          before.survey.coverage === "pages" ? "pages" : "changes",
        );
        expect(floorOf(after.survey.cursor)).toBe(floorOf(before.survey.cursor));
        expect(after.twice).toEqual([]);
        const differs = [...after.records].filter(
          ([id, record]) => JSON.stringify(before.records.get(id)) !== JSON.stringify(record),
        );
        expect(risingIds(differs.map(([id]) => id))).toEqual(risingIds(changed));
        const union = new Map([...before.records, ...after.records]);
        const complete = await readAll(connector, client, {
          reading,
          since: { cursor: after.survey.cursor, complete: true },
        });
        expect(risingIds(complete.records.keys())).toEqual(risingIds(union.keys()));
        expect(
          await connector.count(client, {
            ...reading,
            horizon: after.survey.horizon,
            cursor: after.survey.cursor,
          }),
        ).toBe(uncounted ? null : union.size);
      });

    if (remove)
      it("after a removal, counts and lists the rest only", async () => {
        const before = await readAll(connector, first.openClient(), { reading });
        const removed = await remove();
        const client = first.openClient();
        if (before.survey.coverage === "pages") {
          const { records } = await readAll(connector, client, { reading });
          return expect(risingIds(records.keys())).toEqual(
            risingIds([...before.records.keys()].filter((id) => !removed.includes(id))),
          );
        }
        const after = await connector.survey(client, reading, {
          cursor: before.survey.cursor,
          complete: false,
        });
        const within = { ...reading, horizon: after.horizon, cursor: after.cursor };
        const ids = await listAll(client, { survey: after });
        const listed = spansOf(after);
        // A source that cannot count names the ranges in which something is gone; any other lists
        // all.
        for (const id of removed) expect(listed.some((range) => liesIn(range, id))).toBe(true);
        const left = [...before.records.keys()].filter(
          (id) => !removed.includes(id) && listed.some((range) => liesIn(range, id)),
        );
        expect(risingIds(ids)).toEqual(risingIds(left));
        expect(await connector.count(client, within)).toBe(uncounted ? null : ids.length);
        expect(after.horizon.highestId ?? last).toBeGreaterThanOrEqual(
          before.survey.horizon.highestId ?? 0,
        );
      });
  });

  describe("a fault becomes a typed failure with a sentence", () => {
    const reading = world.readings[0]?.reading as ResourceSpec;

    it.each(world.faults)("$name", async ({ arm, expected }) => {
      const client = first.openClient();
      const { survey } = await readAll(connector, client, { reading });
      await arm();
      try {
        const [partition] = survey.partitions;
        const failed = connector.fetch(client, {
          ...reading,
          partition: partition as Partition,
          horizon: survey.horizon,
          coverage: survey.coverage,
          pageSize: null,
        });
        await expectFailure(failed, expected);
      } finally {
        await world.disarm();
      }
    });

    it.each(world.refused)("$name", async ({ openClient, reading: asked, code }) => {
      await expectFailure(
        connector.survey(openClient(), asked, { cursor: null, complete: false }),
        {
          kind: "refused",
          code,
        },
      );
    });
  });

  describe("what it declares about itself", () => {
    it("names every check, with a remedy for each that does not pass", async () => {
      for (const client of [
        first.openClient(),
        ...world.refused.map(({ openClient: refused }) => refused()),
      ]) {
        const names: string[] = [];
        for await (const check of connector.check(client)) {
          names.push(check.name);
          if (check.status === "failed" || check.status === "warning")
            expect(check.remedy, check.name).not.toBeNull();
        }
        expect(new Set(names).size).toBe(names.length);
        expect(names.length).toBeGreaterThan(3);
      }
    });

    it.each(connector.kind.templates.map(({ key }) => key))(
      "finds the resources of %s",
      async (template) => {
        const found = await connector.discover(first.openClient(), template);
        expect(found.map(({ key }) => key)).toEqual(
          connector.kind.templates
            .find(({ key }) => key === template)
            ?.resources.map(({ key }) => key),
        );
        const uncounted = new Set(
          world.readings
            .filter(({ counted }) => counted === false)
            .map(({ reading }) => reading.resource),
        );
        for (const { key, available, records, reason } of found)
          expect(available ? uncounted.has(key) || records : reason).not.toBeNull();
      },
    );

    it("plots only columns that exist", () => {
      for (const { plots, resources } of connector.kind.templates) {
        for (const plot of plots) {
          const columns = resources.find(({ key }) => key === plot.resource)?.columns ?? [];
          expect(columns.map(({ name }) => name)).toEqual(
            expect.arrayContaining([plot.date, plot.amount, plot.group]),
          );
          const amount = columns.find(({ name }) => name === plot.amount);
          expect(amount?.type === "money" && amount.adds !== "never").toBe(true);
        }
      }
    });

    it("declares the columns that hold the currency and the sign of every amount", () => {
      for (const { resources } of connector.kind.templates) {
        for (const { columns, uncounted = [] } of resources) {
          const names = columns.map(({ name }) => name);
          const money = columns.flatMap((column) => (column.type === "money" ? [column] : []));
          expect(names).toEqual(expect.arrayContaining(money.map(({ currency }) => currency)));
          const signs = money.flatMap(({ adds }) =>
            typeof adds === "object" ? [adds.minus.column] : [],
          );
          expect(names).toEqual(
            expect.arrayContaining([...signs, ...uncounted.map(({ column }) => column)]),
          );
        }
      }
    });

    it("averages only numbers, grouped by columns that exist", () => {
      for (const { averages = [], resources } of connector.kind.templates) {
        for (const average of averages) {
          const columns = resources.find(({ key }) => key === average.resource)?.columns ?? [];
          expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(average.by));
          const numbers = columns
            .filter(({ type }) => ["integer", "number", "money"].includes(type))
            .map(({ name }) => name);
          expect(numbers).toEqual(
            expect.arrayContaining(average.measures.map(({ column }) => column)),
          );
        }
      }
    });
  });
}

/** Pages that state different totals have shifted under their reader. */
function expectOneTotal(pages: Page[]): void {
  expect(new Set(pages.map(({ total }) => total)).size).toBe(1);
  expect(pages[0]?.total).toEqual(expect.any(Number));
}

async function expectFailure(
  failed: Promise<unknown>,
  { kind, code }: { kind: FailureKind; code: string },
): Promise<void> {
  const error = await failed.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  const { failure } = error as ConnectorError;
  expect({ kind: failure.kind, code: failure.code }).toEqual({ kind, code });
  const named = [
    ...(isCode(code) ? unfilled(code, "en") : "").matchAll(/\{(\w+)(?:[|?][^}]*)?\}/g),
  ].map(([, name]) => name);
  expect(Object.keys(failure.facts)).toEqual(expect.arrayContaining(named));
}

/** Together the ranges hold every id once. */
function expectDisjoint(covers: Partition[]): void {
  const ranges = covers
    .filter((partition) => partition.type === "range")
    .sort((one, other) => one.from - other.from);
  expect(ranges.length).toBe(covers.length);
  let next = 0;
  for (const { from, to } of ranges) {
    expect(from).toBe(next);
    next = to + 1;
  }
  expect(next).toBe(last + 1);
}

function expectType(type: ColumnType, value: Json, name: string): void {
  if (!obeys(type, value)) throw new Error(`${name} is no ${type}: ${JSON.stringify(value)}`);
}
