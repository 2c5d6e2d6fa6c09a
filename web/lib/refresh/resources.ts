// The data sources of a refresh, as the catalog describes them. Different systems may use the same
// key.
import type { TenantSummary } from "../../../contract/api/access.ts";
import type { Catalog } from "../../../contract/api/catalog.ts";
import type { Run } from "../../../contract/api/run.ts";
import type { Resource } from "../../../contract/source/resource.ts";

type Refresh = Pick<Run, "configuration"> & { steps: Pick<Run["steps"][number], "resource">[] };

/**
 * The data sources of a refresh, from its configuration's template. If the configuration is
 * deleted, from the only template that has all of them; with several candidates, none: the columns
 * of a wrong one would hide values and flip signs.
 */
export function resourcesOf(
  catalog: Catalog,
  configurations: TenantSummary["configurations"],
  { configuration, steps }: Refresh,
): Resource[] {
  const templates = catalog.kinds.flatMap((kind) => kind.templates);
  const own = configurations.find(({ id }) => id === configuration)?.template;
  const known = templates.find(({ key }) => key === own);
  if (known !== undefined) return known.resources;
  const having = templates.filter(({ resources }) =>
    steps.every(({ resource }) => resources.some(({ key }) => key === resource)),
  );
  const [only] = having;
  return only !== undefined && having.length === 1 ? only.resources : [];
}
