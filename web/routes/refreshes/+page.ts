// The refreshes of all tenants, for global administrators. The filters are in the address.
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

const firstPage = 50;

export const load: PageLoad = async ({ parent, route, url }) => {
  const { me } = await requireScreen({ parent, route });
  const filter = { tenant: url.searchParams.get("tenant"), status: url.searchParams.get("status") };
  const read = async (before: string | null, limit: number) => {
    const { runs, next } = await api.listAllRuns({ query: { ...filter, before, limit } });
    return { rows: runs, next };
  };
  return { me, filter, first: await read(null, firstPage), read };
};
