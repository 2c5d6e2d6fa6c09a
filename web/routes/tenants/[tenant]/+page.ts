// Leads to the first data source of the first configuration, or to what this person may see
// instead.
import { redirect } from "@sveltejs/kit";
import { canOpen } from "#lib/screen-access.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent, params }) => {
  const { me, tenant } = await parent();
  const base = `/tenants/${encodeURIComponent(params.tenant)}`;
  if (!canOpen("/tenants/[tenant]/data/[configuration]", me, tenant))
    redirect(307, `${base}/refreshes`);
  const [configuration] = tenant.configurations;
  const [resource] = configuration?.resources ?? [];
  if (configuration && resource)
    redirect(
      307,
      `${base}/data/${encodeURIComponent(configuration.id)}/${encodeURIComponent(resource)}`,
    );
  return {};
};
