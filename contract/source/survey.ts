// What a source says of a resource before it is read: how much there is, how far it goes, and in
// which parts to read it.
import { z } from "zod";
import { FindingsSpec } from "./findings.ts";
import { Partition } from "./partition.ts";
import { Instant, Json } from "../values/json.ts";

/**
 * What the absence of a record means. `range`: gone inside the span that a page covers. `pages`:
 * gone once every page is in and all of them told the same total. `changes`: only known through
 * ids. `files`: nothing, files never remove.
 */
export const Coverage = z.enum(["range", "pages", "changes", "files"]);
export type Coverage = z.infer<typeof Coverage>;

/**
 * The source's own clock and highest id when the run looked: what came later belongs to the next
 * run.
 */
export const Horizon = z.object({ at: Instant.nullable(), highestId: z.int().nullable() });
export type Horizon = z.infer<typeof Horizon>;

/** Where the next incremental read begins. Only its connector reads it. */
export const Cursor = Json;
export type Cursor = Json;

/** What a source did not let be checked, as a code of `sentences.ts` and its facts. */
export const Doubt = z.object({ code: z.string(), facts: z.record(z.string(), z.string()) });
export type Doubt = z.infer<typeof Doubt>;

export const Survey = z.object({
  horizon: Horizon,
  coverage: Coverage,
  /** Records the batches will bring, as the source counted them; null when it cannot count. */
  toRead: z.int().min(0).nullable(),
  /** Records of the resource at the source inside the horizon; null when it cannot count. */
  present: z.int().min(0).nullable(),
  partitions: z.array(Partition),
  /**
   * The parts in which ids are listed for verification and removals, where ids are text; left out,
   * integers are listed up to the highest. An empty list: the source cannot list ids.
   */
  idRanges: z.array(Partition).optional(),
  /** The cursor to keep once this run is published; null: the next read is complete again. */
  cursor: Cursor.nullable(),
  /** What is looked for while records are read, and counted; left out: nothing. */
  findings: FindingsSpec.optional(),
  /**
   * The code of the reject for a record whose id another one has taken, where the first stays; left
   * out: `record_id_taken`.
   */
  idTakenCode: z.string().optional(),
  /**
   * What could not be checked: the run reads all the same, says so, and is not plainly completed.
   */
  doubts: z.array(Doubt).optional(),
});
export type Survey = z.infer<typeof Survey>;
