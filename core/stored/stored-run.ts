// Runs as a tenant's object keeps them. Its queries ask the text itself for `configuration`,
// `generation`, `published`, `undone` and the `resource` and `status` of `steps`: these names stay.
import type { DeliveryState, RunState, StepState } from "../run.ts";
import {
  declareFindings,
  renameFindings,
  type FindingsOfVersion0,
  type FindingsOfVersion1,
} from "./findings-of-version-1.ts";
import { storedFormat } from "./stored-format.ts";

/** Facts that runs have only told since some day of version 0. */
type LaterInRun =
  | "purpose"
  | "waitingSince"
  | "setAside"
  | "questions"
  | "delivers"
  | "toDeliver"
  | "reads"
  | "confirms"
  | "undoneBy"
  | "undoneAt";
type LaterInStep = "byName" | "files" | "warned" | "doubts";

type RunOfVersion1 = Omit<RunState, "steps"> & { steps: StepOfVersion1[] };

/** Findings had fields of their own, and what a survey says of ids that are taken came later. */
type StepOfVersion1 = Omit<StepState, "findings" | "idTakenCode"> & {
  fileFindings: FindingsOfVersion1 | null;
};

type RunOfVersion0 = Omit<RunOfVersion1, "steps" | LaterInRun> &
  Partial<Pick<RunState, LaterInRun>> & {
    steps: StepOfVersion0[];
    /** The one question that a run could ask: nobody can answer it any more. */
    question?: unknown;
    removalsConfirmed?: unknown;
  };

type StepOfVersion0 = Omit<
  StepOfVersion1,
  LaterInStep | "idRanges" | "rangesAsked" | "fileFindings" | "delivery"
> &
  Partial<Pick<StepState, LaterInStep>> & {
    idSpans?: StepState["idRanges"];
    spans: number;
    tidied?: FindingsOfVersion0 | null;
    delivery?: DeliveryOfVersion0 | null;
  };

type DeliveryOfVersion0 = Omit<DeliveryState, "standing"> & { standing?: number };

function runOfVersion1({
  question: _,
  removalsConfirmed: __,
  ...run
}: RunOfVersion0): RunOfVersion1 {
  return {
    ...run,
    purpose: run.purpose ?? "refresh",
    waitingSince: run.waitingSince ?? null,
    setAside: run.setAside ?? null,
    steps: run.steps.map(stepOfVersion1),
    questions: run.questions ?? [],
    delivers: run.delivers ?? false,
    toDeliver: run.toDeliver ?? [],
    reads: run.reads ?? "",
    confirms: run.confirms ?? [],
    undoneBy: run.undoneBy ?? null,
    undoneAt: run.undoneAt ?? null,
  };
}

function stepOfVersion1({
  idSpans,
  spans,
  tidied,
  delivery,
  ...step
}: StepOfVersion0): StepOfVersion1 {
  return {
    ...step,
    byName: step.byName ?? 0,
    idRanges: idSpans ?? null,
    rangesAsked: spans,
    files: step.files ?? null,
    fileFindings: renameFindings(tidied),
    warned: step.warned ?? null,
    delivery: delivery ? { ...delivery, standing: delivery.standing ?? 0 } : null,
    doubts: step.doubts ?? [],
  };
}

const runOfVersion2 = (run: RunOfVersion1): RunState => ({
  ...run,
  steps: run.steps.map(({ fileFindings, ...step }) => ({
    ...step,
    findings: declareFindings(fileFindings),
    idTakenCode: step.coverage === "files" ? "document_conflicts" : null,
  })),
});

/** A run, whatever version it was kept in. */
export const storedRun = storedFormat<RunState>("run", [runOfVersion1, runOfVersion2]);
