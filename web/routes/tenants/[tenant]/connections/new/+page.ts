// A new connection of an establishment: nothing to load, but not everybody may add one.
import { requireScreen } from "#lib/screen-access.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent, route }) => {
  await requireScreen({ parent, route });
};
