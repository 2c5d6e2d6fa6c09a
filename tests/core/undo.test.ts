import { describe, expect, it } from "vitest";
import type { RunState } from "../../core/run.ts";
import { shownResources, undoRefusal, type ShownFacts } from "../../core/undo.ts";
import { aRun, aStep } from "./builders.ts";

const published = aRun({ status: "completed", published: true, generation: 3 });
const shown = (over: Partial<ShownFacts> = {}): ShownFacts => ({
  current: 3,
  hasBefore: true,
  showedBefore: true,
  ...over,
});

describe("an undo", () => {
  it.each<[string, RunState, RunState | null, ShownFacts[], string | null]>([
    ["gives back what was there before", published, null, [shown()], null],
    [
      "gives back nothing where nothing was there",
      published,
      null,
      [shown({ hasBefore: false, showedBefore: false })],
      null,
    ],
    ["waits for what is running", published, aRun(), [shown()], "run_active"],
    [
      "of what was never published",
      { ...published, published: false },
      null,
      [],
      "nothing_to_undo",
    ],
    ["of what is undone already", { ...published, undone: true }, null, [], "nothing_to_undo"],
    [
      "of what a later run was built upon",
      published,
      null,
      [shown(), shown({ current: 4 })],
      "nothing_to_undo",
    ],
    [
      "of what stands on data that is swept",
      published,
      null,
      [shown(), shown({ hasBefore: false })],
      "undo_too_old",
    ],
  ])("%s", (_, run, inTheWay, facts, refusal) => {
    expect(undoRefusal(run, inTheWay, facts)).toBe(refusal);
  });
});

it("is about the resources that readers have seen", () => {
  const steps = (["completed", "incomplete", "failed", "cancelled"] as const).map((status) =>
    aStep({ resource: status, status }),
  );
  expect(shownResources(aRun({ steps }))).toEqual(["completed", "incomplete"]);
});
