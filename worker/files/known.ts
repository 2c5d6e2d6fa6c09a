// The files that a call names: those of one connection, as one tenant uses it.
import type { TenantCall } from "../access/call.ts";
import { knownConnection } from "../connections/scope.ts";
import { findFile, type FileOwner, type FileRow } from "../db/files.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { HttpProblem } from "../http/problem.ts";
import { takesFiles } from "../configurations/catalog.ts";

export type FileConnection = { connection: ConnectionRow; owner: FileOwner };

/** A connection that takes files. @throws `not_found`; `files_not_taken` if its kind takes none */
export async function fileConnection(call: TenantCall, id: string): Promise<FileConnection> {
  const connection = await knownConnection(call, id);
  if (!takesFiles(connection.kind)) throw new HttpProblem("files_not_taken");
  const owner = { tenant: call.membership.tenant.id, connection: connection.id };
  return { connection, owner };
}

/** A file by its connection and its id. */
export type FileRef = { connection: string; file: string };

/** One of them. @throws `not_found`, `files_not_taken` */
export async function knownFile(
  call: TenantCall,
  { connection, file }: FileRef,
): Promise<FileConnection & { row: FileRow }> {
  const known = await fileConnection(call, connection);
  const row = await findFile(call.db, known.owner, file);
  if (!row) throw new HttpProblem("not_found");
  return { ...known, row };
}
