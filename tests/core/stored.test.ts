// Kept records of every earlier version, and what today's code reads in them.
import { describe, expect, it } from "vitest";
import type { FindingsState } from "../../core/findings.ts";
import { aBegunRun } from "./builders.ts";
import { storedAnswer } from "../../core/stored/stored-answer.ts";
import { storedBatch } from "../../core/stored/stored-batch.ts";
import { storedGate } from "../../core/stored/stored-gate.ts";
import { storedPlan } from "../../core/stored/stored-plan.ts";
import { storedRun } from "../../core/stored/stored-run.ts";
import { viewRun } from "../../core/view.ts";

const tally = { read: 5, added: 5, changed: 0, removed: 0, unchanged: 0, rejected: 0 };
const label = { en: "Sales", fr: "Ventes" };
const limits = { lanes: 4, removalShare: 0.2, removalCount: 50, completeEveryDays: 7 };

/** A run as the first ones were kept. */
const oldestRun = {
  id: "r1",
  configuration: "f1",
  configurationName: "Treasury",
  status: "completed",
  epoch: 1,
  generation: 1,
  limits,
  startedBy: { kind: "person", id: "p1", name: "Jean" },
  startedAt: 1,
  endedAt: 2,
  heartbeatAt: 2,
  readingSince: 1,
  progressPercentage: 100,
  waiting: null,
  problems: [],
  question: null,
  removalsConfirmed: false,
  rowsWritten: 5,
  published: true,
  undone: false,
  retryOf: null,
  cancelledBy: null,
  pastDurationsMs: [],
  seq: 9,
  steps: [
    {
      resource: "sales",
      label,
      status: "completed",
      reads: "records",
      complete: true,
      coverage: "range",
      horizon: null,
      fingerprint: "f",
      cursor: null,
      toRead: 5,
      present: 5,
      expected: 5,
      tally,
      open: 0,
      holes: 0,
      counted: 5,
      listed: 5,
      spans: 1,
      missing: 0,
      round: 0,
      verified: 5,
      problem: null,
      startedAt: 1,
      endedAt: 2,
    },
  ],
};
const [oldestStep] = oldestRun.steps;
const withStep = (more: object) => ({ ...oldestRun, steps: [{ ...oldestStep, ...more }] });

const checks = {
  en: "Duplicates by supplier, number and year; net, tax and total; the sign of credit notes.",
  fr: "Doublons par fournisseur, numéro et année ; montant net, TVA et total ; signe des avoirs.",
};

/** What was counted then, and how it is added up since. */
const declared = (count: Record<string, number>) => ({
  checks,
  counts: [
    { key: "repeated", tone: "neutral", unchanged: true, count: count["repeated"] },
    { key: "signFlipped", tone: "corrected", count: count["signFlipped"] },
    {
      key: "conflicting",
      tone: "attention",
      rejects: ["document_conflicts", "invoice_number_reused"],
      count: count["conflicting"],
    },
    {
      key: "mismatched",
      tone: "attention",
      rejects: ["invoice_net_mismatch", "invoice_tax_mismatch", "invoice_total_mismatch"],
      count: count["mismatched"],
    },
  ] satisfies Partial<FindingsState["counts"][number]>[],
});

const read = (kept: object) => storedRun.read(JSON.stringify(kept));

describe("a run of version 0", () => {
  it("has every field that was added later", () => {
    expect(read(oldestRun)).toMatchObject({
      purpose: "refresh",
      waitingSince: null,
      setAside: null,
      questions: [],
      delivers: false,
      toDeliver: [],
      reads: "",
      confirms: [],
      undoneBy: null,
      undoneAt: null,
    });
  });

  it("has exactly the fields of a run of today", () => {
    const [run, today] = [read(oldestRun), aBegunRun()];
    expect(Object.keys(run).sort()).toEqual(Object.keys(today).sort());
    expect(Object.keys(run.steps[0] ?? {}).sort()).toEqual(
      Object.keys(today.steps[0] ?? {}).sort(),
    );
  });

  it.each([
    ["byName", {}, 0],
    ["byName", { byName: 3 }, 3],
    ["idRanges", {}, null],
    ["idRanges", { idSpans: null }, null],
    ["idRanges", { idSpans: [] }, []],
    ["idRanges", { idSpans: [{ type: "prefix", prefix: "a" }] }, [{ type: "prefix", prefix: "a" }]],
    ["rangesAsked", { spans: 2 }, 2],
    ["files", {}, null],
    ["files", { files: 2 }, 2],
    ["findings", {}, null],
    ["findings", { tidied: null }, null],
    ["idTakenCode", {}, null],
    ["idTakenCode", { coverage: null }, null],
    ["idTakenCode", { coverage: "files" }, "document_conflicts"],
    ["warned", {}, null],
    ["warned", { warned: { count: 0, first: [] } }, { count: 0, first: [] }],
    ["doubts", {}, []],
    ["doubts", { doubts: [{ code: "c", facts: {} }] }, [{ code: "c", facts: {} }]],
    ["delivery", {}, null],
    ["delivery", { delivery: { refused: 2 } }, { refused: 2, standing: 0 }],
    ["delivery", { delivery: { refused: 2, standing: 1 } }, { refused: 2, standing: 1 }],
  ] as const)("has %s from %o", (field, kept, value) => {
    expect(read(withStep(kept)).steps[0]?.[field]).toEqual(value);
  });

  it("counts what reading files had found as a run of today does", () => {
    const tidied = { repeated: 1, conflicting: 2, mismatched: 3, turned: 4 };
    expect(read(withStep({ tidied })).steps[0]?.findings).toMatchObject(
      declared({ repeated: 1, conflicting: 2, mismatched: 3, signFlipped: 4 }),
    );
  });

  it("keeps what it says already", () => {
    const said = {
      purpose: "delivery",
      waitingSince: 7,
      setAside: { waiting: null, at: 8 },
      questions: [{ resource: "sales", vanishing: 3, of: 9, answer: null }],
      delivers: true,
      toDeliver: ["sales"],
      reads: "mark",
      confirms: ["sales"],
      undoneBy: "Jean",
      undoneAt: 3,
    };
    expect(read({ ...oldestRun, ...said })).toMatchObject(said);
  });
});

