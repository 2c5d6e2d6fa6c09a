// Answers as a tenant's object keeps them: a request that comes again under its idempotency key is
// told the same once more, in the words of today's API.
import type { Run, Step } from "../../contract/api/run.ts";
import { viewFindings } from "../findings.ts";
import {
  declareFindings,
  renameFindings,
  type FindingsOfVersion0,
  type FindingsOfVersion1,
} from "./findings-of-version-1.ts";
import { storedFormat } from "./stored-format.ts";

type Later = "purpose" | "questions" | "undoneBy" | "undoneAt";

type RunOfVersion1 = Omit<Run, "steps"> & { steps: StepOfVersion1[] };

/** Findings had fields of their own. */
type StepOfVersion1 = Omit<Step, "findings"> & { fileFindings: FindingsOfVersion1 | null };

type RunOfVersion0 = Omit<Run, "steps" | Later> &
  Partial<Pick<Run, Later>> & { steps: StepOfVersion0[] };

type StepOfVersion0 = Omit<StepOfVersion1, "files" | "fileFindings" | "delivery"> &
  Partial<Pick<Step, "files" | "delivery">> & { tidied?: FindingsOfVersion0 | null };

const runOfVersion1 = (run: RunOfVersion0): RunOfVersion1 => ({
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

const runOfVersion2 = (run: RunOfVersion1): Run => ({
  ...run,
  steps: run.steps.map(({ fileFindings, ...step }) => ({
    ...step,
    findings: viewFindings(declareFindings(fileFindings)),
  })),
});

/** The answer to a start, whatever version it was kept in. */
export const storedAnswer = storedFormat<Run>("answer", [runOfVersion1, runOfVersion2]);
