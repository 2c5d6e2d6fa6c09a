// The configurations of a tenant, and whether it has a connection to read through.
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("app:configurations");
  const { tenant } = await requireScreen({ parent, route });
  const [configurations, connections] = await Promise.all([
    api.listConfigurations(params),
    tenant.actions.includes("connection.read") ? api.listConnections(params) : [],
  ]);
  return { configurations, connections };
};
