// The live view of a tenant.
import { mostViews } from "../../rpc/viewer.ts";
import type { Declarations } from "./route.ts";

export const liveRoutes = {
  watch: {
    summary: "Live progress as a WebSocket",
    description:
      "A `snapshot` on connect, then numbered `progress` and `ended` messages. Only pages of this site may open it. " +
      `429 beyond ${mostViews.person} views of one person or ${mostViews.tenant} of one establishment.`,
    tag: "Refreshes",
    access: { member: ["run.watch"] },
    answers: { 101: null },
    refuses: ["upgrade_required", "cross_site", "too_many_views", "too_many_viewers"],
  },
} as const satisfies Declarations;
