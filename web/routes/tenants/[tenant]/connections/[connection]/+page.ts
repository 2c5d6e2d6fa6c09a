// One connection.
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, depends }) => {
  depends("connection:one");
  return { connection: await api.connection(params.tenant, params.connection) };
};
