// What a new configuration can read through.
import { redirect } from "@sveltejs/kit";
import { api } from "#lib/api.ts";
import { sourcesOf } from "#lib/settings/draft.svelte.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent }) => {
  const connections = await api.connections(params.tenant);
  const { catalog } = await parent();
  const [first] = sourcesOf(catalog, connections);
  if (!first) redirect(307, `/tenants/${encodeURIComponent(params.tenant)}/connections/new`);
  return { connections, first };
};
