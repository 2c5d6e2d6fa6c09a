// What a new connection of the house can lead to.
import { error } from "@sveltejs/kit";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent }) => {
  const { me } = await parent();
  if (!me?.globalAdmin) error(404, "not found");
  return { catalog: await api.catalog() };
};
