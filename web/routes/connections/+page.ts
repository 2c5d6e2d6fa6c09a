// The shared connections, with the tenants that may use each.
import { requireScreen } from "#lib/screen-access.ts";
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ parent, route }) => {
  await requireScreen({ parent, route });
  const connections = await api.listSharedConnections();
  const shares = await Promise.all(
    connections.map(({ id: connection }) => api.listShares({ connection })),
  );
  return {
    connections: connections.map((connection, index) => ({
      connection,
      shares: shares[index] ?? [],
    })),
  };
};
