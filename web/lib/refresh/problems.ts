// The problems of a run as people read them: each failure once, and the place where it can be
// mended.
import type { TenantSummary } from "../../../contract/api/access.ts";
import { mayOpen } from "../../../contract/api/screens.ts";
import type { Problem, Run } from "../../../contract/api/run.ts";
import { sending } from "./remedies.ts";

/** One failure, and the data sources that it hit; none where it is the whole refresh's. */
export type ProblemGroup = { problem: Problem; resources: string[] };

/** What is said where the way to a destination has ended early, whatever ended it. */
const givenUp = new Set(["delivery_failed", "delivery_refused"]);

/**
 * Failures that say the same are one, in the order in which they came. That sending was given up is
 * said by what hindered it, where that is known.
 */
export function groupProblems(problems: Problem[]): ProblemGroup[] {
  const groups = new Map<string, ProblemGroup>();
  const hindered = new Set(
    problems.flatMap(({ facts, resource }) => (facts["while"] === sending ? [resource] : [])),
  );
  for (const problem of problems.filter(
    ({ code, resource }) => !givenUp.has(code) || !hindered.has(resource),
  )) {
    const key = JSON.stringify([problem.code, Object.entries(problem.facts).toSorted()]);
    const same = groups.get(key) ?? { problem, resources: [] };
    if (problem.resource !== null && !same.resources.includes(problem.resource))
      same.resources.push(problem.resource);
    groups.set(key, same);
  }
  return [...groups.values()];
}

/** Files that are used with warnings: all of their data is there, and nothing of it is older. */
const isWarning = ({ code }: Problem): boolean => code === "file_warned" || code === "files_warned";

/** Whether a refresh has read all that it should, and only says what its files warn of. */
export const onlyWarned = (problems: Problem[]): boolean =>
  problems.length > 0 && problems.every(isWarning);

/**
 * Whether trying again could bring what an ended refresh has not: nothing that somebody stopped or
 * took back.
 */
export const leavesWork = ({
  endedAt,
  undone,
  status,
  problems,
}: Pick<Run, "endedAt" | "undone" | "status" | "problems">): boolean =>
  endedAt !== null &&
  !undone &&
  status !== "completed" &&
  status !== "cancelled" &&
  !onlyWarned(problems);

const unsent = new Set([...givenUp, "records_refused", "records_still_refused"]);

/**
 * Whether a refresh has brought in all that it should, and only the destination lacks something.
 */
export const onlyUnsent = ({ problems, steps }: Pick<Run, "problems" | "steps">): boolean =>
  problems.some(({ code, facts }) => unsent.has(code) || facts["while"] === sending) &&
  steps.every(({ status, counts }) => status === "completed" && counts.rejected === 0);

/**
 * Address of the file that a problem is about, or of the list of files; null for anything else, and
 * for who may not see files.
 */
export function fileHref(
  tenant: Pick<TenantSummary, "id" | "actions" | "configurations">,
  of: string,
  problem: Problem,
): string | null {
  if (!isWarning(problem) || !mayOpen("/tenants/[tenant]/files", tenant.actions)) return null;
  const connection = tenant.configurations.find(({ id }) => id === of)?.connection ?? null;
  const query = new URLSearchParams({ ...(connection === null ? {} : { connection }) });
  const { key } = problem.facts;
  if (key !== undefined) query.set("file", key);
  return `/tenants/${encodeURIComponent(tenant.id)}/files?${query}`;
}
