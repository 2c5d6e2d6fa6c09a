// One connection.
import { requireScreen } from "#lib/screen-access.ts";
import { api, ApiProblem } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("connection:one");
  await requireScreen({ parent, route });
  const [connection, quota] = await Promise.all([
    api.getConnection(params),
    api.getQuota(params).catch(unknown),
  ]);
  return { connection, quota };
};

/** The page works without the quota, so its failure is ignored. */
function unknown(problem: unknown): null {
  if (problem instanceof ApiProblem) return null;
  throw problem;
}
