// Connections of the house, with the establishments that may use each.
import { admit } from "#lib/admission.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent, route }) => {
  await admit({ parent, route });
  const connections = await api.house.connections();
  const shares = await Promise.all(connections.map(({ id }) => api.house.shares(id)));
  return {
    connections: connections.map((connection, place) => ({
      connection,
      shares: shares[place] ?? [],
    })),
  };
};
