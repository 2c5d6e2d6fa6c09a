// A refresh whose connection is taken away ends at once, whoever holds a piece of it, and changes
// nothing.
import { describe, expect, it } from "vitest";
import { byHand, plan, worldOf, type Hand } from "./hand.ts";

let tenants = 0;
const tenant = (title: string, test: (hand: Hand) => void) =>
  it(title, () => byHand(`withdraw-${(tenants += 1)}`, worldOf(10), test));

const shared = plan({
  access: { ...plan().access, name: "Shared Odoo", shared: true, share: '{"companies":"1"}' },
});
const granted = { id: "c1", share: '{"companies":"1"}' };
const withdraw = (hand: Hand, connections: { id: string; share: string | null }[]) =>
  hand.transaction(() => hand.commands.endRunsWithoutAccess(connections, hand.at()));

describe("a connection", () => {
  for (const [title, of, connections, code] of [
    ["that is not shared any more", shared, [], "connection_not_shared"],
    [
      "whose share is fixed to something else",
      shared,
      [{ ...granted, share: '{"companies":"2"}' }],
      "connection_share_changed",
    ],
    [
      "of the tenant's own that was deleted",
      plan(),
      [{ id: "another", share: null }],
      "connection_deleted",
    ],
  ] as const)
    tenant(`${title} ends the refresh between two claims`, (hand) => {
      hand.start({ plan: of });
      hand.next();
      const out = hand.take();
      withdraw(hand, [...connections]);
      expect(hand.last()).toMatchObject({
        status: "failed",
        published: false,
        problems: [{ code, resource: null }],
      });
      // What the lane brings home comes too late, and nobody claims any more.
      hand.apply(out, hand.answer(out));
      expect(hand.claim()).toBeNull();
      expect(hand.stores.runs.plan(hand.last().id)).toBeNull();
      expect(hand.seen()).toEqual({});
    });

  tenant("that stays leaves the refresh alone", (hand) => {
    hand.start({ plan: shared });
    hand.next();
    withdraw(hand, [granted]);
    hand.run();
    expect(hand.last()).toMatchObject({ status: "completed" });
  });

  tenant("that is taken away before the last page is handed in publishes nothing of it", (hand) => {
    hand.start({ plan: shared });
    for (let turn = 0; hand.last().status !== "verifying" && turn < 20; turn += 1) hand.next();
    const last = hand.take();
    withdraw(hand, []);
    hand.apply(last, hand.answer(last));
    expect(hand.last()).toMatchObject({ status: "failed", published: false });
    expect(hand.seen()).toEqual({});
  });
});
