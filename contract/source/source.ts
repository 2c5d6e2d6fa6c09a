// What a connector and the engine say to each other about an outside system.
import { z } from "zod";
import type { FileWarning } from "../api/file.ts";
import { Instant, Json, Text } from "../values/json.ts";

/**
 * A record's identity at its source: an integer stays an integer, so that ranges compare as
 * numbers.
 */
export const Id = z.union([z.int(), z.string().min(1).max(200)]);
export type Id = z.infer<typeof Id>;

/**
 * The part of a resource that one batch reads.
 * `range`: ids from..to, both included; only those stamped at `since` or later, when given.
 * `window`: stamped since..until by the source, both included, ids above `after`.
 * `prefix`: text ids that begin with it, all of them when it is empty; only those of `since` or
 * later, when given. `page`: one numbered page, of `size` records where the connector cuts them
 * smaller than usual; `last`: the last one that the survey knew of, so that a full one leaves a
 * `rest`. `file`: one stored file, its first `from` entries left out: records and rejects of the
 * resource, in the order of the file.
 * `ids`: these records only.
 */
export const Partition = z.discriminatedUnion("type", [
  z.object({ type: z.literal("range"), from: z.int(), to: z.int(), since: Instant.optional() }),
  z.object({ type: z.literal("window"), since: Instant, until: Instant, after: z.int() }),
  z.object({ type: z.literal("prefix"), prefix: z.string().max(200), since: Instant.optional() }),
  z.object({
    type: z.literal("page"),
    page: z.int().min(1),
    size: z.int().min(1).optional(),
    last: z.literal(true).optional(),
  }),
  z.object({ type: z.literal("file"), file: z.string(), from: z.int().min(0).optional() }),
  z.object({ type: z.literal("ids"), ids: z.array(Id) }),
]);
export type Partition = z.infer<typeof Partition>;
/**
 * A part of all ids that can be listed and compared: integers between two bounds, or texts with one
 * beginning.
 */
export type IdRange = Extract<Partition, { type: "range" | "prefix" }>;

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
  /**
   * What could not be checked: the run reads all the same, says so, and is not plainly completed.
   */
  doubts: z.array(Doubt).optional(),
});
export type Survey = z.infer<typeof Survey>;

/**
 * One record as the product keeps it. Amounts are decimal strings, dates ISO; `version` sorts as
 * text by source time. `origin` is the source's own identity of the record where `id` is a key
 * derived from something else: two origins that claim one id are a collision, and neither replaces
 * the other. Left out, the id is the source's own. It must not change while the record lives, and
 * is shown to the person who repairs a collision.
 */
export type SourceRecord = {
  id: Id;
  version: string | null;
  data: { [field: string]: Json };
  origin?: string;
};

/**
 * A record that could not be used, with a code of `sentences.ts` and the facts its sentence needs.
 */
export const Reject = z.object({
  id: Id.nullable(),
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  /** What came, cut and without secrets, for the person who repairs it. */
  sample: z.string().max(4_000),
});
export type Reject = z.infer<typeof Reject>;

/**
 * A page of records. `rest` is what of the partition is still unread; `covers` is what this page
 * leaves no doubt about: it brings every record of the source whose id lies in there. Where ids are
 * derived, a page that was asked for by name therefore brings each record that claims one of the
 * names. A connector folds nothing: two records with one id are both in the page.
 */
export type Page = {
  type: "page";
  records: SourceRecord[];
  rejects: Reject[];
  covers: Partition;
  rest: Partition | null;
  /**
   * `pages` coverage: how many records the source said there are in all, with this page. Totals
   * that differ mean that pages have shifted.
   */
  total?: number;
  /**
   * Where records are parts of the source's rows: the ids of those rows. `total` counts rows, so
   * rows are held against it.
   */
  rows?: Id[];
  /**
   * Of a file, with its first page: documents that it holds once more, and credit notes whose signs
   * were turned.
   */
  tidied?: { repeated: number; turned: number };
  /** Of a file, with its first page: what it warns of; null: of nothing. */
  warning?: FileWarning | null;
};
/** "Cut me smaller": the partition is too big to answer in one page. */
export type Smaller = { type: "smaller"; partitions: Partition[] };

