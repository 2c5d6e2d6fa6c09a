// Problems in a file, with the facts that their sentences name.
import type { FileProblem } from "../../contract/api/file.ts";

export type SourceLocation = { segment: number | null; line: number | null };
type Facts = Record<string, string>;

/** Most characters of a sender's text in a problem. */
const longest = 80;

/** A sender's text as a problem shows it: on one line, without control characters, cut short. */
export const shown = (text: string): string => {
  // eslint-disable-next-line no-control-regex
  const plain = text.replace(/[\u0000-\u001f\u007f]/g, "·").toWellFormed();
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
};

const make =
  (severity: FileProblem["severity"]) =>
  (code: string, { segment, line }: SourceLocation, facts: Facts = {}): FileProblem => ({
    code,
    facts,
    severity,
    segment,
    line,
  });

/** Makes a problem because of which a document or file cannot be used. */
export const anError = make("error");
/** Makes a problem that a person should look at. */
export const aWarning = make("warning");
/** Makes a notice about something that was left out on purpose. */
export const aNotice = make("notice");

/** Whether a problem is an error. */
export const isError = ({ severity }: FileProblem): boolean => severity === "error";

/**
 * Problems listed per document, because a wrong document can repeat the same one a thousand times.
 */
const maxPerDocument = 20;

/** Adds a problem to a document's list, up to its limit. */
export function note(problems: FileProblem[], problem: FileProblem): void {
  if (problems.length < maxPerDocument) problems.push(problem);
  // An error replaces the last warning rather than being lost.
  else if (isError(problem) && !problems.some(isError)) problems[problems.length - 1] = problem;
}
