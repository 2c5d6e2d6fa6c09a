// One shared connection, the tenants that may use it, and the calls left.
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import { catalog } from "#lib/cached.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("app:shared-connection");
  const { me } = await requireScreen({ parent, route });
  const [kinds, connection, shares, quota, gate] = await Promise.all([
    catalog.get(),
    api.getSharedConnection(params),
    api.listShares(params),
    api.getSharedQuota(params),
    api.getSharedGate(params),
  ]);
  return {
    tenants: me.tenants.map(({ id, name }) => ({ id, name })),
    catalog: kinds,
    connection,
    shares,
    quota,
    gate,
  };
};
