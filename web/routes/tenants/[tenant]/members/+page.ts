// The members of a tenant.
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("app:members");
  await requireScreen({ parent, route });
  return { members: await api.listMembers(params) };
};
