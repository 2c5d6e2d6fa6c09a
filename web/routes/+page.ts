// The start: people with a single establishment go straight to it.
import { redirect } from "@sveltejs/kit";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent, url }) => {
  const { me } = await parent();
  const [first, ...others] = me?.tenants ?? [];
  if (first && others.length === 0 && !url.searchParams.has("choose"))
    redirect(307, `/tenants/${encodeURIComponent(first.id)}`);
  return {};
};
