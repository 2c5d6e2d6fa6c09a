// One refresh: its steps, what it changed, what could not be used.
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
  // Who may not read records sees that something changed, not what.
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
 * Details that are no longer kept are said in their place: the rest of the refresh is still there
 * to be read.
 */
function goneOnly(problem: unknown): ApiProblem {
  if (problem instanceof ApiProblem && problem.code === "changes_gone") return problem;
  throw problem;
}

/**
 * Where the configuration of a run sends its data on to: the name for those who see connections;
 * null: nowhere, or it is deleted.
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
