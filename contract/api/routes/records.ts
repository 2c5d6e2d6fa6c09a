// Published data: pages of records, and the sums and averages that the page shows.
import { z } from "zod";
import { wholeNumber } from "../../values/whole-number.ts";
import { longestCursor } from "../paging.ts";
import { GroupAverage, MonthSum, RecordPage } from "../record.ts";
import type { Declarations } from "./route.ts";

const name = z.string().max(100);

const PageQuery = z.strictObject({
  after: z.string().max(longestCursor).optional(),
  limit: wholeNumber({ min: 1, max: 500 }).default(50),
  search: z.string().max(200).optional(),
  asOf: wholeNumber({ min: 0 }).optional(),
  sort: name.optional(),
  direction: z.enum(["asc", "desc"]).default("asc"),
});

/** Names of columns, separated by commas. */
const names = (most: number) =>
  z
    .string()
    .max(1_000)
    .transform((text) => [...new Set(text.split(","))])
    .pipe(z.array(name.min(1)).min(1).max(most));

/** A JSON object of columns and the values that records must have. */
const where = z
  .string()
  .max(2_000)
  .default("{}")
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "not JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.record(name, z.string().max(500)))
  .transform((values) => Object.entries(values).map(([column, value]) => ({ column, value })))
  .pipe(z.array(z.object({ column: z.string(), value: z.string() })).max(5));

const AveragesQuery = z.strictObject({ measures: names(12), by: names(3), where });

const SumsQuery = z.strictObject({
  amount: name,
  date: name,
  group: name,
  currency: name.optional(),
});

export const recordRoutes = {
  listRecords: {
    summary: "Published records",
    description:
      "For the next page, pass `next` as `after`, with the same `sort`, `direction`, `search` and language: all pages come from the " +
      "generation of the first one. A page may hold fewer records than `limit`; only `next` = null is the end. " +
      "`asOf` reads an earlier generation that was published and is still kept; 404 `generation_unknown` otherwise, also when the " +
      "generation of the pages is undone or pruned meanwhile. " +
      "403 `sync_not_ready` until the first refresh of a gated configuration is published.",
    tag: "Data",
    access: { member: ["data.read"] },
    query: PageQuery,
    answers: { 200: RecordPage },
    refuses: ["not_found", "sync_not_ready", "generation_unknown", "too_many_reads"],
  },
  getSums: {
    summary: "Sums of an amount by month, group and currency",
    description:
      "`amount` is a money column whose values can be added; `currency`, which may be left out, is the column of its currency. Sums are exact. " +
      "Credit notes are subtracted from invoices, and documents that nobody owes, such as cancelled ones, are left out. " +
      "`month` is empty for records without a date. 400 `too_many_groups` where there would be more than 20,000 sums.",
    tag: "Data",
    access: { member: ["data.read"] },
    query: SumsQuery,
    queryExample: { amount: "total", date: "invoice_date", group: "journal" },
    answers: { 200: z.array(MonthSum) },
    refuses: ["not_found", "sync_not_ready", "too_many_reads", "too_many_groups"],
  },
  getAverages: {
    summary: "Averages of number columns by the values of others",
    description:
      "`measures` and `by` are names of columns, separated by commas. `where` is a JSON object of columns and the values that records must have; " +
      "an empty value means that the record has none, in `where` as in `groups`. 400 `too_many_groups` where there would be more than 20,000 groups.",
    tag: "Data",
    access: { member: ["data.read"] },
    query: AveragesQuery,
    queryExample: { measures: "mark", by: "subject" },
    answers: { 200: z.array(GroupAverage) },
    refuses: ["not_found", "sync_not_ready", "too_many_reads", "too_many_groups"],
  },
} as const satisfies Declarations;
