// Who belongs to an establishment.
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, depends }) => {
  depends("app:members");
  return { members: await api.members(params.tenant) };
};
