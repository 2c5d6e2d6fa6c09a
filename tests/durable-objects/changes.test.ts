// What a run has changed is told whole or not at all, at every moment of the sweeping that follows.
import { expect, it } from "vitest";
import { areChangesKept } from "../../durable-objects/stores/changes.ts";
import { byHand, worldOf, type Hand } from "./hand.ts";

const dayMs = 86_400_000;
const tenant = (title: string, test: (hand: Hand) => void) =>
  it(title, () => byHand(`changes of ${title}`, worldOf(30), test));

/** A refresh that changes every third record. */
function change(hand: Hand, round: number) {
  hand.now += 4 * dayMs;
  for (let id = 1; id <= 30; id += 3)
    hand.edit(id, `round ${round}`, `2026-02-${String(round).padStart(2, "0")} 00:00:00`);
  return hand.refresh();
}

tenant(
  "returns all changes of each of thirty runs, or says that they are gone, between any two slices",
  (hand) => {
    const runs = Array.from({ length: 30 }, (_, index) => {
      const run = change(hand, index + 1);
      expect(areChangesKept(run, hand.stores)).toBe(true);
      return run;
    });
    const kept = () => runs.map((run) => areChangesKept(run, hand.stores));
    /** Every run that is told has all that it once said it changed. */
    const expectNoGaps = () => {
      for (const run of runs.filter((one) => areChangesKept(one, hand.stores))) {
        const { changes } = hand.stores.changes.page(run, hand.stores.records, null, 100);
        const { added, changed } = run.steps[0]?.tally ?? { added: 0, changed: 0 };
        expect([run.id, changes.length]).toEqual([run.id, added + changed]);
        expect(
          changes.every(
            ({ before, after }) => after !== null && (run === runs[0] || before !== null),
          ),
        ).toBe(true);
      }
    };
    expectNoGaps();
    while (hand.housekeeping.hasWork(hand.now)) {
      hand.transaction(() => hand.housekeeping.sweep(hand.now));
      expectNoGaps();
    }
    // At least ten generations are kept, and those of thirty days; the rest is gone and stays gone.
    expect(kept().filter(Boolean)).toHaveLength(10);
    expect(kept().lastIndexOf(false)).toBeLessThan(kept().indexOf(true));
  },
);

tenant("returns no changes of a run that changed nothing, however old it is", (hand) => {
  hand.refresh();
  const idle = hand.refresh();
  Array.from({ length: 12 }, (_, index) => change(hand, index + 1));
  while (hand.housekeeping.hasWork(hand.now))
    hand.transaction(() => hand.housekeeping.sweep(hand.now));
  expect(areChangesKept(idle, hand.stores)).toBe(true);
  expect(hand.stores.changes.page(idle, hand.stores.records, null, 100).changes).toEqual([]);
});
