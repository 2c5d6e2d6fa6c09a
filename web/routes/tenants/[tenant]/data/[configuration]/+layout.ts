// The data of one configuration's dashboard: its template, its plots with their sums, its averages.
import { error } from "@sveltejs/kit";
import { canOpen } from "#lib/screen-access.ts";
import { api, ApiProblem } from "#lib/api.ts";
import { viewFromQuery, type View } from "#lib/data/averages.ts";
import { templateOf } from "#lib/tenant-context.ts";
import type { LayoutLoad } from "./$types";

export const load: LayoutLoad = async ({ params, parent, url, depends }) => {
  depends("data:published");
  const { me, tenant, catalog } = await parent();
  if (!canOpen("/tenants/[tenant]/data/[configuration]", me, tenant))
    error(403, { message: "", code: "not_allowed" });
  const configuration = tenant.configurations.find((each) => each.id === params.configuration);
  if (!configuration) error(404, "not found");
  const path = { tenant: tenant.id, configuration: configuration.id };
  const template = templateOf(catalog, configuration.template);
  const plots = (template?.plots ?? []).filter((plot) =>
    configuration.resources.includes(plot.resource),
  );
  const sums = await Promise.all(
    plots.map(async ({ key, label, resource, date, amount, group }) => {
      // Without its plots the dashboard still shows the records, whose own request says what is
      // wrong.
      const found = await api
        .getSums({ ...path, resource, query: { date, amount, group } })
        .catch(whenClosed);
      const counted = template?.resources.find((each) => each.key === resource)?.uncounted ?? [];
      return { key, label, sums: found, uncounted: counted.flatMap(({ values }) => values) };
    }),
  );
  const sets = (template?.averages ?? []).filter((set) =>
    configuration.resources.includes(set.resource),
  );
  const averages = await Promise.all(
    sets.map(async (set) => {
      const view = viewFromQuery(set, (name) => url.searchParams.get(name));
      const read = (by: string[], where: View["where"]) =>
        api
          .getAverages({
            ...path,
            resource: set.resource,
            query: {
              measures: set.measures.map(({ column }) => column).join(","),
              by: by.join(","),
              where: JSON.stringify(where),
            },
          })
          .catch(whenClosed);
      const [all, rows] = await Promise.all([
        read(set.by, {}),
        set.by.length > 1 ? read([view.compare], view.where) : null,
      ]);
      return { set, view, all, rows: rows ?? all };
    }),
  );
  return { configuration, template, sums, averages };
};

function whenClosed(problem: unknown): [] {
  if (problem instanceof ApiProblem && problem.status === 403) return [];
  throw problem;
}
