// The one way to the Worker: typed functions over fetch, and one error for everything that goes
// wrong.
import type { Me, Member, MemberChange, MemberDraft } from "../../contract/api/access.ts";
import type { Catalog } from "../../contract/api/catalog.ts";
import type {
  Configuration,
  ConfigurationChange,
  ConfigurationDraft,
} from "../../contract/api/configuration.ts";
import type {
  Connection,
  ConnectionChange,
  ConnectionDraft,
  Typed,
} from "../../contract/api/connection.ts";
import type { Share, ShareDraft } from "../../contract/api/share.ts";
import type { Quota, GateView } from "../../contract/api/quota.ts";
import type { Status } from "../../contract/api/status.ts";
import type { Locale } from "../../contract/values/json.ts";
import type { ProblemDetails } from "../../contract/api/problem.ts";
import type { GroupAverage, MonthSum, RecordPage } from "../../contract/api/record.ts";
import type { Change, Run, RunDetail, RunSummary, StartRun } from "../../contract/api/run.ts";
import type { Check } from "../../contract/source/check.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import type { FilePreview } from "../../contract/api/file.ts";
import type { Upload, UploadedFile, UploadedPage } from "../../contract/api/upload.ts";
import { lines } from "../../client/lines.ts";
import { i18n } from "./i18n/i18n.svelte.ts";

/** An answer that is no success. `offline` is the code when there was no answer at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Partial<ProblemDetails>;

  constructor(status: number, details: Partial<ProblemDetails>) {
    super(details.detail ?? details.title ?? details.code ?? "");
    this.name = "ApiProblem";
    this.status = status;
    this.code = details.code ?? "internal";
    this.details = details;
  }
}

let signedOut: () => void = () => {};

/** Calls back whenever an answer says that the session is over. */
export function whenSignedOut(then: () => void): void {
  signedOut = then;
}

/** The problem of an answer; that nobody is signed in any more concerns all of the page. */
function refused(status: number, details: Partial<ProblemDetails>): ApiProblem {
  if (status === 401 && details.code === "not_signed_in") signedOut();
  return new ApiProblem(status, details);
}

type Query = Record<string, string | number | null | undefined>;
type Sending = {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  query?: Query;
  signal?: AbortSignal;
};

async function send(
  path: string,
  { method = "GET", body, headers = {}, query = {}, signal }: Sending,
): Promise<Response> {
  const address = new URL(`/api${path}`, location.origin);
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== "")
      address.searchParams.set(name, String(value));
  const answer = await fetch(address, {
    method,
    headers: {
      accept: "application/json",
      "accept-language": i18n.locale,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiProblem(0, { code: "offline" });
  });
  if (!answer.ok) throw refused(answer.status, await problemOf(answer));
  return answer;
}

/** A proxy's page instead of our JSON is a problem without details. */
async function problemOf(answer: Response): Promise<Partial<ProblemDetails>> {
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  return isJson
    ? ((await answer.json()) as Partial<ProblemDetails>)
    : { code: answer.status >= 500 ? "service_unavailable" : "internal" };
}

/**
 * The Worker validates what it sends with the schema of the same name; here only the type is known.
 */
async function ask<Answer>(path: string, sending: Sending = {}): Promise<Answer> {
  const answer = await send(path, sending);
  return (answer.status === 204 ? null : await answer.json()) as Answer;
}

const part = encodeURIComponent;
const at = (tenant: string, rest: string) => `/tenants/${part(tenant)}${rest}`;

const filesAt = (tenant: string, connection: string, rest = "") =>
  at(tenant, `/connections/${part(connection)}/files${rest}`);

export type UploadCare = { onprogress: (sent: number) => void; signal: AbortSignal };

/** Sends a file as it is. `fetch` tells nothing of what has been sent; this does, in real bytes. */
function uploadTo(path: string, file: File, { onprogress, signal }: UploadCare): Promise<unknown> {
  const request = new XMLHttpRequest();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const stop = () => request.abort();
  request.open("POST", path);
  request.responseType = "json";
  request.setRequestHeader("accept-language", i18n.locale);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.upload.addEventListener("progress", ({ loaded }) => onprogress(loaded));
  request.addEventListener("load", () =>
    request.status < 300
      ? resolve(request.response)
      : reject(
          refused(
            request.status,
            (request.response as Partial<ProblemDetails> | null) ?? { code: "service_unavailable" },
          ),
        ),
  );
  request.addEventListener("error", () => reject(new ApiProblem(0, { code: "offline" })));
  request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
  signal.addEventListener("abort", stop);
  request.send(file);
  return promise.finally(() => signal.removeEventListener("abort", stop));
}

