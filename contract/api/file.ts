// Previews of uploaded files: their documents and problems, before anything is imported.
import { z } from "zod";

/**
 * What to do with a file. `warn`: used, and shown with its warnings. `accept-once`: holds a
 * document twice, which is used once.
 * `reject-message`: some documents are left out. `reject-file`: nothing of it is used.
 * `accept-as-test`: recognised, never used.
 * `unsupported`: holds no kind of message that we read. Documents of test interchanges are never
 * used, whatever the verdict.
 */
export const Verdict = z.enum([
  "accept",
  "accept-as-test",
  "accept-once",
  "warn",
  "unsupported",
  "reject-message",
  "reject-file",
]);
export type Verdict = z.infer<typeof Verdict>;

/**
 * What is wrong in a file, and where. `notice`: nothing to do. `warning`: used all the same.
 * `error`: a document or the file is left out.
 */
export const FileProblem = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  severity: z.enum(["error", "warning", "notice"]),
  /** Number of the segment, counted from the UNB; null in files without segments. */
  segment: z.int().nullable(),
  line: z.int().nullable(),
  /** Its sentence, which the API adds. */
  message: z.string().optional(),
});
export type FileProblem = z.infer<typeof FileProblem>;

/** Decimal texts; what documents do not say counts as nothing. */
export const FileTotals = z.object({ net: z.string(), tax: z.string(), total: z.string() });
export type FileTotals = z.infer<typeof FileTotals>;

export const FileDocument = z.object({
  id: z.string(),
  number: z.string(),
  supplier: z.string(),
  date: z.string().nullable(),
  type: z.enum(["invoice", "credit_note"]),
  currency: z.string().nullable(),
  net: z.string().nullable(),
  tax: z.string().nullable(),
  total: z.string().nullable(),
  lines: z.int(),
  /** Recognised, never used. */
  test: z.boolean(),
});
export type FileDocument = z.infer<typeof FileDocument>;

/**
 * A look into a file. Counts and totals are of the whole file; documents and problems are the first
 * ones.
 */
export const FilePreview = z.object({
  verdict: Verdict,
  /**
   * What the file is, in its own words: `INVOIC D.96B.OPTO33`, `BBGR BULK`; null when nobody knows.
   */
  type: z.string().nullable(),
  /** Documents that can be used, and those that cannot. */
  documents: z.int(),
  refused: z.int(),
  /** By currency; empty text where the documents name none. */
  totals: z.record(z.string(), FileTotals),
  suppliers: z.array(z.string()),
  problems: z.array(FileProblem),
  /** Problems in all: more than are listed. */
  problemCount: z.int(),
  first: z.array(FileDocument),
});
export type FilePreview = z.infer<typeof FilePreview>;
