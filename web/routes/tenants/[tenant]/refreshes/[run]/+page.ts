// One refresh: its steps, what it changed, what could not be used.
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

const firstPage = 50;

export const load: PageLoad = async ({ params, parent, depends }) => {
  depends("run:one");
  const { tenant } = await parent();
  const readChanges = async (after: string | null, limit: number) => {
    const { changes, next } = await api.changes(tenant.id, params.run, { after, limit });
    return { rows: changes, next };
  };
  // Who may not read records sees that something changed, not what.
  const mayRead = tenant.actions.includes("data.read");
  const [run, changes] = await Promise.all([
    api.run(tenant.id, params.run),
    mayRead ? readChanges(null, firstPage) : { rows: [], next: null },
  ]);
  return { run, changes, readChanges, mayRead };
};
