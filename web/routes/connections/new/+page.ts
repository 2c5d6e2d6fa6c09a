// What a new connection of the house can lead to.
import { admit } from "#lib/admission.ts";
import { catalog } from "#lib/asked.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent, route }) => {
  await admit({ parent, route });
  return { catalog: await catalog.get() };
};
