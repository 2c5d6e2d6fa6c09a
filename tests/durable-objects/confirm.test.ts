// What a person's yes covers: the records that the question named, once, and nothing more.
import { describe, expect, it } from "vitest";
import { byHand, plan, worldOf, type Hand } from "./hand.ts";

let tenants = 0;
const tenant = (title: string, count: number, test: (hand: Hand) => void) =>
  it(title, () => byHand(`confirm-${(tenants += 1)}`, worldOf(count), test));

const label = { en: "Sales", fr: "Ventes" };
const several = plan({
  resources: ["sales", "contacts", "payments"].map((key) => ({ key, label, columns: [] })),
});

/** Takes away what the source holds of some ids. */
const lose = (hand: Hand, from: number, to: number): void => {
  for (let id = from; id <= to; id += 1) hand.world.delete(id);
};
const shown = (hand: Hand): number => Object.keys(hand.seen()).length;
/** A source that has 500 records has lost 120 of them, and a person is asked. */
const asked = (hand: Hand) => {
  hand.refresh();
  lose(hand, 381, 500);
  const run = hand.refresh();
  expect(run).toMatchObject({
    questions: [{ resource: "sales", vanishing: 120, of: 500, answer: null }],
  });
  return run;
};

describe("a yes", () => {
  tenant("removes what the question named", 500, (hand) => {
    const run = asked(hand);
    hand.confirm(run.id);
    hand.run();
    expect(hand.last()).toMatchObject({
      status: "completed",
      questions: [],
      steps: [{ tally: { removed: 120 } }],
    });
    expect(shown(hand)).toBe(380);
    expect(hand.stores.runs.find(run.id)?.questions).toMatchObject([
      { answer: { type: "confirmed", by: "Jean" } },
    ]);
  });

  tenant("removes fewer where some have come back", 500, (hand) => {
    const run = asked(hand);
    hand.edit(400, "back");
    hand.confirm(run.id);
    hand.run();
    expect(shown(hand)).toBe(381);
  });

  for (const [title, more, vanishing] of [
    ["one more is gone meanwhile", (hand: Hand) => lose(hand, 1, 1), 121],
    ["everything is gone meanwhile", (hand: Hand) => lose(hand, 1, 500), 500],
    [
      "as many are gone, but others",
      (hand: Hand) => {
        lose(hand, 1, 120);
        for (let id = 381; id <= 500; id += 1) hand.edit(id, `n${id}`, "2026-01-01 00:00:00");
      },
      120,
    ],
  ] as const)
    tenant(`removes nothing and asks anew where ${title}`, 500, (hand) => {
      const run = asked(hand);
      more(hand);
      hand.confirm(run.id);
      hand.run();
      expect(hand.last()).toMatchObject({
        status: "completed_with_problems",
        questions: [{ resource: "sales", vanishing, of: 500, answer: null }],
        steps: [{ tally: { removed: 0 } }],
      });
      expect(shown(hand)).toBe(500);
      // The new question can be answered; then they go.
      hand.confirm(hand.last().id);
      hand.run();
      expect(shown(hand)).toBe(500 - vanishing);
    });

  tenant("is used up: the second time it removes nothing", 500, (hand) => {
    const run = asked(hand);
    hand.confirm(run.id);
    hand.run();
    lose(hand, 1, 200);
    expect(hand.confirm(run.id)).toEqual({ type: "refused", code: "question_answered" });
    expect(shown(hand)).toBe(380);
  });

  tenant("is used up by a refresh that fails, and its retry asks anew", 500, (hand) => {
    const run = asked(hand);
    hand.confirm(run.id);
    hand.run(() => ({
      type: "failed",
      failure: { kind: "refused", code: "sign_in_refused", facts: {}, retryAfterMs: null },
    }));
    expect(hand.last().status).toBe("failed");
    expect(hand.confirm(run.id)).toEqual({ type: "refused", code: "question_answered" });
    hand.transaction(() => hand.commands.retry(hand.order(hand.last().id), hand.at()));
    hand.run();
    expect(hand.last()).toMatchObject({
      status: "completed_with_problems",
      questions: [{ vanishing: 120 }],
      confirms: [],
    });
    expect(shown(hand)).toBe(500);
  });

  tenant("to an old question answers that a later refresh has looked again", 500, (hand) => {
    const run = asked(hand);
    const later = hand.refresh();
    expect(later).toMatchObject({ questions: [{ vanishing: 120, answer: null }] });
    expect(hand.stores.runs.find(run.id)?.questions).toMatchObject([
      { answer: { type: "replaced", by: null } },
    ]);
    expect(hand.confirm(run.id)).toEqual({ type: "refused", code: "question_answered" });
    expect(hand.confirm(later.id)).toMatchObject({ type: "started" });
  });

  tenant("to a question whose records came back has nothing to remove", 500, (hand) => {
    const run = asked(hand);
    for (let id = 381; id <= 500; id += 1) hand.edit(id, "back");
    expect(hand.refresh()).toMatchObject({ status: "completed", questions: [] });
    lose(hand, 1, 400);
    expect(hand.confirm(run.id)).toEqual({ type: "refused", code: "question_answered" });
    expect(shown(hand)).toBe(500);
  });

  tenant("to a refresh that was undone, or that has asked nothing, starts nothing", 500, (hand) => {
    hand.refresh();
    expect(hand.confirm(hand.last().id)).toEqual({ type: "refused", code: "nothing_to_confirm" });
    lose(hand, 381, 500);
    hand.edit(1, "changed");
    const run = hand.refresh();
    hand.transaction(() => hand.commands.undo({ run: run.id, by: "Jean" }, hand.at()));
    expect(hand.confirm(run.id)).toEqual({ type: "refused", code: "question_answered" });
  });

  tenant("pressed twice by one key is one yes", 500, (hand) => {
    const run = asked(hand);
    const order = { ...hand.order(run.id), idempotencyKey: "k", resources: null };
    const first = hand.transaction(() => hand.commands.confirmRemovals(order, hand.at()));
    expect(first).toMatchObject({ type: "started" });
    expect(hand.transaction(() => hand.commands.confirmRemovals(order, hand.at()))).toMatchObject({
      type: "repeated",
    });
  });
});

