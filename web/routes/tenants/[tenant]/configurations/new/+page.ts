// The connections that a new configuration can read through.
import { redirect } from "@sveltejs/kit";
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import { sourcesOf } from "#lib/settings/draft-configuration.svelte.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route }) => {
  const { catalog } = await requireScreen({ parent, route });
  const connections = await api.listConnections(params);
  const [first] = sourcesOf(catalog, connections);
  if (!first) redirect(307, `/tenants/${encodeURIComponent(params.tenant)}/connections/new`);
  return { connections, first };
};