describe("a run of version 1", () => {
  const told = { repeated: 1, conflicting: 2, mismatched: 3, signFlipped: 4 };
  const today = aBegunRun();
  const kept = (more: object) => ({
    ...today,
    version: 1,
    steps: today.steps.map(({ findings: _f, idTakenCode: _c, ...step }) => ({ ...step, ...more })),
  });

  it.each([
    ["nothing of files", { coverage: "range", fileFindings: null }, null, null],
    [
      "what files held",
      { coverage: "files", fileFindings: told },
      declared(told),
      "document_conflicts",
    ],
  ])("that reported %s reads as one of today", (_, more, found, idTakenCode) => {
    const { fileFindings: __, ...others } = more;
    const run = read(kept(more));
    expect({ ...run, steps: run.steps.map((step) => ({ ...step, findings: null })) }).toEqual({
      ...today,
      steps: today.steps.map((step) => ({ ...step, ...others, idTakenCode })),
    });
    expect(run.steps[0]?.findings ?? {}).toMatchObject(found ?? {});
    expect(run.steps[0]?.findings === null).toBe(found === null);
  });
});

describe("a run", () => {
  it("reads as it was written, and its text says its version", () => {
    const run = aBegunRun(["sales", "stock"]);
    expect(storedRun.read(storedRun.write(run))).toEqual(run);
    expect(JSON.parse(storedRun.write(run))).toMatchObject({ version: 2, id: run.id });
  });

  it("that newer code has kept is not guessed at", () => {
    expect(() => read({ ...oldestRun, version: 3 })).toThrow("a run of version 3 is kept");
  });
});

describe("a plan", () => {
  const plan = { configuration: "f1", limits: { ...limits, pageSize: 100 }, destination: null };

  it.each([
    ["without a destination", { limits: plan.limits }, plan],
    ["without a limit of pages", { limits }, { ...plan, limits: { ...limits, pageSize: null } }],
    ["with both", plan, plan],
  ])("of version 0, %s", (_, kept, value) => {
    const text = JSON.stringify({ configuration: "f1", ...kept });
    expect(storedPlan.read(text)).toEqual(value);
  });

  it("reads as it was written", () => {
    const known = storedPlan.read(JSON.stringify(plan));
    expect(storedPlan.read(storedPlan.write(known))).toEqual(known);
  });
});

describe("an answer", () => {
  const today = viewRun(aBegunRun(), 0);

  it.each([
    ["nothing of files", {}, null],
    [
      "what files held",
      { tidied: { repeated: 1, conflicting: 0, mismatched: 0, turned: 2 } },
      [
        ["1 already here, kept once", "1 déjà présent, gardé une seule fois", 1],
        ["2 credit notes with their signs turned", "2 avoirs dont le signe a été inversé", 2],
        ["0 numbers taken by other documents", "0 numéro déjà pris par un autre document", 0],
        ["0 totals do not add up", "0 total ne concorde pas", 0],
      ],
    ],
  ])("of version 0 that reported %s reads in the words of today", (_, told, counts) => {
    const { purpose: _p, questions: _q, undoneBy: _b, undoneAt: _a, ...rest } = today;
    const steps = today.steps.map(({ files: _f, findings: _ff, delivery: _d, ...step }) => ({
      ...step,
      ...told,
    }));
    const answer = storedAnswer.read(JSON.stringify({ ...rest, steps }));
    expect({ ...answer, steps: answer.steps.map((step) => ({ ...step, findings: null })) }).toEqual(
      today,
    );
    const found = answer.steps[0]?.findings;
    expect(found?.checks ?? null).toEqual(counts && checks);
    expect(found?.counts.map(({ label: { en, fr }, count }) => [en, fr, count]) ?? null).toEqual(
      counts,
    );
  });

  it("reads as it was written", () => {
    expect(storedAnswer.read(storedAnswer.write(today))).toEqual(today);
  });
});

describe("a batch", () => {
  const partition = { type: "range", from: 1, to: 9 } as const;
  const problem = { code: "c", facts: {}, resource: null };

  it.each([0, 1])("of version %i reads as it was written", (version) => {
    const batch = { partition, problem, task: { handle: 7 } };
    expect(storedBatch.read({ ...storedBatch.write(batch), version })).toEqual(batch);
  });

  it("may have nothing to say", () => {
    const batch = { partition: null, problem: null, task: null };
    expect(storedBatch.write(batch)).toEqual({ ...batch, version: 1 });
    expect(storedBatch.read(storedBatch.write(batch))).toEqual(batch);
  });
});

describe("a Gate", () => {
  it.each([
    ["without the source's own limit", {}, null],
    ["with it", { limit: 1_000 }, 1_000],
  ])("of version 0, %s", (_, told, limit) => {
    const day = { date: "2026-03-02", calls: 40, remaining: null };
    const text = JSON.stringify({ day: { ...day, ...told }, silentUntil: 5 });
    expect(storedGate.read(text)).toEqual({ day: { ...day, limit }, silentUntil: 5 });
  });

  it("reads as it was written", () => {
    const gate = {
      day: { date: "2026-03-02", calls: 40, remaining: 3, limit: 50 },
      silentUntil: 5,
    };
    expect(storedGate.read(storedGate.write(gate))).toEqual(gate);
  });
});
