// The records of one data source. Search and order are in the address, so that a link keeps them.
import { requireScreen } from "#lib/screen-access.ts";
import { api, ApiProblem } from "#lib/api.ts";
import type { PageLoad } from "./$types";

const firstPage = 50;

export const load: PageLoad = async ({ params, parent, route, url, depends }) => {
  depends("data:published");
  await requireScreen({ parent, route });
  const search = url.searchParams.get("search");
  const sort = url.searchParams.get("sort");
  const [column, direction] = (sort ?? "").split(":");
  const read = (after: string | null, limit: number) =>
    api.listRecords({
      ...params,
      query: {
        after,
        limit,
        search,
        sort: column,
        direction: column ? direction : null,
      },
    });
  try {
    return { records: await read(null, firstPage), search, sort, read };
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.code === "sync_not_ready")
      return { records: null, search, sort, read };
    throw problem;
  }
};
