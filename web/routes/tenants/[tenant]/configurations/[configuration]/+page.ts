// One configuration.
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("app:configurations");
  const { tenant } = await requireScreen({ parent, route });
  const [configuration, connections] = await Promise.all([
    api.getConfiguration(params),
    tenant.actions.includes("connection.read") ? api.listConnections(params) : [],
  ]);
  return { configuration, connections };
};
