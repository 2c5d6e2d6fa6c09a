// Previews of files.
import type { FilePreview } from "../../contract/api/file.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import { authorize } from "../access/authorize.ts";
import type { TenantCall } from "../access/call.ts";
import { sourceOf } from "../configurations/catalog.ts";
import { keepPreview as keepInRow, type FileRow } from "../db/files.ts";
import { SourceProblem } from "../http/problem.ts";
import { keyOf } from "./files.ts";
import { knownFile, type FileRef, type FileConnection } from "./known.ts";
import { viewPreview } from "./view.ts";

/**
 * The stored preview of a file, else a new one, which is not stored; null if files of its kind have
 * none.
 * @throws `not_found`, `files_not_taken`; a problem of the connector
 */
export async function previewFile(call: TenantCall, ref: FileRef): Promise<FilePreview | null> {
  authorize(call, "file.read");
  const known = await knownFile(call, ref);
  const preview = known.row.preview ?? (await takePreview(call, known));
  return preview && viewPreview(preview, call.locale);
}

/** The same, and a new preview is stored with the file. @throws as `previewFile` */
export async function keepPreview(call: TenantCall, ref: FileRef): Promise<FilePreview | null> {
  authorize(call, "file.write");
  const known = await knownFile(call, ref);
  const { owner, row } = known;
  const preview = row.preview ?? (await takePreview(call, known));
  if (preview && !row.preview) await keepInRow(call.db, owner, row.id, preview);
  return preview && viewPreview(preview, call.locale);
}

async function takePreview(
  { env }: TenantCall,
  { connection, owner, row }: FileConnection & { row: FileRow },
): Promise<FilePreview | null> {
  const source = sourceOf(connection.kind);
  const kept = source.preview && (await env.FILES.get(keyOf(owner, row.id)));
  if (!source.preview || !kept) return null;
  try {
    return await source.preview(kept.body, row.name, source.settings.parse(connection.settings));
  } catch (error) {
    throw error instanceof ConnectorError ? new SourceProblem(error.failure) : error;
  }
}
