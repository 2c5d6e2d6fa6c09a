// What a new configuration can read through.
import { redirect } from "@sveltejs/kit";
import { admit } from "#lib/admission.ts";
import { api } from "#lib/api.ts";
import { sourcesOf } from "#lib/settings/draft.svelte.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route }) => {
  const { catalog } = await admit({ parent, route });
  const connections = await api.connections(params.tenant);
  const [first] = sourcesOf(catalog, connections);
  if (!first) redirect(307, `/tenants/${encodeURIComponent(params.tenant)}/connections/new`);
  return { connections, first };
};
