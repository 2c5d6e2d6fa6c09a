// One refresh: its steps, its changes, its rejected records.
import type { TenantSummary } from "../../../../../../contract/api/access.ts";
import { requireScreen } from "#lib/screen-access.ts";
import { api, ApiProblem } from "#lib/api.ts";
import type { PageLoad } from "./$types";

const firstPage = 50;

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("run:one");
  const { tenant } = await requireScreen({ parent, route });
  const readChanges = async (after: string | null, limit: number) => {
    const { changes, next } = await api.listChanges({ ...params, query: { after, limit } });
    return { rows: changes, next };
  };
  // People who may not read records see that something changed, but not what.
  const mayRead = tenant.actions.includes("data.read");
  const [run, changes] = await Promise.all([
    api.getRun(params),
    mayRead ? readChanges(null, firstPage).catch(goneOnly) : { rows: [], next: null },
  ]);
  const gone = changes instanceof ApiProblem ? changes : null;
  return {
    run,
    changes: changes instanceof ApiProblem ? { rows: [], next: null } : changes,
    gone,
    readChanges,
    mayRead,
    sentTo: await sentTo(tenant, run.configuration),
  };
};

/**
 * Details that are no longer kept are replaced by a sentence; the rest of the refresh stays
 * readable.
 */
function goneOnly(problem: unknown): ApiProblem {
  if (problem instanceof ApiProblem && problem.code === "changes_gone") return problem;
  throw problem;
}

/**
 * The destination of the run's configuration: its name for people who may see connections; null
 * when there is none, or the configuration is deleted.
 */
async function sentTo(
  { id: tenant, actions }: TenantSummary,
  configuration: string,
): Promise<{ name: string | null } | null> {
  if (!actions.includes("configuration.read")) return null;
  const known = (await api.listConfigurations({ tenant })).find(({ id }) => id === configuration);
  if (!known?.destination) return null;
  const connections = actions.includes("connection.read")
    ? await api.listConnections({ tenant })
    : [];
  return { name: connections.find(({ id }) => id === known.destination)?.name ?? null };
}