describe("several resources", () => {
  const questions = (hand: Hand) => {
    hand.start({ plan: several });
    hand.run();
    lose(hand, 381, 500);
    hand.start({ plan: several });
    hand.run();
    return hand.last();
  };
  const kept = (hand: Hand) =>
    ["sales", "contacts", "payments"].map((resource) => {
      const key = { configuration: "f1", resource };
      return hand.stores.publications.current(key)?.records;
    });

  tenant("are asked about one by one", 500, (hand) => {
    expect(questions(hand).questions).toMatchObject([
      { resource: "sales", vanishing: 120, of: 500 },
      { resource: "contacts", vanishing: 120, of: 500 },
      { resource: "payments", vanishing: 120, of: 500 },
    ]);
  });

  tenant(
    "lose records only where the yes names them, and the others can still be answered",
    500,
    (hand) => {
      const run = questions(hand);
      hand.confirm(run.id, ["contacts"], { plan: several });
      hand.run();
      expect(hand.last()).toMatchObject({
        status: "completed",
        confirms: ["contacts"],
        steps: [{ resource: "contacts", tally: { removed: 120 } }],
      });
      expect(kept(hand)).toEqual([500, 380, 500]);
      expect(hand.confirm(run.id, ["contacts"], { plan: several })).toEqual({
        type: "refused",
        code: "question_answered",
      });
      hand.confirm(run.id, ["sales", "payments"], { plan: several });
      hand.run();
      expect(kept(hand)).toEqual([380, 380, 380]);
    },
  );

  tenant("have to be named", 500, (hand) => {
    const run = questions(hand);
    expect(hand.confirm(run.id, null, { plan: several })).toEqual({
      type: "refused",
      code: "questions_unnamed",
    });
    expect(hand.confirm(run.id, ["unheard"], { plan: several })).toEqual({
      type: "refused",
      code: "question_answered",
    });
    expect(kept(hand)).toEqual([500, 500, 500]);
  });
});
