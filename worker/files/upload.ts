// Uploading a file to a connection, and deleting it while no refresh has used it.
import { fileLimits, type Upload } from "../../contract/api/upload.ts";
import { auditEntry } from "../access/audit-entry.ts";
import { authorize } from "../access/authorize.ts";
import type { TenantCall } from "../access/call.ts";
import { actorOf } from "../access/principal.ts";
import type { AuditAction } from "../db/audit.ts";
import {
  countAfter,
  deleteFile as deleteRow,
  findContent,
  insertFile,
  type FileOwner,
  type FileRow,
} from "../db/files.ts";
import { HttpProblem } from "../http/problem.ts";
import { countAttempt } from "../http/rate-limit.ts";
import { cleanName } from "./file-name.ts";
import { keyOf } from "./files.ts";
import { keepBytes, refuseLength, type Incoming } from "./incoming.ts";
import { knownFile, fileConnection, type FileRef } from "./known.ts";
import { readUpTo, stateOf } from "./progress.ts";
import { viewFile } from "./view.ts";

/** People upload by hand; a program out of control is stopped. */
const uploads = { max: 600, windowMs: 10 * 60_000 };

/** `length`: the announced number of bytes; null: none was announced, or no number. */
export type UploadOrder = {
  connection: string;
  name: string;
  length: number | null;
  body: ReadableStream<Uint8Array> | null;
};

/**
 * Uploads a file.
 * @returns `alreadyThere`: a file with these bytes was uploaded before, and is the one returned
 * @throws `not_found`, `files_not_taken`, `not_valid`, `file_length_missing`, `upload_empty`,
 * `file_too_large`, `too_many_requests`, `too_many_files`, `file_cut_short`
 */
export async function uploadFile(call: TenantCall, order: UploadOrder): Promise<Upload> {
  authorize(call, "file.write");
  const { owner } = await fileConnection(call, order.connection);
  const name = cleanName(order.name);
  if (name === "")
    throw new HttpProblem("not_valid", { extra: { errors: [{ path: "name", message: "" }] } });
  const incoming = announced(order);
  const uploadedBy = actorOf(call.principal).id;
  await countAttempt(call, `file:${uploadedBy}`, uploads);
  const upTo = await readUpTo(call, owner);
  const { waiting: most } = fileLimits;
  if ((await countAfter(call.db, owner, upTo.all)) >= most) throw tooManyFiles();
  const id = crypto.randomUUID();
  const sha256 = await keepBytes(call.env.FILES, keyOf(owner, id), incoming);
  const file = { id, sha256, name, bytes: incoming.length, uploadedBy };
  const written = { after: upTo.all, most, ...fileChanged(call, "file_uploaded", owner, file) };
  const isNew = await insertFile(call.db, owner, { file, ...written });
  if (!isNew) await call.env.FILES.delete(keyOf(owner, id));
  // Neither new nor known: other uploads have taken the last places meanwhile.
  const row = await findContent(call.db, owner, sha256);
  if (!row) throw tooManyFiles();
  return { ...viewFile(row, upTo, call.locale), alreadyThere: !isNew };
}

/** The bytes with their announced length, which is judged before the first of them is read. */
function announced({ length, body }: UploadOrder): Incoming {
  if (length === null) throw new HttpProblem("file_length_missing");
  if (length === 0 || body === null) throw new HttpProblem("upload_empty");
  refuseLength(length);
  return { body, length };
}

const tooManyFiles = () =>
  new HttpProblem("too_many_files", { facts: { most: String(fileLimits.waiting) } });

/**
 * Deletes a file that waits, or that could not be used as it is: otherwise every later run would
 * report it again. What was imported of it stays.
 * @throws `not_found`, `files_not_taken`; `file_imported` once a refresh could use all of it
 */
export async function deleteFile(call: TenantCall, ref: FileRef): Promise<void> {
  authorize(call, "file.write");
  const { owner, row } = await knownFile(call, ref);
  const upTo = await readUpTo(call, owner);
  const after = ["partly", "refused"].includes(stateOf(row, upTo)) ? 0 : upTo.any;
  const gone = await deleteRow(call.db, owner, {
    id: row.id,
    after,
    ...fileChanged(call, "file_deleted", owner, row),
  });
  if (!gone) throw new HttpProblem("file_imported");
  // After the row: a file without bytes would be listed, but bytes without a row are cleaned up.
  await call.env.FILES.delete(keyOf(owner, row.id));
}

const fileChanged = (
  call: TenantCall,
  action: AuditAction,
  { connection }: FileOwner,
  { id, name, bytes }: Pick<FileRow, "id" | "name" | "bytes">,
) => ({
  now: call.now(),
  audit: auditEntry(call, action, id, { name, bytes: String(bytes), connection }),
});
