// A new connection of a tenant: there is nothing to load, but not everyone may add one.
import { requireScreen } from "#lib/screen-access.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent, route }) => {
  await requireScreen({ parent, route });
};
