// A refresh that only waits holds nobody up: another configuration goes first, and it goes on
// afterwards.
import { describe, expect, it } from "vitest";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { Outcome } from "../../contract/rpc/task.ts";
import { byHand, plan, worldOf, type Hand } from "./hand.ts";

let count = 0;
const tenant = (name: string, test: (hand: Hand) => void) =>
  it(name, () => byHand(`turns-${(count += 1)}`, worldOf(10), test));

const busy = (retryAfterMs: number): Outcome => ({
  type: "failed",
  failure: { kind: "busy", code: "source_busy", facts: { host: "h" }, retryAfterMs },
});
const other: RunPlan = { ...plan(), configuration: "f2", configurationName: "Other" };

/** A refresh whose source asks it to wait, after it has surveyed. */
function resting(hand: Hand): string {
  hand.start();
  hand.next();
  hand.apply(hand.take(), busy(86_400_000));
  return activeOf(hand);
}

const activeOf = ({ stores }: Hand): string => stores.runs.active()?.id ?? "none";
const goOn = (hand: Hand): void => hand.transaction(() => hand.runLock.resumeNext(hand.now));

describe("a refresh that waits", () => {
  tenant("lets another configuration go first, and goes on where it stood", (hand) => {
    const first = resting(hand);
    const started = hand.start({ plan: other });
    expect(started.type).toBe("started");
    expect(hand.stores.runs.find(first)?.waiting).toMatchObject({
      code: "other_goes_first",
      facts: { configuration: "Other" },
    });
    hand.run();
    expect(hand.last()).toMatchObject({ configuration: "f2", status: "completed" });
    goOn(hand);
    expect(activeOf(hand)).toBe(first);
    expect(hand.stores.runs.active()?.waiting).toMatchObject({ code: "source_busy" });
    hand.wait(300_000);
    hand.run();
    expect(hand.stores.runs.find(first)).toMatchObject({ status: "completed" });
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant(
    "is joined by whoever starts the same configuration, before and after it was set aside",
    (hand) => {
      const first = resting(hand);
      expect(hand.start()).toMatchObject({ type: "alreadyRunning", run: { executionId: first } });
      hand.start({ plan: other });
      expect(hand.start()).toMatchObject({ type: "alreadyRunning", run: { executionId: first } });
    },
  );

  tenant("that works holds the lock", (hand) => {
    hand.start();
    hand.next();
    expect(hand.start({ plan: other })).toMatchObject({ type: "alreadyRunning" });
    hand.take();
    expect(hand.start({ plan: other })).toMatchObject({ type: "alreadyRunning" });
  });

  tenant(
    "gives way while its lane asks once more what was refused, and takes nothing of what that lane brings",
    (hand) => {
      const first = resting(hand);
      hand.wait(300_000);
      const claim = hand.take();
      expect(hand.start({ plan: other }).type).toBe("started");
      hand.apply(claim, hand.answer(claim));
      expect(hand.stores.runs.find(first)?.steps[0]?.tally.read).toBe(0);
      hand.run();
      goOn(hand);
      hand.run();
      expect(hand.stores.runs.find(first)?.status).toBe("completed");
      expect(hand.seen()).toEqual(hand.truth());
    },
  );

  tenant("that was set aside is stopped at once", (hand) => {
    const first = resting(hand);
    hand.start({ plan: other });
    expect(
      hand.transaction(() => hand.commands.cancel({ run: first, by: "Marie" }, hand.at())),
    ).toMatchObject({
      run: { status: "cancelled" },
    });
    hand.run();
    expect(hand.last()).toMatchObject({ configuration: "f2", status: "completed" });
    goOn(hand);
    expect(activeOf(hand)).toBe("none");
    hand.refresh();
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant(
    "is not undone under: its own configuration's last refresh stays, another's may be taken back",
    (hand) => {
      const before = hand.refresh();
      hand.start({ plan: other });
      hand.run();
      const theirs = hand.last();
      resting(hand);
      const undo = (run: string) =>
        hand.transaction(() => hand.commands.undo({ run, by: "Marie" }, hand.at())).type;
      expect(undo(before.id)).toBe("refused");
      expect(undo(theirs.id)).toBe("undone");
    },
  );

  tenant("waits no longer than it may, however long it was set aside", (hand) => {
    const first = resting(hand);
    hand.start({ plan: other });
    // Two hours of another's work are not the source's doing.
    hand.now += 7_200_000;
    hand.run();
    goOn(hand);
    hand.apply(hand.take(), busy(300_000));
    expect(hand.stores.runs.find(first)?.status).toBe("fetching");
    for (let waits = 0; waits < 5 && activeOf(hand) === first; waits += 1) {
      hand.wait(300_000);
      const claim = hand.claim();
      if (claim !== null) hand.apply(claim, busy(300_000));
    }
    expect(hand.stores.runs.find(first)?.status).not.toBe("fetching");
  });

  tenant("of two that wait, the one that is due goes on", (hand) => {
    const first = resting(hand);
    hand.start({ plan: other });
    hand.next();
    hand.apply(hand.take(), busy(120_000));
    const second = activeOf(hand);
    goOn(hand);
    expect(activeOf(hand)).toBe(second);
    hand.now += 300_000;
    goOn(hand);
    expect([first, second]).toContain(activeOf(hand));
    hand.run();
    goOn(hand);
    hand.run();
    expect([first, second].map((id) => hand.stores.runs.find(id)?.status)).toEqual([
      "completed",
      "completed",
    ]);
  });
});
