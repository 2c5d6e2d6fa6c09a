// Runs as a tenant's object keeps them. Its queries ask the text itself for `configuration`,
// `generation`, `published`, `undone` and the `resource` and `status` of `steps`: these names stay.
import type { DeliveryState, RunState, StepState } from "../run.ts";
import { renameFindings, type FindingsOfVersion0 } from "./findings-of-version-0.ts";
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

type RunOfVersion0 = Omit<RunState, "steps" | LaterInRun> &
  Partial<Pick<RunState, LaterInRun>> & {
    steps: StepOfVersion0[];
    /** The one question that a run could ask: nobody can answer it any more. */
    question?: unknown;
    removalsConfirmed?: unknown;
  };

type StepOfVersion0 = Omit<
  StepState,
  LaterInStep | "idRanges" | "rangesAsked" | "fileFindings" | "delivery"
> &
  Partial<Pick<StepState, LaterInStep>> & {
    idSpans?: StepState["idRanges"];
    spans: number;
    tidied?: FindingsOfVersion0 | null;
    delivery?: DeliveryOfVersion0 | null;
  };

type DeliveryOfVersion0 = Omit<DeliveryState, "standing"> & { standing?: number };

function runOfVersion1({ question: _, removalsConfirmed: __, ...run }: RunOfVersion0): RunState {
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

function stepOfVersion1({ idSpans, spans, tidied, delivery, ...step }: StepOfVersion0): StepState {
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

/** A run, whatever version it was kept in. */
export const storedRun = storedFormat<RunState>("run", [runOfVersion1]);
