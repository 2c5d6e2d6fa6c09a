// Questions about removals: which of them are open, and what a person's answer may be about.
import type { Refusal } from "../contract/rpc/start.ts";
import type { QuestionState, RunState } from "./run.ts";

/**
 * The last question about a resource: the run that asked, and the run that a yes has begun; null:
 * nobody has answered.
 */
export type QuestionStanding = { run: string; answeredBy: string | null };

/**
 * Resources of a run about which its question is still open.
 * @param standingOf the last question about a resource; null: none
 */
export const openQuestions = (
  { id, questions }: Pick<RunState, "id" | "questions">,
  standingOf: (resource: string) => QuestionStanding | null,
): string[] =>
  questions
    .map(({ resource }) => resource)
    .filter((resource) => {
      const standing = standingOf(resource);
      return standing !== null && standing.run === id && standing.answeredBy === null;
    });

/**
 * Why a yes cannot be taken; null: it can.
 * @param open resources about which the run's question is open
 * @param named what the yes is about; null: the one question there is
 */
export function confirmRefusal(
  { problems }: Pick<RunState, "problems">,
  open: string[],
  named: string[] | null,
): Refusal["code"] | null {
  if (!problems.some(({ code }) => code === "removals_held")) return "nothing_to_confirm";
  if (open.length === 0 || named?.some((resource) => !open.includes(resource)) === true)
    return "question_answered";
  return named === null && open.length > 1 ? "questions_unnamed" : null;
}

/** A run whose open questions about these resources have got an answer. */
export const withAnswer = (
  run: RunState,
  resources: string[],
  answer: NonNullable<QuestionState["answer"]>,
): RunState => ({
  ...run,
  questions: run.questions.map((one) =>
    resources.includes(one.resource) && one.answer === null ? { ...one, answer } : one,
  ),
});
