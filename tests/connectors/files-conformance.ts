// The promises of every connector of files, page by page and run by run: one call tests it with
// files of its sandbox.
import { describe, expect, it } from "vitest";
import { sentences } from "../../contract/sentences/sentences.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Page } from "../../contract/source/page.ts";
import type { Reject, SourceRecord } from "../../contract/source/record.ts";
import type { SourceClient } from "../../connectors/source-client.ts";
import type { ResourceSpec, Source } from "../../connectors/connector.ts";
import { boxOf, type BoxFile } from "./box.ts";

/**
 * A system of files, seen from the outside. Its truth comes from the sandbox, never from the
 * connector.
 */
export type FilesWorld<Settings> = {
  settings: Settings;
  /** The first one has one record per document. */
  readings: { reading: ResourceSpec; columns: string[] }[];
  /** A sound file with this many documents; another seed gives other documents. */
  sound(seed: number, documents: number): BoxFile;
  /** A fault: how many documents of its file can be used, and the codes of those that cannot. */
  faulty: { name: string; file: BoxFile; usable: number; codes: string[] }[];
  /** The first document of a sound file again, with other content. */
  otherContent(seed: number): BoxFile;
};

type Got = {
  cursor: unknown;
  partitions: Partition[];
  pages: Page[];
  records: SourceRecord[];
  rejects: Reject[];
};
type Order<S> = {
  client: SourceClient<S>;
  reading: ResourceSpec;
  after?: unknown;
  pageSize?: number | null;
  partitions?: Partition[];
};

/** Reads the partitions of a survey, or the given ones, as lanes do. */
async function readFiles<S>(
  connector: Source<S>,
  { client, reading, after, pageSize = null, partitions }: Order<S>,
): Promise<Got> {
  const cursor = after === undefined ? null : (after as never);
  const survey = await connector.survey(client, reading, { cursor, complete: false });
  expect([survey.coverage, survey.present, survey.idRanges]).toEqual(["files", null, []]);
  const got: Got = {
    cursor: survey.cursor,
    partitions: survey.partitions,
    pages: [],
    records: [],
    rejects: [],
  };
  const waiting = [...(partitions ?? survey.partitions)];
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
    got.records.push(...page.records);
    got.rejects.push(...page.rejects);
    if (page.rest) waiting.unshift(page.rest);
  }
  return got;
}

/** Tests a connector of files against its world. */
export function filesConformance<S>(connector: Source<S>, world: FilesWorld<S>): void {
  const { settings, sound, faulty } = world;
  const [main] = world.readings;
  if (main === undefined) throw new Error("a world of files has a reading");
  const box = (...files: BoxFile[]) => boxOf(files, settings);
  const read = (
    client: SourceClient<S>,
    more: Omit<Order<S>, "client" | "reading"> & { reading?: ResourceSpec } = {},
  ) => readFiles(connector, { reading: main.reading, ...more, client });
  const versions = (records: SourceRecord[]) =>
    new Map(records.map(({ id, version }) => [id, version]));

  describe(`${connector.kind.kind}: an inbox of files`, () => {
    it("is read file by file, and each file once: those after the cursor", async () => {
      const files = [sound(1, 3), sound(2, 2)];
      const first = await read(box(...files));
      expect(first.partitions).toEqual(
        [1, 2].map((number) => ({ type: "file", file: `file-${number}` })),
      );
      expect(first.records).toHaveLength(5);
      const again = await read(box(...files), { after: first.cursor });
      expect([again.partitions, again.records, again.cursor]).toEqual([[], [], first.cursor]);
      const more = await read(box(...files, sound(3, 4)), { after: first.cursor });
      expect([more.partitions, more.records.length]).toEqual([
        [{ type: "file", file: "file-3" }],
        4,
      ]);
    });

    it.each(world.readings)(
      "fills exactly the columns of $reading.resource, each id once",
      async ({ reading, columns }) => {
        const { records } = await read(box(sound(1, 5), sound(2, 5)), { reading });
        expect(records.length).toBeGreaterThanOrEqual(10);
        for (const { data } of records)
          expect(Object.keys(data).sort()).toEqual([...columns].sort());
        expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
      },
    );

    it.each(world.readings)(
      "gives the same $reading.resource in pages of any size",
      async ({ reading }) => {
        const files = [sound(1, 11), ...faulty.map(({ file }) => file)];
        const whole = await read(box(...files), { reading });
        for (const pageSize of [1, 2, 7]) {
          const small = await read(box(...files), { reading, pageSize });
          expect([small.records, small.rejects]).toEqual([whole.records, whole.rejects]);
          for (const { records, rejects } of small.pages)
            expect(records.length + rejects.length).toBeLessThanOrEqual(pageSize);
        }
      },
    );

    it.each(faulty)(
      "with $name uses every usable document, and lists the rest under the name of its file",
      async ({ file, usable, codes }) => {
        const { records, rejects } = await read(box(file, sound(9, 2)));
        expect(records).toHaveLength(usable + 2);
        expect(rejects.map(({ code }) => code)).toEqual(codes);
        for (const { code, facts, id } of rejects) {
          expect(Object.keys(sentences)).toContain(code);
          expect(facts["file"]).toBe(file.name);
          expect(String(id)).toMatch(/^file-1(#\d+)?$/);
        }
      },
    );

    it("finds rejects again by their ids, and nothing once the file is gone", async () => {
      const client = box(...faulty.map(({ file }) => file));
      const { rejects } = await read(client);
      const ids = rejects.flatMap(({ id }) => (id === null ? [] : [id]));
      expect(ids).toHaveLength(rejects.length);
      const named = await read(client, { partitions: [{ type: "ids", ids }] });
      expect(named.rejects.map(({ id, code }) => `${id} ${code}`).sort()).toEqual(
        rejects.map(({ id, code }) => `${id} ${code}`).sort(),
      );
      const gone = await read(box(), { partitions: [{ type: "ids", ids }] });
      expect([gone.records, gone.rejects]).toEqual([[], []]);
    });

    it("tells a repeated document from other content under its number, whatever file it comes in", async () => {
      const file = sound(1, 3);
      const one = versions((await read(box(file))).records);
      expect(
        versions((await read(box(sound(2, 1), { ...file, name: `again-${file.name}` }))).records),
      ).toEqual(new Map([...versions((await read(box(sound(2, 1)))).records), ...one]));
      const [id] = [...one.keys()];
      const other = versions((await read(box(world.otherContent(1)))).records);
      expect([...other.keys()]).toContain(id);
      expect(other.get(id ?? "")).not.toBe(one.get(id ?? ""));
    });

    it("fails as busy when the store stops in the middle of a file", async () => {
      const client = box();
      const { bytes, name } = sound(1, 5);
      const broken = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.slice(0, bytes.length >> 1));
          controller.error(new Error("gone"));
        },
      });
      client.files.open = async (key) => ({
        file: { key, number: 1, name, bytes: bytes.length },
        bytes: broken,
      });
      await expect(
        read(client, { partitions: [{ type: "file", file: "file-1" }] }),
      ).rejects.toMatchObject({ failure: { kind: "busy" } });
    });
  });
}
