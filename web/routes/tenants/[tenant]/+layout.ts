// One tenant: what this person may do there, and the catalog of systems.
import { error } from "@sveltejs/kit";
import { catalog } from "#lib/cached.ts";
import type { LayoutLoad } from "./$types";

export const load: LayoutLoad = async ({ params, parent }) => {
  const { me } = await parent();
  const tenant = me?.tenants.find((each) => each.id === params.tenant);
  if (!me || !tenant) error(404, "not found");
  return { me, tenant, catalog: await catalog.get() };
};
