// The files that people have uploaded; every read and write names the tenant and the connection.
import { and, asc, count, desc, eq, gt, lt, sql, type SQL } from "drizzle-orm";
import type { FilePreview } from "../../contract/api/file.ts";
import { auditIfChanged, type AuditEntry } from "./audit.ts";
import type { Database } from "./database.ts";
import { file, user } from "./schema.ts";

/** Whose files: those of one connection, as one tenant uses it. */
export type FileOwner = { tenant: string; connection: string };

export type FileRow = typeof file.$inferSelect & { uploadedByName: string | null };

type Written = { audit: AuditEntry; now: Date };

const at = ({ tenant, connection }: FileOwner, ...more: (SQL | undefined)[]) =>
  and(eq(file.tenant, tenant), eq(file.connection, connection), ...more);

async function read(db: Database, where: SQL | undefined, limit = 1): Promise<FileRow[]> {
  const rows = await db
    .select({ file, uploadedByName: user.name })
    .from(file)
    .leftJoin(user, eq(user.id, file.uploadedBy))
    .where(where)
    .orderBy(desc(file.number))
    .limit(limit);
  return rows.map((row) => ({ ...row.file, uploadedByName: row.uploadedByName }));
}

/** A page of files, newest first, below a number. */
export const listFiles = (
  db: Database,
  owner: FileOwner,
  { before, limit }: { before: number | null; limit: number },
) => read(db, at(owner, before === null ? undefined : lt(file.number, before)), limit);

/** One file; null when the connection has none of this id. */
export async function findFile(
  db: Database,
  owner: FileOwner,
  id: string,
): Promise<FileRow | null> {
  return (await read(db, at(owner, eq(file.id, id))))[0] ?? null;
}

/** Which of these ids are files of any tenant and connection. */
export const knownKeys = (db: Database, ids: string[]) =>
  db
    .select({ id: file.id, tenant: file.tenant, connection: file.connection })
    .from(file)
    .where(sql`${file.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);

/** The file with these bytes; null when nobody has uploaded it. */
export async function findContent(
  db: Database,
  owner: FileOwner,
  sha256: string,
): Promise<FileRow | null> {
  return (await read(db, at(owner, eq(file.sha256, sha256))))[0] ?? null;
}

/** Files above a number, in the order of their upload. */
export const filesAfter = (
  db: Database,
  owner: FileOwner,
  { after, limit }: { after: number; limit: number },
) =>
  db
    .select({ key: file.id, number: file.number, name: file.name, bytes: file.bytes })
    .from(file)
    .where(at(owner, gt(file.number, after)))
    .orderBy(asc(file.number))
    .limit(limit);

/** How many files stand above a number. */
export async function countAfter(db: Database, owner: FileOwner, after: number): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(file)
    .where(at(owner, gt(file.number, after)));
  return row?.count ?? 0;
}

type NewFile = Pick<FileRow, "id" | "sha256" | "name" | "bytes" | "uploadedBy">;

/**
 * Inserts a file. False if its bytes are there already, or if more than `most` would be waiting
 * above `after`. One statement checks both, so that simultaneous uploads cannot slip past.
 */
export async function insertFile(
  db: Database,
  owner: FileOwner,
  order: { file: NewFile; after: number; most: number } & Written,
): Promise<boolean> {
  const { id, sha256, name, bytes, uploadedBy } = order.file;
  const values = sql`SELECT NULL, ${id}, ${owner.tenant}, ${owner.connection}, ${sha256}, ${name}, ${bytes}, ${order.now.getTime()}, ${uploadedBy}, NULL
    WHERE (SELECT count(*) FROM file WHERE tenant = ${owner.tenant} AND connection = ${owner.connection} AND number > ${order.after}) < ${order.most}`;
  const [rows] = await db.batch([
    db.insert(file).select(values).onConflictDoNothing().returning({ id: file.id }),
    auditIfChanged(db, order.audit, order.now),
  ]);
  return rows.length > 0;
}

/** Deletes a file that is above a number; false if it is not, or is gone. */
export async function deleteFile(
  db: Database,
  owner: FileOwner,
  order: { id: string; after: number } & Written,
): Promise<boolean> {
  const [rows] = await db.batch([
    db
      .delete(file)
      .where(at(owner, eq(file.id, order.id), gt(file.number, order.after)))
      .returning({ id: file.id }),
    auditIfChanged(db, order.audit, order.now),
  ]);
  return rows.length > 0;
}

/** Stores the preview of a file. */
export async function keepPreview(
  db: Database,
  owner: FileOwner,
  id: string,
  preview: FilePreview,
): Promise<void> {
  await db
    .update(file)
    .set({ preview })
    .where(at(owner, eq(file.id, id)));
}
