// Files that people upload, as the API shows them: their state, their preview, and the limits.
import { z } from "zod";
import { FilePreview } from "./file.ts";
import { Instant } from "../values/json.ts";

/** The limits, known before anybody uploads. Tables may be longer than messages. */
export const fileLimits = {
  bytes: 20 * 1024 * 1024,
  tableBytes: 50 * 1024 * 1024,
  waiting: 100,
  nameLength: 200,
} as const;

export const FileLimits = z.object({
  /** Most bytes of a file, and of a table of lines (CSV). */
  bytes: z.int(),
  tableBytes: z.int(),
  /** Files that may wait to be imported at the same time. */
  waiting: z.int(),
});
export type FileLimits = z.infer<typeof FileLimits>;

/**
 * `imported`: every configuration of the connection has read it. `warned`: the same, and it has
 * warnings.
 * `refused`: they have read it, and nothing of it could be used.
 */
const FileState = z.enum(["waiting", "imported", "warned", "partly", "refused"]);

export const UploadedFile = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.int(),
  /** In hexadecimal: the same bytes are the same file. */
  sha256: z.string(),
  uploadedAt: Instant,
  /** Name of the person who uploaded it; null when the account is gone. */
  uploadedBy: z.string().nullable(),
  state: FileState,
  /** null: none has been made yet. */
  preview: FilePreview.nullable(),
});
export type UploadedFile = z.infer<typeof UploadedFile>;

/** `alreadyThere`: a file with these bytes was uploaded before, and is the one described. */
export const Upload = UploadedFile.extend({ alreadyThere: z.boolean() });
export type Upload = z.infer<typeof Upload>;

export const UploadedPage = z.object({
  files: z.array(UploadedFile),
  /** Pass it as `before` for the next page; null at the end. */
  next: z.string().nullable(),
  waiting: z.int(),
  limits: FileLimits,
});
export type UploadedPage = z.infer<typeof UploadedPage>;
