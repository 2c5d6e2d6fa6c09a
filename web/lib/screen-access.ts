// Who may open which screen. Screens check it before they load anything, with the table that also
// decides which links are shown.
import { error } from "@sveltejs/kit";
import type { Me, TenantSummary } from "../../contract/api/access.ts";
import { actionsAt, mayOpen, type Screen } from "../../contract/api/screens.ts";

type Known = { me: Me | null; tenant?: TenantSummary };

/**
 * The data of the layouts above a screen, if this person may open it.
 * @param event of the screen's `load`; `route.id` is its key in the table
 * @throws a 403 with the code `not_allowed`, which the page shows in words
 */
export async function requireScreen<Data extends Known>({
  parent,
  route,
}: {
  parent: () => Promise<Data>;
  route: { id: Screen };
}): Promise<Data & { me: Me }> {
  const data = await parent();
  const { me, tenant } = data;
  if (!me || !mayOpen(route.id, actionsAt(route.id, me, tenant)))
    error(403, { message: "", code: "not_allowed" });
  return { ...data, me };
}

/** Whether the link to a screen is shown. */
export const canOpen = (screen: Screen, me: Me, tenant?: TenantSummary): boolean =>
  mayOpen(screen, actionsAt(screen, me, tenant));
