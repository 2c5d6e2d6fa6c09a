// The connections that accept files, and the files of the one that the address names.
import { requireScreen } from "#lib/screen-access.ts";
import { api, ApiProblem } from "#lib/api.ts";
import type { PageLoad } from "./$types";

const firstPage = 50;

export const load: PageLoad = async ({ params, parent, route, url, depends }) => {
  depends("app:files");
  const { tenant, catalog } = await requireScreen({ parent, route });
  const kinds = catalog.kinds.filter((kind) => kind.files);
  const isReader = (template: string) =>
    kinds.some((kind) => kind.templates.some(({ key }) => key === template));
  const readers = (await api.listConfigurations(params)).filter(({ template }) =>
    isReader(template),
  );
  // Only administrators see connections that no configuration reads yet.
  const own = tenant.actions.includes("connection.read") ? await api.listConnections(params) : [];
  const boxes = new Map([
    ...own
      .filter(({ kind }) => kinds.some((each) => each.kind === kind))
      .map(({ id, name }) => [id, name] as const),
    ...readers.map(({ connection, connectionName }) => [connection, connectionName] as const),
  ]);
  const wanted = url.searchParams.get("connection");
  const chosen =
    wanted !== null && boxes.has(wanted) ? wanted : (boxes.keys().next().value ?? null);
  const key = url.searchParams.get("file");
  const asked =
    key === null
      ? null
      : await findIn(
          params.tenant,
          key,
          new Set([...(chosen === null ? [] : [chosen]), ...boxes.keys()]),
        );
  const box = asked?.box ?? chosen;
  const read = async (before: string | null, limit: number) => {
    const query = { before, limit: Math.min(limit, 100) };
    const { files, next } = await api.listFiles({ ...params, connection: box ?? "", query });
    return { rows: files, next };
  };
  return {
    boxes,
    box,
    readers: readers.filter(({ connection }) => connection === box),
    read,
    /** The file that the address names; null when it has been removed. */
    asked: key === null ? undefined : (asked?.file ?? null),
    first:
      box === null
        ? null
        : await api.listFiles({ ...params, connection: box, query: { limit: firstPage } }),
  };
};

/**
 * Finds a file by its key alone: people who may not see connections have no id of the file's
 * connection.
 */
async function findIn(tenant: string, key: string, boxes: Set<string>) {
  for (const box of boxes) {
    try {
      return { box, file: await api.getFile({ tenant, connection: box, file: key }) };
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.code !== "not_found") throw problem;
    }
  }
  return null;
}
