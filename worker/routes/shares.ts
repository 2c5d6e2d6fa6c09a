// Shares: which tenants may use a shared connection, and what is fixed for each of them.
import { shareConnection, sharesOf, unshareConnection } from "../connections/share.ts";
import { callOf, factory } from "../http/context.ts";
import { serve } from "../http/serve.ts";

export const shareRoutes = factory.createApp();

serve(shareRoutes, "listShares", (c, { path: { connection } }) =>
  sharesOf(callOf(c), { connection }),
);

serve(shareRoutes, "putShare", (c, { path: { connection, tenant }, body }) =>
  shareConnection(callOf(c), { ...body, connection, tenant }),
);

serve(shareRoutes, "deleteShare", (c, { path: { connection, tenant } }) =>
  unshareConnection(callOf(c), { connection, tenant }),
);
