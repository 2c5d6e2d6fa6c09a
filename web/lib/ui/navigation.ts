// Which links the header shows to whom.
import type { Me, TenantSummary } from "../../../contract/api/access.ts";
import type { Catalog } from "../../../contract/api/catalog.ts";
import { actionsAt, mayOpen, type Screen } from "../../../contract/api/screens.ts";

export type NavigationLink = {
  label: "data" | "refreshes" | "files" | "settings" | "allRefreshes" | "sharedConnections";
  href: string;
  /** Whether the screen that is shown belongs to this link. */
  current: boolean;
};

type Where = { me: Me; tenant?: TenantSummary; catalog?: Catalog; path: string };

/** The links of the header, in their order. Files are linked where a connection reads them. */
export function navigationLinks({ me, tenant, catalog, path }: Where): NavigationLink[] {
  const links: NavigationLink[] = [];
  const add = (label: NavigationLink["label"], href: string, ...sections: string[]) =>
    links.push({
      label,
      href,
      current: sections.some((section) => path.startsWith(section)),
    });
  const opens = (screen: Screen) => mayOpen(screen, actionsAt(screen, me, tenant));
  if (tenant) {
    const base = `/tenants/${tenant.id}`;
    if (opens("/tenants/[tenant]/data/[configuration]")) add("data", base, `${base}/data`);
    if (opens("/tenants/[tenant]/refreshes"))
      add("refreshes", `${base}/refreshes`, `${base}/refreshes`);
    if (opens("/tenants/[tenant]/files") && readsFiles(tenant, catalog))
      add("files", `${base}/files`, `${base}/files`);
    // Configurations alone are reached from the refreshes.
    const settings = (["connections", "members"] as const).find((part) =>
      opens(`/tenants/[tenant]/${part}`),
    );
    if (settings)
      add(
        "settings",
        `${base}/${settings}`,
        `${base}/connections`,
        `${base}/configurations`,
        `${base}/members`,
      );
  }
  if (opens("/refreshes")) add("allRefreshes", "/refreshes", "/refreshes");
  if (opens("/connections")) add("sharedConnections", "/connections", "/connections");
  return links;
}

/** The catalog comes with the screens of a tenant; before that nothing is known to read files. */
const readsFiles = (tenant: TenantSummary, catalog: Catalog | undefined): boolean =>
  tenant.configurations.some(({ template }) =>
    catalog?.kinds.some((kind) => kind.files && kind.templates.some(({ key }) => key === template)),
  );
