// The files of a connection: their bytes in R2, what is known of them in D1, and how far refreshes
// have come with them.
import { z } from "zod";
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import type { Cursor } from "../../contract/source/survey.ts";
import type { Files } from "../../connectors/source-client.ts";
import { readFileRejectId } from "../../connectors/file-reject.ts";
import { catalog } from "../../connectors/index.ts";
import { listConfigurations } from "../db/configurations.ts";
import { openDatabase, type Database } from "../db/database.ts";
import { filesAfter, findFile, type FilePlace } from "../db/files.ts";

/** Whether people bring files to connections of a kind. */
export const takesFiles = (kind: string): boolean =>
  catalog.kinds.find((one) => one.kind === kind)?.files ?? false;

/**
 * Where the bytes of a file are: each arrival has a place of its own, so that nothing is ever
 * overwritten.
 */
export const keyOf = ({ tenant, connection }: FilePlace, id: string): string =>
  `${tenant}/${connection}/${id}`;

/** What a connector sees of the files: of this tenant and connection, and no others. */
export function filesOf(env: Env, place: FilePlace): Files {
  const db = openDatabase(env.DB);
  return {
    list: (after, limit) => filesAfter(db, place, { after, limit }),
    open: async (key) => {
      const row = await findFile(db, place, key);
      const kept = row && (await env.FILES.get(keyOf(place, row.id)));
      return kept
        ? { file: { key, number: row.number, name: row.name, bytes: row.bytes }, bytes: kept.body }
        : null;
    },
  };
}

/** Erases the bytes of all files of a connection. */
export async function forgetFiles(bucket: R2Bucket, place: FilePlace): Promise<void> {
  const prefix = keyOf(place, "");
  for (;;) {
    const { objects, truncated } = await bucket.list({ prefix });
    if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
    if (!truncated) return;
  }
}

/** What was read of a file that could not be used as it is: nothing, or not all of it. */
type Unusable = "refused" | "partly";

/**
 * The number up to which files were read: by all configurations of the connection, and by any of
 * them; the files that could not be used as they are, and those that were used with warnings.
 */
export type ReadUpTo = {
  all: number;
  any: number;
  unusable: ReadonlyMap<string, Unusable>;
  warned: ReadonlySet<string>;
};

/** How far the published refreshes have come with the files of a connection. */
export async function readUpTo(
  db: Database,
  place: FilePlace,
  door: Pick<TenantRpc, "cursors">,
): Promise<ReadUpTo> {
  const readers = (await listConfigurations(db, place.tenant)).filter(
    ({ connected }) => connected.id === place.connection,
  );
  const found = await Promise.all(
    readers.map(async ({ id, resources }) => {
      const read = new Map(
        (await door.cursors({ configuration: id })).map((one) => [one.resource, one]),
      );
      return resources.map((resource) => read.get(resource));
    }),
  );
  const numbers = found.flat().map((one) => numberIn(one?.cursor ?? null));
  const unusable = new Map<string, Unusable>();
  for (const id of found.flat().flatMap((one) => one?.rejected ?? [])) {
    const { key, entry } = readFileRejectId(String(id));
    if (entry === null || !unusable.has(key))
      unusable.set(key, entry === null ? "refused" : "partly");
  }
  const warned = new Set(found.flat().flatMap((one) => one?.warned ?? []));
  const [all, any] = numbers.length === 0 ? [0, 0] : [Math.min(...numbers), Math.max(...numbers)];
  return { all, any, unusable, warned };
}

/**
 * The cursor of a source of files: the number of the last file that it has read, alone or as a
 * part.
 */
const FileCursor = z.union([
  z.int(),
  z.looseObject({ number: z.int() }).transform(({ number }) => number),
]);

const numberIn = (cursor: Cursor | null): number => FileCursor.safeParse(cursor).data ?? 0;
