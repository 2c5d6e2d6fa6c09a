// Answers as a tenant's object keeps them: a request that comes again under its idempotency key is
// told the same once more, in the words of today's API.
import type { Run, Step } from "../../contract/api/run.ts";
import { renameFindings, type FindingsOfVersion0 } from "./findings-of-version-0.ts";
import { storedFormat } from "./stored-format.ts";

type Later = "purpose" | "questions" | "undoneBy" | "undoneAt";

type RunOfVersion0 = Omit<Run, "steps" | Later> &
  Partial<Pick<Run, Later>> & { steps: StepOfVersion0[] };

type StepOfVersion0 = Omit<Step, "files" | "fileFindings" | "delivery"> &
  Partial<Pick<Step, "files" | "delivery">> & { tidied?: FindingsOfVersion0 | null };

const runOfVersion1 = (run: RunOfVersion0): Run => ({
  ...run,
  purpose: run.purpose ?? "refresh",
  steps: run.steps.map(({ tidied, ...step }) => ({
    ...step,
    files: step.files ?? null,
    fileFindings: renameFindings(tidied),
    delivery: step.delivery ?? null,
  })),
  questions: run.questions ?? [],
  undoneBy: run.undoneBy ?? null,
  undoneAt: run.undoneAt ?? null,
});

/** The answer to a start, whatever version it was kept in. */
export const storedAnswer = storedFormat<Run>("answer", [runOfVersion1]);
