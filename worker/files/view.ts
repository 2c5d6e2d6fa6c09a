// Files as readers get them: with their state, and with sentences in their preview.
import type { FilePreview } from "../../contract/api/file.ts";
import { fileLimits, type UploadedFile, type UploadedPage } from "../../contract/api/upload.ts";
import { say } from "../../contract/sentences/say.ts";
import type { Locale } from "../../contract/values/json.ts";
import { authorize } from "../access/authorize.ts";
import type { TenantCall } from "../access/call.ts";
import { countAfter, listFiles, type FileRow } from "../db/files.ts";
import { HttpProblem } from "../http/problem.ts";
import { keyOf } from "./files.ts";
import { knownFile, fileConnection, type FileRef } from "./known.ts";
import { readUpTo, stateOf, type ReadUpTo } from "./progress.ts";

/**
 * A page of the files of a connection, newest first, numbered below `before`.
 * @throws `not_found`, `files_not_taken`
 */
export async function filesPage(
  call: TenantCall,
  order: { connection: string; before: number | null; limit: number },
): Promise<UploadedPage> {
  authorize(call, "file.read");
  const { before, limit } = order;
  const { owner } = await fileConnection(call, order.connection);
  const upTo = await readUpTo(call, owner);
  const rows = await listFiles(call.db, owner, { before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const { bytes, tableBytes, waiting } = fileLimits;
  return {
    files: shown.map((row) => viewFile(row, upTo, call.locale)),
    next: rows.length > limit ? String(shown.at(-1)?.number ?? "") : null,
    waiting: await countAfter(call.db, owner, upTo.all),
    limits: { bytes, tableBytes, waiting },
  };
}

/** One file. @throws `not_found`, `files_not_taken` */
export async function fileOf(call: TenantCall, ref: FileRef): Promise<UploadedFile> {
  authorize(call, "file.read");
  const { owner, row } = await knownFile(call, ref);
  return viewFile(row, await readUpTo(call, owner), call.locale);
}

/** The bytes of a file, as they were uploaded. @throws `not_found`, `files_not_taken` */
export async function contentOf(
  call: TenantCall,
  ref: FileRef,
): Promise<{ name: string; bytes: R2ObjectBody }> {
  authorize(call, "file.read");
  const { owner, row } = await knownFile(call, ref);
  const bytes = await call.env.FILES.get(keyOf(owner, row.id));
  if (!bytes) throw new HttpProblem("not_found");
  return { name: row.name, bytes };
}

/** A file with its state, and its preview in the language of the reader. */
export function viewFile(row: FileRow, upTo: ReadUpTo, locale: Locale): UploadedFile {
  const { id, name, bytes, sha256, preview } = row;
  return {
    id,
    name,
    bytes,
    sha256,
    uploadedAt: row.uploadedAt.toISOString(),
    uploadedBy: row.uploadedByName,
    state: stateOf(row, upTo),
    preview: preview && viewPreview(preview, locale),
  };
}

/** A preview with the sentence of each problem. */
export const viewPreview = (preview: FilePreview, locale: Locale): FilePreview => ({
  ...preview,
  problems: preview.problems.map((problem) => ({
    ...problem,
    message: say(problem.code, problem.facts, locale),
  })),
});
