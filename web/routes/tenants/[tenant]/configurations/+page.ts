// The configurations of an establishment, and whether there is something to read through.
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, depends }) => {
  depends("app:configurations");
  const { tenant } = await parent();
  const [configurations, connections] = await Promise.all([
    api.configurations(params.tenant),
    tenant.actions.includes("connection.read") ? api.connections(params.tenant) : [],
  ]);
  return { configurations, connections };
};
