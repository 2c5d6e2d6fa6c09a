// The columns of a batch's row that hold JSON: one version, in a column of its own, for all of them.
import type { Problem } from "../../contract/api/run.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Json } from "../../contract/values/json.ts";
import { upgraded } from "./stored-format.ts";

/** `task` is the destination's own: only its connector reads it. */
export type StoredBatch = {
  partition: Partition | null;
  problem: Problem | null;
  task: Json | null;
};

type Columns = {
  version: number;
  partition: string | null;
  problem: string | null;
  task: string | null;
};

/** Version 1 reads as version 0 did: rows only say it since. */
const batchOfVersion1 = (batch: StoredBatch): StoredBatch => batch;

const upgrades = [batchOfVersion1];

export const storedBatch = {
  write: ({ partition, problem, task }: StoredBatch): Columns => ({
    version: upgrades.length,
    partition: textOf(partition),
    problem: textOf(problem),
    task: textOf(task),
  }),
  read({ version, ...columns }: Columns): StoredBatch {
    const stored = {
      partition: valueOf(columns.partition),
      problem: valueOf(columns.problem),
      task: valueOf(columns.task),
    };
    return upgraded<StoredBatch>("batch", upgrades, { version, stored });
  },
};

const textOf = (value: object | Json | null): string | null =>
  value === null ? null : JSON.stringify(value);

const valueOf = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
