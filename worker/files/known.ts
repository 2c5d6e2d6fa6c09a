// The files that a call is about: those of one connection of one tenant.
import type { TenantCall } from "../access/call.ts";
import { knownConnection } from "../connections/scope.ts";
import { findFile, type FilePlace, type FileRow } from "../db/files.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { HttpProblem } from "../http/problem.ts";
import { takesFiles } from "./files.ts";

export type KnownPlace = { connection: ConnectionRow; place: FilePlace };

/** The files of a connection. @throws `not_found`; `files_not_taken` where its kind takes none */
export async function knownPlace(call: TenantCall, id: string): Promise<KnownPlace> {
  const connection = await knownConnection(call, id);
  if (!takesFiles(connection.kind)) throw new HttpProblem("files_not_taken");
  const place = { tenant: call.membership.tenant.id, connection: connection.id };
  return { connection, place };
}

/** A file by its connection and its id. */
export type FileRef = { connection: string; file: string };

/** One of them. @throws `not_found`, `files_not_taken` */
export async function knownFile(
  call: TenantCall,
  { connection, file }: FileRef,
): Promise<KnownPlace & { row: FileRow }> {
  const known = await knownPlace(call, connection);
  const row = await findFile(call.db, known.place, file);
  if (!row) throw new HttpProblem("not_found");
  return { ...known, row };
}
