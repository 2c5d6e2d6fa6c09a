// One configuration.
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, depends }) => {
  depends("app:configurations");
  return { configuration: await api.configuration(params.tenant, params.configuration) };
};
