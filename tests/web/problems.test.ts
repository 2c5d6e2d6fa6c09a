// Failures of a run, said once, and where they can be mended.
import { describe, expect, it } from "vitest";
import type { TenantSummary } from "../../contract/api/access.ts";
import type { Problem, Step } from "../../contract/api/run.ts";
import {
  fileHref,
  leavesWork,
  onlyUnsent,
  onlyWarned,
  groupProblems,
} from "../../web/lib/refresh/problems.ts";

const aProblem = (part: Partial<Problem>): Problem => ({
  code: "sign_in_refused",
  facts: { host: "Odoo" },
  resource: null,
  ...part,
});

describe("groups", () => {
  it("say one failure once, whatever it hit", () => {
    const problems = ["sales", "purchases", "sales"].map((resource) => aProblem({ resource }));
    expect(groupProblems(problems)).toEqual([
      { problem: problems[0], resources: ["sales", "purchases"] },
    ]);
  });

  it("keep apart what differs, in the order in which it came", () => {
    const problems = [
      aProblem({ code: "rights_missing", facts: { model: "a" }, resource: "sales" }),
      aProblem({}),
      aProblem({ code: "rights_missing", facts: { model: "b" }, resource: "purchases" }),
    ];
    expect(groupProblems(problems).map(({ problem }) => problem)).toEqual(problems);
  });
});

describe("what kept data from its destination", () => {
  const refused = aProblem({
    facts: { host: "DHIS2", while: "sending" },
    resource: "dataElements",
  });
  const givenUp = aProblem({ code: "delivery_refused", facts: {}, resource: "dataElements" });
  const aStep = (status: Step["status"], rejected = 0): Step => ({
    ...{
      resource: "dataElements",
      label: { en: "Data elements", fr: "Éléments de données" },
      status,
      progressPercentage: 100,
    },
    counts: { read: 1, toRead: 1, added: 0, changed: 0, removed: 0, unchanged: 1, rejected },
    ...{
      verified: 1,
      files: null,
      findings: null,
      delivery: null,
      startedAt: null,
      endedAt: null,
      problem: null,
    },
  });

  it("is said once, by what hindered it", () => {
    expect(groupProblems([refused, givenUp]).map(({ problem }) => problem)).toEqual([refused]);
    expect(groupProblems([givenUp]).map(({ problem }) => problem)).toEqual([givenUp]);
  });

  it.each([
    [[refused, givenUp], [aStep("completed")], true],
    [[givenUp], [aStep("completed"), aStep("completed")], true],
    [[refused], [aStep("completed"), aStep("incomplete")], false],
    [[refused], [aStep("completed", 2)], false],
    [[aProblem({})], [aStep("completed")], false],
    [[], [aStep("completed")], false],
  ])("makes nothing older here %#", (problems, steps, expected) => {
    expect(onlyUnsent({ problems, steps })).toBe(expected);
  });
});

it.each([
  [{}, true],
  [{ status: "failed" }, true],
  [{ undone: true }, false],
  [{ endedAt: null, status: "fetching" }, false],
  [{ status: "completed" }, false],
  [{ status: "cancelled" }, false],
  [{ problems: [aProblem({ code: "file_warned" })] }, false],
] as const)("a refresh that is %o leaves something to be tried again: %o", (part, expected) => {
  const run = {
    endedAt: "2026-11-29T08:00:00Z",
    undone: false,
    status: "completed_with_problems",
    problems: [aProblem({})],
  } as const;
  expect(
    leavesWork({
      ...run,
      ...part,
      problems: [...(("problems" in part && part.problems) || run.problems)],
    }),
  ).toBe(expected);
});

describe("the file that a refresh warns of", () => {
  const tenant = (actions: TenantSummary["actions"], connection: string | null = "c1") => ({
    id: "opticien",
    actions,
    configurations: [
      {
        id: "f1",
        name: "Invoices",
        connection,
        destination: null,
        template: "supplier_invoices",
        resources: [],
        mayStart: true,
      },
    ],
  });
  const reader = ["file.read", "configuration.read"] as const;
  const warned = aProblem({ code: "file_warned", facts: { file: "a b.csv", key: "k/1" } });
  const many = aProblem({ code: "files_warned", facts: { count: "40" } });

  it.each([
    [warned, tenant([...reader]), "/tenants/opticien/files?connection=c1&file=k%2F1"],
    [warned, tenant([...reader], null), "/tenants/opticien/files?file=k%2F1"],
    [many, tenant([...reader]), "/tenants/opticien/files?connection=c1"],
    [warned, tenant(["file.read"]), null],
    [aProblem({}), tenant([...reader]), null],
  ])("has the address %#", (problem, at, address) => {
    expect(fileHref(at, "f1", problem)).toBe(address);
  });

  it("leaves nothing to be tried again where it is all there is to say", () => {
    expect([
      onlyWarned([]),
      onlyWarned([warned, many]),
      onlyWarned([warned, aProblem({})]),
    ]).toEqual([false, true, false]);
  });
});
