// The files of a connection: their bytes in R2, and what is known of them in D1.
import type { Files } from "../../connectors/source-client.ts";
import { openDatabase } from "../db/database.ts";
import { filesAfter, findFile, type FileOwner } from "../db/files.ts";

/**
 * The key of a file's bytes in R2: each upload has its own, so that nothing is ever overwritten.
 */
export const keyOf = ({ tenant, connection }: FileOwner, id: string): string =>
  `${tenant}/${connection}/${id}`;

/** What a connector sees of the files: of this tenant and connection, and no others. */
export function filesOf(env: Env, owner: FileOwner): Files {
  const db = openDatabase(env.DB);
  return {
    list: (after, limit) => filesAfter(db, owner, { after, limit }),
    open: async (key) => {
      const row = await findFile(db, owner, key);
      const kept = row && (await env.FILES.get(keyOf(owner, row.id)));
      return kept
        ? { file: { key, number: row.number, name: row.name, bytes: row.bytes }, bytes: kept.body }
        : null;
    },
  };
}

/** Erases the bytes of all files of a connection. */
export async function forgetFiles(bucket: R2Bucket, owner: FileOwner): Promise<void> {
  const prefix = keyOf(owner, "");
  for (;;) {
    const { objects, truncated } = await bucket.list({ prefix });
    if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
    if (!truncated) return;
  }
}
