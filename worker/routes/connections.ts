// Connections: the same routes for those of one tenant and for the shared ones, which global admins
// keep above all tenants.
import { checkConnection, discoverResources } from "../connections/check.ts";
import { changeConnection, createConnection, deleteConnection } from "../connections/change.ts";
import { clearGate, gateViewOf, quotaOf } from "../connections/gate.ts";
import type { ConnectionCall } from "../connections/scope.ts";
import { connectionOf, connectionsOf } from "../connections/view.ts";
import { callOf, factory, tenantCallOf, type AppContext } from "../http/context.ts";
import { acceptsLines, asLines } from "../http/lines.ts";
import { serve } from "../http/serve.ts";

export const connectionRoutes = factory.createApp();

const sharedCallOf = (c: AppContext): ConnectionCall => ({ ...callOf(c), membership: null });

const mounts = [
  {
    callFrom: tenantCallOf,
    list: "listConnections",
    create: "createConnection",
    get: "getConnection",
    change: "changeConnection",
    delete: "deleteConnection",
    check: "checkConnection",
    discover: "discover",
    quota: "getQuota",
    clearGate: "clearGate",
  },
  {
    callFrom: sharedCallOf,
    list: "listSharedConnections",
    create: "createSharedConnection",
    get: "getSharedConnection",
    change: "changeSharedConnection",
    delete: "deleteSharedConnection",
    check: "checkSharedConnection",
    discover: "discoverShared",
    quota: "getSharedQuota",
    clearGate: "clearSharedGate",
  },
] as const;

for (const { callFrom, ...names } of mounts) {
  serve(connectionRoutes, names.list, (c) => connectionsOf(callFrom(c)));

  serve(connectionRoutes, names.create, (c, { body }) => createConnection(callFrom(c), body));

  serve(connectionRoutes, names.get, (c, { path: { connection } }) =>
    connectionOf(callFrom(c), { connection }),
  );

  serve(connectionRoutes, names.change, (c, { path: { connection }, body: change }) =>
    changeConnection(callFrom(c), { connection, change }),
  );

  serve(connectionRoutes, names.delete, (c, { path: { connection } }) =>
    deleteConnection(callFrom(c), { connection }),
  );

  serve(connectionRoutes, names.check, async (c, { path: { connection }, body: typed }) => {
    const checks = await checkConnection(callFrom(c), { connection, typed });
    return acceptsLines(c) ? asLines(checks) : Array.fromAsync(checks);
  });

  serve(connectionRoutes, names.discover, (c, { path: { connection }, body: order }) =>
    discoverResources(callFrom(c), { connection, order }),
  );

  serve(connectionRoutes, names.quota, (c, { path: { connection } }) =>
    quotaOf(callFrom(c), { connection }),
  );

  serve(connectionRoutes, names.clearGate, (c, { path: { connection } }) =>
    clearGate(callFrom(c), { connection }),
  );
}

serve(connectionRoutes, "getSharedGate", (c, { path: { connection } }) =>
  gateViewOf(sharedCallOf(c), { connection }),
);
