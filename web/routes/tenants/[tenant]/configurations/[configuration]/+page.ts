// One configuration.
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("app:configurations");
  const { tenant } = await requireScreen({ parent, route });
  const [configuration, connections] = await Promise.all([
    api.configuration(params.tenant, params.configuration),
    tenant.actions.includes("connection.read") ? api.connections(params.tenant) : [],
  ]);
  return { configuration, connections };
};
