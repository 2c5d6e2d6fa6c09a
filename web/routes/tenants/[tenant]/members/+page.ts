// Who belongs to an establishment.
import { admit } from "#lib/admission.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("app:members");
  await admit({ parent, route });
  return { members: await api.members(params.tenant) };
};
