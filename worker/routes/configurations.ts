// Configurations of one tenant.
import {
  changeConfiguration,
  createConfiguration,
  deleteConfiguration,
} from "../configurations/change.ts";
import { configurationOf, configurationsOf } from "../configurations/view.ts";
import { factory, tenantCallOf } from "../http/context.ts";
import { serve } from "../http/serve.ts";

export const configurationRoutes = factory.createApp();

serve(configurationRoutes, "listConfigurations", (c) => configurationsOf(tenantCallOf(c)));

serve(configurationRoutes, "createConfiguration", (c, { body }) =>
  createConfiguration(tenantCallOf(c), body),
);

serve(configurationRoutes, "getConfiguration", (c, { path: { configuration } }) =>
  configurationOf(tenantCallOf(c), { configuration }),
);

serve(configurationRoutes, "changeConfiguration", (c, { path: { configuration }, body: change }) =>
  changeConfiguration(tenantCallOf(c), { configuration, change }),
);

serve(configurationRoutes, "deleteConfiguration", (c, { path: { configuration } }) =>
  deleteConfiguration(tenantCallOf(c), { configuration }),
);
