// Every route of the API by name: its method and its path below `/api`. Their declarations are in
// `routes/`; this table holds no schemas, so that it stays small in a page.

export const endpoints = {
  getHealth: "GET /health",
  getOpenapi: "GET /openapi.json",
  getDocs: "GET /docs",
  setUp: "POST /setup",

  signIn: "POST /auth/sign-in/email",
  signOut: "POST /auth/sign-out",
  changePassword: "POST /auth/change-password",
  getMe: "GET /me",
  changeMe: "PATCH /me",
  listTenants: "GET /tenants",
  getCatalog: "GET /catalog",

  listAllRuns: "GET /runs",

  listSharedConnections: "GET /connections",
  createSharedConnection: "POST /connections",
  getSharedConnection: "GET /connections/:connection",
  changeSharedConnection: "PATCH /connections/:connection",
  deleteSharedConnection: "DELETE /connections/:connection",
  checkSharedConnection: "POST /connections/:connection/check",
  discoverShared: "POST /connections/:connection/discover",
  getSharedQuota: "GET /connections/:connection/allowance",
  getSharedGate: "GET /connections/:connection/gate",
  clearSharedGate: "POST /connections/:connection/gate/clear",
  listShares: "GET /connections/:connection/shares",
  putShare: "PUT /connections/:connection/shares/:tenant",
  deleteShare: "DELETE /connections/:connection/shares/:tenant",

  startRun: "POST /tenants/:tenant/runs",
  getStatus: "GET /tenants/:tenant/runs/current",
  listRuns: "GET /tenants/:tenant/runs",
  getRun: "GET /tenants/:tenant/runs/:run",
  listChanges: "GET /tenants/:tenant/runs/:run/changes",
  cancelRun: "POST /tenants/:tenant/runs/:run/cancel",
  retryRun: "POST /tenants/:tenant/runs/:run/retry",
  confirmRemovals: "POST /tenants/:tenant/runs/:run/confirm-removals",
  undoRun: "POST /tenants/:tenant/runs/:run/undo",
  startDelivery: "POST /tenants/:tenant/configurations/:configuration/deliveries",

  listRecords: "GET /tenants/:tenant/records/:configuration/:resource",
  getSums: "GET /tenants/:tenant/records/:configuration/:resource/sums",
  getAverages: "GET /tenants/:tenant/records/:configuration/:resource/averages",

  watch: "GET /tenants/:tenant/live",

  listConnections: "GET /tenants/:tenant/connections",
  createConnection: "POST /tenants/:tenant/connections",
  getConnection: "GET /tenants/:tenant/connections/:connection",
  changeConnection: "PATCH /tenants/:tenant/connections/:connection",
  deleteConnection: "DELETE /tenants/:tenant/connections/:connection",
  checkConnection: "POST /tenants/:tenant/connections/:connection/check",
  discover: "POST /tenants/:tenant/connections/:connection/discover",
  getQuota: "GET /tenants/:tenant/connections/:connection/allowance",
  clearGate: "POST /tenants/:tenant/connections/:connection/gate/clear",

  listFiles: "GET /tenants/:tenant/connections/:connection/files",
  uploadFile: "POST /tenants/:tenant/connections/:connection/files",
  getFile: "GET /tenants/:tenant/connections/:connection/files/:file",
  previewFile: "GET /tenants/:tenant/connections/:connection/files/:file/preview",
  keepPreview: "POST /tenants/:tenant/connections/:connection/files/:file/preview",
  downloadFile: "GET /tenants/:tenant/connections/:connection/files/:file/content",
  deleteFile: "DELETE /tenants/:tenant/connections/:connection/files/:file",

  listConfigurations: "GET /tenants/:tenant/configurations",
  createConfiguration: "POST /tenants/:tenant/configurations",
  getConfiguration: "GET /tenants/:tenant/configurations/:configuration",
  changeConfiguration: "PATCH /tenants/:tenant/configurations/:configuration",
  deleteConfiguration: "DELETE /tenants/:tenant/configurations/:configuration",

  listMembers: "GET /tenants/:tenant/members",
  addMember: "POST /tenants/:tenant/members",
  changeMember: "PATCH /tenants/:tenant/members/:person",
  removeMember: "DELETE /tenants/:tenant/members/:person",
} as const;

export type EndpointName = keyof typeof endpoints;

/** The names that a path leaves open: `tenant` and `run` of `/tenants/:tenant/runs/:run`. */
export type ParametersOf<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? ParametersOf<Head> | ParametersOf<Rest>
  : Path extends `:${infer Name}`
    ? Name
    : never;

/** Where the API lives on its host. */
export const apiRoot = "/api";

/** Method and path of an endpoint. */
export function partsOf(endpoint: string): { method: string; path: string } {
  const [method = "", path = ""] = endpoint.split(" ");
  return { method, path };
}
