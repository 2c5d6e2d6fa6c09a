// One configuration's data: its words, its plots and their sums.
import { error } from "@sveltejs/kit";
import { api, ApiProblem } from "#lib/api.ts";
import { templateOf } from "#lib/place.ts";
import type { LayoutLoad } from "./$types";

export const load: LayoutLoad = async ({ params, parent, depends }) => {
  depends("data:published");
  const { tenant, catalog } = await parent();
  const configuration = tenant.configurations.find((each) => each.id === params.configuration);
  if (!configuration) error(404, "not found");
  const template = templateOf(catalog, configuration.template);
  const plots = (template?.plots ?? []).filter((plot) => configuration.resources.includes(plot.resource));
  const sums = await Promise.all(
    plots.map(async ({ key, label, resource, date, amount, currency, group }) => {
      // A plot that cannot be had leaves the records readable; the records' own answer says why.
      const found = await api.sums(tenant.id, configuration.id, resource, { date, amount, currency, group }).catch(whenClosed);
      return { key, label, sums: found };
    }),
  );
  return { configuration, template, sums };
};

function whenClosed(problem: unknown): [] {
  if (problem instanceof ApiProblem && problem.status === 403) return [];
  throw problem;
}
