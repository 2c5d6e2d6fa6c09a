// The problems of a run as people read them: equal ones together, and where each can be fixed.
import type { TenantSummary } from "../../../contract/api/access.ts";
import { mayOpen } from "../../../contract/api/screens.ts";
import type { Problem, Run } from "../../../contract/api/run.ts";
import { sending } from "./remedies.ts";

/** A problem and the data sources it affects; none where it affects the whole refresh. */
export type ProblemGroup = { problem: Problem; resources: string[] };

/** The codes that say that a delivery was given up, whatever the cause. */
const givenUp = new Set(["delivery_failed", "delivery_refused"]);

/**
 * Groups problems with the same sentence, in the order they occurred. A delivery that was given up
 * is told by its cause, where that is known.
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

/** Files used with warnings: all of their data is there and up to date. */
const isWarning = ({ code }: Problem): boolean => code === "file_warned" || code === "files_warned";

/** Whether a refresh read everything, and has only warnings about its files. */
export const onlyWarned = (problems: Problem[]): boolean =>
  problems.length > 0 && problems.every(isWarning);

/**
 * Whether a retry could complete an ended refresh. One that was stopped or undone is not retried.
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

/** Whether a refresh read everything, and only its delivery is incomplete. */
export const onlyUnsent = ({ problems, steps }: Pick<Run, "problems" | "steps">): boolean =>
  problems.some(({ code, facts }) => unsent.has(code) || facts["while"] === sending) &&
  steps.every(({ status, counts }) => status === "completed" && counts.rejected === 0);

/**
 * Address of the file that a problem is about, or of the list of files; null for other problems,
 * and for people who may not see files.
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