async function* checksAt(
  path: string,
  typed: Typed | null,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  const tried = typed === null ? {} : { body: typed };
  const answer = await send(path, {
    method: "POST",
    headers: { accept: "application/x-ndjson" },
    signal,
    ...tried,
  });
  if (answer.body) for await (const line of lines(answer.body)) yield JSON.parse(line) as Check;
}

/** Works where `crypto.randomUUID` does not: on plain http in a local network. */
const freshKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

export const api = {
  me: () => ask<Me>("/me"),
  setLocale: (locale: Locale) => ask<unknown>("/me", { method: "PATCH", body: { locale } }),
  signIn: (email: string, password: string) =>
    ask<unknown>("/auth/sign-in/email", { method: "POST", body: { email, password } }),
  signOut: () => ask<unknown>("/auth/sign-out", { method: "POST", body: {} }),
  catalog: () => ask<Catalog>("/catalog"),

  status: (tenant: string) => ask<Status>(at(tenant, "/runs/current")),
  runs: (tenant: string, query: { before: string | null; limit: number }) =>
    ask<{ runs: Run[]; next: string | null }>(at(tenant, "/runs"), { query }),
  run: (tenant: string, run: string) => ask<RunDetail>(at(tenant, `/runs/${part(run)}`)),
  changes: (tenant: string, run: string, query: { after: string | null; limit: number }) =>
    ask<{ changes: Change[]; next: string | null }>(at(tenant, `/runs/${part(run)}/changes`), {
      query,
    }),
  start: (tenant: string, order: StartRun) =>
    ask<Run>(at(tenant, "/runs"), {
      method: "POST",
      body: order,
      headers: { "idempotency-key": freshKey() },
    }),
  cancel: (tenant: string, run: string) =>
    ask<Run>(at(tenant, `/runs/${part(run)}/cancel`), { method: "POST" }),
  retry: (tenant: string, run: string) =>
    ask<Run>(at(tenant, `/runs/${part(run)}/retry`), { method: "POST" }),
  undo: (tenant: string, run: string) =>
    ask<Run>(at(tenant, `/runs/${part(run)}/undo`), { method: "POST" }),
  sendAgain: (tenant: string, configuration: string) =>
    ask<Run>(at(tenant, `/configurations/${part(configuration)}/deliveries`), {
      method: "POST",
      body: { everything: true },
    }),
  confirmRemovals: (tenant: string, run: string, resources: string[]) =>
    ask<Run>(at(tenant, `/runs/${part(run)}/confirm-removals`), {
      method: "POST",
      body: { resources },
    }),
  fleet: (query: Query) => ask<{ runs: RunSummary[]; next: string | null }>("/runs", { query }),

  records: (tenant: string, configuration: string, resource: string, query: Query) =>
    ask<RecordPage>(at(tenant, `/records/${part(configuration)}/${part(resource)}`), { query }),
  sums: (tenant: string, configuration: string, resource: string, query: Query) =>
    ask<MonthSum[]>(at(tenant, `/records/${part(configuration)}/${part(resource)}/sums`), {
      query,
    }),

  averages: (tenant: string, configuration: string, resource: string, query: Query) =>
    ask<GroupAverage[]>(at(tenant, `/records/${part(configuration)}/${part(resource)}/averages`), {
      query,
    }),

  connections: (tenant: string) => ask<Connection[]>(at(tenant, "/connections")),
  connection: (tenant: string, id: string) =>
    ask<Connection>(at(tenant, `/connections/${part(id)}`)),
  createConnection: (tenant: string, draft: ConnectionDraft) =>
    ask<Connection>(at(tenant, "/connections"), { method: "POST", body: draft }),
  changeConnection: (tenant: string, id: string, change: ConnectionChange) =>
    ask<Connection>(at(tenant, `/connections/${part(id)}`), { method: "PATCH", body: change }),
  deleteConnection: (tenant: string, id: string) =>
    ask<null>(at(tenant, `/connections/${part(id)}`), { method: "DELETE" }),
  /** By what is typed; null: as it is kept. */
  discover: (tenant: string, id: string, template: string, typed: Typed | null) =>
    ask<Discovered[]>(at(tenant, `/connections/${part(id)}/discover`), {
      method: "POST",
      body: { template, ...typed },
    }),
  /** Checks one after another, as they happen; of what is typed, or of what is kept. */
  check: (tenant: string, id: string, typed: Typed | null, signal: AbortSignal) =>
    checksAt(at(tenant, `/connections/${part(id)}/check`), typed, signal),
  allowance: (tenant: string, id: string) =>
    ask<Quota | null>(at(tenant, `/connections/${part(id)}/allowance`)),

  /** Connections of the house, for global admins. */
  house: {
    connections: () => ask<Connection[]>("/connections"),
    connection: (id: string) => ask<Connection>(`/connections/${part(id)}`),
    create: (draft: ConnectionDraft) =>
      ask<Connection>("/connections", { method: "POST", body: draft }),
    change: (id: string, change: ConnectionChange) =>
      ask<Connection>(`/connections/${part(id)}`, { method: "PATCH", body: change }),
    delete: (id: string) => ask<null>(`/connections/${part(id)}`, { method: "DELETE" }),
    check: (id: string, typed: Typed | null, signal: AbortSignal) =>
      checksAt(`/connections/${part(id)}/check`, typed, signal),
    allowance: (id: string) => ask<Quota | null>(`/connections/${part(id)}/allowance`),
    gate: (id: string) => ask<GateView>(`/connections/${part(id)}/gate`),
    clearGate: (id: string) => ask<null>(`/connections/${part(id)}/gate/clear`, { method: "POST" }),
    shares: (id: string) => ask<Share[]>(`/connections/${part(id)}/shares`),
    share: (id: string, tenant: string, draft: ShareDraft) =>
      ask<unknown>(`/connections/${part(id)}/shares/${part(tenant)}`, {
        method: "PUT",
        body: draft,
      }),
    unshare: (id: string, tenant: string) =>
      ask<null>(`/connections/${part(id)}/shares/${part(tenant)}`, { method: "DELETE" }),
  },

  files: (tenant: string, connection: string, query: Query) =>
    ask<UploadedPage>(filesAt(tenant, connection), { query }),
  bring: (tenant: string, connection: string, file: File, care: UploadCare) =>
    uploadTo(
      `/api${filesAt(tenant, connection)}?name=${part(file.name)}`,
      file,
      care,
    ) as Promise<Upload>,
  file: (tenant: string, connection: string, id: string) =>
    ask<UploadedFile>(filesAt(tenant, connection, `/${part(id)}`)),
  /** Whoever may bring files has what was seen kept with the file; others only look. */
  preview: (
    tenant: string,
    connection: string,
    { id, mayWrite }: { id: string; mayWrite: boolean },
  ) =>
    ask<FilePreview | null>(filesAt(tenant, connection, `/${part(id)}/preview`), {
      method: mayWrite ? "POST" : "GET",
    }),
  deleteFile: (tenant: string, connection: string, id: string) =>
    ask<null>(filesAt(tenant, connection, `/${part(id)}`), { method: "DELETE" }),
  /** Where a file can be saved from. */
  fileAddress: (tenant: string, connection: string, id: string) =>
    `/api${filesAt(tenant, connection, `/${part(id)}/content`)}`,

  members: (tenant: string) => ask<Member[]>(at(tenant, "/members")),
  addMember: (tenant: string, draft: MemberDraft) =>
    ask<Member>(at(tenant, "/members"), { method: "POST", body: draft }),
  changeMember: (tenant: string, person: string, change: MemberChange) =>
    ask<Member>(at(tenant, `/members/${part(person)}`), { method: "PATCH", body: change }),
  removeMember: (tenant: string, person: string) =>
    ask<null>(at(tenant, `/members/${part(person)}`), { method: "DELETE" }),

  configurations: (tenant: string) => ask<Configuration[]>(at(tenant, "/configurations")),
  configuration: (tenant: string, id: string) =>
    ask<Configuration>(at(tenant, `/configurations/${part(id)}`)),
  createConfiguration: (tenant: string, draft: ConfigurationDraft) =>
    ask<Configuration>(at(tenant, "/configurations"), { method: "POST", body: draft }),
  changeConfiguration: (tenant: string, id: string, change: ConfigurationChange) =>
    ask<Configuration>(at(tenant, `/configurations/${part(id)}`), {
      method: "PATCH",
      body: change,
    }),
  deleteConfiguration: (tenant: string, id: string) =>
    ask<null>(at(tenant, `/configurations/${part(id)}`), { method: "DELETE" }),
};
