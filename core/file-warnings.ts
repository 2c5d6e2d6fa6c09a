// Files that are used with warnings: added up as they are read, and said as problems of the run
// when its data is published.
import type { FileWarning } from "../contract/source/page.ts";
import type { Problem } from "../contract/api/run.ts";

/** `first`: as many as are named one by one, and one more that tells there are too many. */
export type WarnedFiles = { count: number; first: FileWarning[] };

export const noneWarned: WarnedFiles = { count: 0, first: [] };

/** Above this many files the run says how many there are, and each file says its own. */
const mostWarnedNamed = 20;

/**
 * Nothing is added where nothing is read from files, or where the page is not the first of its
 * file.
 */
export function addWarned(
  warned: WarnedFiles | null,
  warning: FileWarning | null | undefined,
): WarnedFiles | null {
  if (warned === null || warning === null || warning === undefined) return warned;
  const first = warned.first.length > mostWarnedNamed ? warned.first : [...warned.first, warning];
  return { count: warned.count + 1, first };
}

/** One problem a file, whichever resources were read from it; above the limit one for all. */
export function warningProblems(ofSteps: (WarnedFiles | null)[]): Problem[] {
  const warned = ofSteps.filter((one) => one !== null);
  const files = new Map(warned.flatMap(({ first }) => first).map((one) => [one.file, one]));
  const count = Math.max(files.size, ...warned.map((one) => one.count));
  if (count === 0) return [];
  if (count > mostWarnedNamed)
    return [{ code: "files_warned", facts: { count: String(count) }, resource: null }];
  return [...files.values()].map(problemOf);
}

/**
 * The facts of the first warning stand beside those of the file, so that its own sentence can be
 * said too.
 */
const problemOf = ({ file, name, count, first }: FileWarning): Problem => ({
  code: "file_warned",
  facts: { ...first.facts, file: name, key: file, warnings: String(count), first: first.code },
  resource: null,
});
