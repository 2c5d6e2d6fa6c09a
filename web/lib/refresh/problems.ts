// The problems of a run as people read them: each failure once, and the place where it can be mended.
import type { TenantSummary } from "../../../contract/access.ts";
import { mayOpen } from "../../../contract/screens.ts";
import type { Problem } from "../../../contract/run.ts";
import { whileSending } from "../../../contract/sentences.ts";

/** One failure, and the data sources that it hit; none where it is the whole refresh's. */
export type Trouble = { problem: Problem; resources: string[] };

/** Failures that say the same are one, in the order in which they came. */
export function troublesOf(problems: Problem[]): Trouble[] {
  const troubles = new Map<string, Trouble>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.code, Object.entries(problem.facts).toSorted()]);
    const same = troubles.get(key) ?? { problem, resources: [] };
    if (problem.resource !== null && !same.resources.includes(problem.resource)) same.resources.push(problem.resource);
    troubles.set(key, same);
  }
  return [...troubles.values()];
}

/** Files that are used with warnings: all of their data is there, and nothing of it is older. */
export const isWarning = ({ code }: Problem): boolean => code === "file_warned" || code === "files_warned";

/** Whether a refresh has read all that it should, and only says what its files warn of. */
export const onlyWarned = (problems: Problem[]): boolean => problems.length > 0 && problems.every(isWarning);

/** Address of the file that a problem is about, or of the list of files; null for anything else, and for who may not see files. */
export function fileAddress(tenant: Pick<TenantSummary, "id" | "actions" | "configurations">, of: string, problem: Problem): string | null {
  if (!isWarning(problem) || !mayOpen("/tenants/[tenant]/files", tenant.actions)) return null;
  const connection = tenant.configurations.find(({ id }) => id === of)?.connection ?? null;
  const query = new URLSearchParams({ ...(connection === null ? {} : { connection }) });
  const { key } = problem.facts;
  if (key !== undefined) query.set("file", key);
  return `/tenants/${encodeURIComponent(tenant.id)}/files?${query}`;
}

/** Where a person can do something about a failure: in the settings of the connection, or of the configuration. */
const places: Record<string, "connection" | "configuration"> = {
  sign_in_refused: "connection",
  database_unknown: "connection",
  not_that_system: "connection",
  address_moved: "connection",
  address_refused: "connection",
  secret_missing: "connection",
  secret_unreadable: "connection",
  version_unsupported: "connection",
  access_blocked: "connection",
  account_closed: "connection",
  application_unknown: "connection",
  establishment_missing: "connection",
  establishment_unknown: "connection",
  rights_missing: "connection",
  source_unreachable: "connection",
  source_timeout: "connection",
  // The destination is named by the configuration.
  ...Object.fromEntries(
    ["destination_rights_missing", "destination_read_only", "table_not_ours", "table_of_another", "column_type_differs"].map(
      (code) => [code, "configuration"] as const,
    ),
  ),
  model_missing: "configuration",
  field_missing: "configuration",
  request_refused: "configuration",
  options_not_valid: "configuration",
  org_unit_outside: "configuration",
};

/**
 * Address of the place where a failure of a configuration can be mended; null where there is none for this person. What
 * failed on the way to the destination is mended from the configuration, which names it.
 */
export function mendingAddress(
  tenant: Pick<TenantSummary, "id" | "actions" | "configurations">,
  of: string,
  { code, facts }: Pick<Problem, "code" | "facts">,
): string | null {
  const configuration = tenant.configurations.find(({ id }) => id === of);
  const base = `/tenants/${encodeURIComponent(tenant.id)}`;
  if (!configuration || !Object.hasOwn(places, code)) return null;
  if (places[code] === "configuration" || facts["while"] === whileSending.while)
    return tenant.actions.includes("configuration.write") ? `${base}/configurations/${encodeURIComponent(of)}` : null;
  const { connection } = configuration;
  return connection !== null && tenant.actions.includes("connection.write")
    ? `${base}/connections/${encodeURIComponent(connection)}`
    : null;
}
