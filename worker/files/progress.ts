// How far refreshes have read the files of a connection, and the state of each file that follows.
import { z } from "zod";
import type { UploadedFile } from "../../contract/api/upload.ts";
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import type { Cursor } from "../../contract/source/survey.ts";
import { readFileRejectId } from "../../connectors/file-reject.ts";
import type { TenantCall } from "../access/call.ts";
import { listConfigurations } from "../db/configurations.ts";
import type { Database } from "../db/database.ts";
import type { FileOwner, FileRow } from "../db/files.ts";
import { tenantRpc } from "../stubs.ts";

/** Why a file could not be used as it is: nothing of it could, or a part could not. */
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

/** How far the published refreshes of the tenant have read the files of a connection. */
export const readUpTo = (
  { env, db, membership }: TenantCall,
  owner: FileOwner,
): Promise<ReadUpTo> => progressOf(db, owner, tenantRpc(env, membership.tenant));

async function progressOf(
  db: Database,
  owner: FileOwner,
  tenant: Pick<TenantRpc, "cursors">,
): Promise<ReadUpTo> {
  const readers = (await listConfigurations(db, owner.tenant)).filter(
    ({ connected }) => connected.id === owner.connection,
  );
  const found = await Promise.all(
    readers.map(async ({ id, resources }) => {
      const read = new Map(
        (await tenant.cursors({ configuration: id })).map((one) => [one.resource, one]),
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

/** The state of a file. */
export function stateOf(
  { id, number, preview }: FileRow,
  { all, unusable, warned }: ReadUpTo,
): UploadedFile["state"] {
  if (number > all) return "waiting";
  const used = warned.has(id) ? "warned" : "imported";
  return unusable.get(id) ?? (preview !== null && preview.documents === 0 ? "refused" : used);
}
