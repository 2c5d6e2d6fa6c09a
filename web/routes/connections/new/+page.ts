// The systems that a new shared connection can use.
import { requireScreen } from "#lib/screen-access.ts";
import { catalog } from "#lib/cached.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent, route }) => {
  await requireScreen({ parent, route });
  return { catalog: await catalog.get() };
};
