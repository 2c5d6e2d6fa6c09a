// The problems of a run as people read them: each failure once, and the place where it can be mended.
import type { TenantSummary } from "../../../contract/access.ts";
import { mayOpen } from "../../../contract/screens.ts";
import type { Problem } from "../../../contract/run.ts";

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