/** One record on its way to a destination; no data: it is to be removed there. */
export type Delivery = { id: Id; data: { [field: string]: Json } | null };

/**
 * What a destination did with a page of deliveries. `refused` ones are listed as rejects and sent
 * again by every later run.
 */
export const Delivered = z.object({
  type: z.literal("delivered"),
  created: z.int().min(0),
  updated: z.int().min(0),
  unchanged: z.int().min(0),
  removed: z.int().min(0),
  refused: z.array(Reject),
});
export type Delivered = z.infer<typeof Delivered>;

/**
 * The destination works on it by itself: ask again later, with what it gave to recognise the work.
 */
export const Pending = z.object({
  type: z.literal("pending"),
  task: Json,
  retryAfterMs: z.number().min(0),
});
export type Pending = z.infer<typeof Pending>;

/**
 * What must happen next decides the kind: `busy` later, `refused` a person must act, `broken` the
 * answer made no sense.
 */
export const FailureKind = z.enum(["busy", "refused", "broken"]);
export type FailureKind = z.infer<typeof FailureKind>;

export const Failure = z.object({
  kind: FailureKind,
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  retryAfterMs: z.number().min(0).nullable(),
});
export type Failure = z.infer<typeof Failure>;

/** One named live check of a connection, with what to do when it does not pass. */
export const Check = z.object({
  name: z.string(),
  title: Text,
  status: z.enum(["passed", "warning", "failed", "skipped"]),
  /** What was seen, in words: "Odoo 19.0", "3 companies". */
  seen: Text.nullable(),
  remedy: Text.nullable(),
});
export type Check = z.infer<typeof Check>;

export const ColumnType = z.enum([
  "text",
  "integer",
  "number",
  "money",
  "date",
  "datetime",
  "boolean",
  "link",
  "list",
  "json",
]);
export type ColumnType = z.infer<typeof ColumnType>;

/** Records with one of these values in this column. */
export const Having = z.object({ column: z.string(), values: z.array(z.string()).min(1) });
export type Having = z.infer<typeof Having>;

/**
 * How the amounts of a money column add up. `signed`: as they stand. `minus`: they have no sign of
 * their own, and those of the records it names (credit notes) count against the others. `never`:
 * prices and the like, whose sum means nothing.
 */
export const Adding = z.union([
  z.literal("signed"),
  z.literal("never"),
  z.object({ minus: Having }),
]);
export type Adding = z.infer<typeof Adding>;

const NamedColumn = z.object({ name: z.string(), label: Text });
/** A column; one of money says in which column its currency stands, and how its amounts add up. */
export const Column = z.discriminatedUnion("type", [
  NamedColumn.extend({ type: z.literal("money"), currency: z.string(), adds: Adding }),
  NamedColumn.extend({ type: ColumnType.exclude(["money"]) }),
]);
export type Column = z.infer<typeof Column>;
export type MoneyColumn = Extract<Column, { type: "money" }>;

/** A kind of record that a connector can read: its key, its words and its columns. */
export const Resource = z.object({
  key: z.string(),
  label: Text,
  columns: z.array(Column),
  /**
   * Records whose amounts are nobody's debt, such as cancelled documents: no sum and no average
   * counts them.
   */
  uncounted: z.array(Having).optional(),
});
export type Resource = z.infer<typeof Resource>;

/** A resource as found at a live source. */
export const Discovered = z.object({
  key: z.string(),
  label: Text,
  available: z.boolean(),
  /** Records the account can see; null where it may not look. */
  records: z.int().min(0).nullable(),
  /** Why it is not available, in words. */
  reason: Text.nullable(),
});
export type Discovered = z.infer<typeof Discovered>;
