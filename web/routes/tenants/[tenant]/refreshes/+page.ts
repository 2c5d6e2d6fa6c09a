// The history of a tenant's refreshes.
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

const firstPage = 20;

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("runs:ended");
  await requireScreen({ parent, route });
  const read = async (before: string | null, limit: number) => {
    const { runs, next } = await api.listRuns({
      ...params,
      query: { before, limit: Math.min(limit, 100) },
    });
    return { rows: runs, next };
  };
  return { first: await read(null, firstPage), read };
};
