// The connections of an establishment.
import { admit } from "#lib/admission.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route }) => {
  await admit({ parent, route });
  return { connections: await api.connections(params.tenant) };
};
