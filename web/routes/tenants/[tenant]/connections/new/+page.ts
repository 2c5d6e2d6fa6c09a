// A new connection of an establishment: nothing to load, but not everybody may add one.
import { admit } from "#lib/admission.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent, route }) => {
  await admit({ parent, route });
};
