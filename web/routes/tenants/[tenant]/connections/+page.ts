// The connections of a tenant.
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route }) => {
  await requireScreen({ parent, route });
  return { connections: await api.listConnections(params) };
};
