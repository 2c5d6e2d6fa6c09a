// Builders that show only what a test is about.
import { Limits } from "../../contract/api/configuration.ts";
import type { Survey } from "../../contract/source/survey.ts";
import { beginRun, stepStart, type RunStart } from "../../core/begin.ts";
import type { Publication } from "../../core/publication.ts";
import { noTally, type RunState, type StepState } from "../../core/run.ts";

export const noon = Date.parse("2026-03-02T12:00:00Z");

export const aStart = (over: Partial<RunStart> = {}): RunStart => ({
  id: "run-1",
  configuration: "treasury",
  configurationName: "Treasury",
  epoch: 1,
  generation: 1,
  limits: Limits.parse({}),
  startedBy: { kind: "person", id: "p1", name: "Jean" },
  pastDurationsMs: [],
  retryOf: null,
  reads: "settings",
  delivers: false,
  confirms: [],
  ...over,
});

const label = { en: "Sales", fr: "Ventes" };

export const aBegunRun = (
  resources: string[] = ["sales"],
  over: Partial<RunStart> = {},
): RunState =>
  beginRun(
    aStart(over),
    resources.map((key) =>
      stepStart({ key, label }, { reads: "records", complete: true, expected: 100 }),
    ),
    noon,
  ).run;

export const aStep = (over: Partial<StepState> = {}): StepState => {
  const [step] = aBegunRun().steps;
  if (step === undefined) throw new Error("a begun run has a step");
  return {
    ...step,
    status: "fetching",
    coverage: "range",
    horizon: { at: null, highestId: 100 },
    toRead: 100,
    tally: noTally,
    ...over,
  };
};

export const aRun = (over: Partial<RunState> = {}): RunState => ({ ...aBegunRun(), ...over });

export const aSurvey = (over: Partial<Survey> = {}): Survey => ({
  horizon: { at: "2026-03-02T11:59:00.000Z", highestId: 100 },
  coverage: "range",
  toRead: 100,
  present: 100,
  partitions: [{ type: "range", from: 1, to: 100 }],
  cursor: { at: "2026-03-02T11:49:00Z" },
  ...over,
});

/** What an earlier run published, a while ago. */
export const aPublication = (over: Partial<Publication> = {}): Publication => ({
  generation: 1,
  run: "run-1",
  cursor: null,
  fingerprint: null,
  records: 100,
  publishedAt: 3,
  verifiedAt: 7,
  completeAt: 5,
  rejectsOf: "rejecting",
  ...over,
});
