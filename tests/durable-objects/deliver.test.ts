import { describe, expect, it } from "vitest";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { Id, Reject } from "../../contract/source/record.ts";
import type { Claim, Outcome } from "../../contract/rpc/task.ts";
import { maxFailures } from "../../core/retry-policy.ts";
import { byHand, plan, worldOf, type Hand } from "./hand.ts";

let tenants = 0;
/** One fresh tenant a test, and a destination that takes what it is sent. */
const tenant = (title: string, test: (hand: Hand, destination: Destination) => void, size = 10) =>
  it(title, () =>
    byHand(`deliver-${(tenants += 1)}`, worldOf(size), (hand) => test(hand, new Destination())),
  );

const to = (connection = "d1", place?: string): RunPlan =>
  plan({
    destination: {
      tenant: "t",
      connection,
      kind: "odoo",
      settings: {},
      secret: "sealed",
      ...(place === undefined ? {} : { place }),
    },
  });

class Destination {
  readonly rows = new Map<string, string>();
  readonly pages: { page: number; generation: number; ids: Id[]; whole: boolean; last: boolean }[] =
    [];
  refuses: Id[] = [];

  /** Takes a page; what it was not sent in a delivery of everything is left to the test. */
  take({ delivery }: Claim): Outcome {
    if (delivery === null) throw new Error("a deliver batch brings its page");
    const { deliveries, page, generation, whole, last } = delivery;
    this.pages.push({ page, generation, whole, last, ids: deliveries.map(({ id }) => id) });
    const refused = this.refuses.map((id): Reject => ({
      id,
      code: "field_unreadable",
      facts: {},
      sample: "",
    }));
    for (const { id, data } of deliveries) {
      if (this.refuses.includes(id)) continue;
      if (data === null) this.rows.delete(String(id));
      else this.rows.set(String(id), String(data.name));
    }
    return {
      type: "delivered",
      created: deliveries.length - refused.length,
      updated: 0,
      unchanged: 0,
      removed: 0,
      refused,
    };
  }

  holds = (): Record<string, string> => Object.fromEntries(this.rows);
}

const refresh = (
  hand: Hand,
  destination: Destination,
  spoil: (claim: Claim) => Outcome | null = () => null,
  over = to(),
) => {
  hand.start({ plan: over });
  hand.run((claim) => spoil(claim) ?? (claim.kind === "deliver" ? destination.take(claim) : null));
  return hand.last();
};

const retry = (hand: Hand, over = to()) =>
  hand.transaction(() =>
    hand.commands.retry({ ...hand.order(hand.last().id), plan: over }, hand.at()),
  );

const broken: Outcome = {
  type: "failed",
  failure: { kind: "broken", code: "answer_unreadable", facts: {}, retryAfterMs: null },
};

describe("delivery after a run", () => {
  tenant(
    "sends everything at first, page after page, and ends with the last",
    (hand, destination) => {
      const shown: number[] = [];
      hand.start({ plan: to() });
      hand.run((claim) => {
        shown.push(hand.last().progressPercentage);
        if (claim.kind !== "deliver") return null;
        expect(hand.last().status).toBe("delivering");
        expect(hand.seen()).toEqual(hand.truth());
        return destination.take(claim);
      });
      expect(
        destination.pages.map(({ page, whole, last, ids }) => [page, whole, last, ids.length]),
      ).toEqual([
        [1, true, false, 500],
        [2, true, false, 500],
        [3, true, true, 100],
      ]);
      expect(destination.holds()).toEqual(hand.truth());
      expect(shown).toEqual([...shown].sort((a, b) => a - b));
      expect(hand.last()).toMatchObject({
        status: "completed",
        progressPercentage: 100,
        steps: [{ delivery: { created: 1_100, total: 1_100, refused: 0 } }],
      });
    },
    1_100,
  );

  tenant(
    "sends only what changed afterwards, removals too, and nothing when nothing did",
    (hand, destination) => {
      refresh(hand, destination);
      hand.edit(3, "changed");
      hand.edit(11, "added");
      hand.world.delete(5);
      refresh(hand, destination);
      expect(destination.pages.at(-1)).toMatchObject({ ids: [3, 5, 11], whole: false, last: true });
      expect(destination.holds()).toEqual(hand.truth());
      const pages = destination.pages.length;
      expect(refresh(hand, destination)).toMatchObject({
        status: "completed",
        steps: [{ delivery: null }],
      });
      expect(destination.pages).toHaveLength(pages);
    },
  );

  tenant(
    "sends everything to the place that the same connection names now, and again should it come back",
    (hand, destination) => {
      refresh(hand, destination, undefined, to("d1", "schema a"));
      const elsewhere = new Destination();
      const run = refresh(hand, elsewhere, undefined, to("d1", "schema b"));
      expect(run).toMatchObject({
        status: "completed",
        rowsWritten: 0,
        steps: [{ delivery: { total: 10, created: 10 } }],
      });
      expect(elsewhere.pages.map(({ whole, last }) => [whole, last])).toEqual([[true, true]]);
      expect(elsewhere.holds()).toEqual(hand.truth());
      hand.edit(3, "changed");
      refresh(hand, elsewhere, undefined, to("d1", "schema b"));
      expect(elsewhere.pages.at(-1)).toMatchObject({ ids: [3], whole: false });
      refresh(hand, destination, undefined, to("d1", "schema a"));
      expect(destination.pages.at(-1)).toMatchObject({ whole: true });
      expect(destination.holds()).toEqual(hand.truth());
    },
  );

  tenant("sends what was undone as it stands again", (hand, destination) => {
    refresh(hand, destination);
    const before = hand.truth();
    hand.edit(1, "wrong");
    hand.edit(99, "wrong too");
    const run = refresh(hand, destination);
    hand.transaction(() => hand.commands.undo({ run: run.id, by: "Marie" }, hand.at()));
    hand.edit(1, "n1", "2026-01-01 00:00:00");
    hand.world.delete(99);
    while (hand.housekeeping.hasWork(hand.now))
      hand.transaction(() => hand.housekeeping.sweep(hand.now));
    expect(refresh(hand, destination)).toMatchObject({
      status: "completed",
      published: false,
      steps: [{ delivery: { total: 2 } }],
    });
    expect(destination.holds()).toEqual(before);
  });

  tenant(
    "keeps what an undone refresh had sent until a destination has taken it back",
    (hand, destination) => {
      refresh(hand, destination);
      const before = hand.truth();
      hand.edit(99, "wrong");
      const run = refresh(hand, destination);
      hand.transaction(() => hand.commands.undo({ run: run.id, by: "Marie" }, hand.at()));
      hand.world.delete(99);
      refresh(hand, destination, (claim) =>
        claim.kind === "deliver"
          ? { ...broken, failure: { ...broken.failure, kind: "refused" } }
          : null,
      );
      refresh(hand, destination, (claim) =>
        claim.kind === "survey"
          ? { ...broken, failure: { ...broken.failure, kind: "refused" } }
          : null,
      );
      while (hand.housekeeping.hasWork(hand.now))
        hand.transaction(() => hand.housekeeping.sweep(hand.now));
      refresh(hand, destination);
      expect(destination.holds()).toEqual(before);
    },
  );

  tenant(
    "lists what was refused, and sends it again although it has not changed",
    (hand, destination) => {
      destination.refuses = [4];
      const run = refresh(hand, destination);
      expect(run).toMatchObject({
        status: "completed_with_problems",
        problems: [{ code: "records_refused", facts: { count: "1" } }],
      });
      expect(hand.stores.rejects.list(run.id, 10)).toMatchObject([
        { id: 4, code: "field_unreadable" },
      ]);
      expect(hand.stores.rejects.ids(run.id, "sales")).toEqual([]);
      destination.refuses = [];
      expect(refresh(hand, destination)).toMatchObject({ status: "completed", rowsWritten: 0 });
      expect(destination.pages.at(-1)).toMatchObject({ ids: [4], whole: false, page: 3 });
      expect(destination.holds()).toEqual(hand.truth());
    },
  );

  tenant(
    "reports a refusal as new once, and as one that still stands from then on",
    (hand, destination) => {
      const told = () =>
        refresh(hand, destination).problems.map(({ code, facts }) => `${code} ${facts["count"]}`);
      destination.refuses = [4];
      expect([told(), told()]).toEqual([["records_refused 1"], ["records_still_refused 1"]]);
      destination.refuses = [4, 6];
      hand.edit(6, "changed");
      expect(told()).toEqual(["records_refused 1", "records_still_refused 1"]);
      expect(hand.stores.rejects.list(hand.last().id, 10).map(({ id }) => id)).toEqual([4, 6]);
      destination.refuses = [];
      expect(told()).toEqual([]);
    },
  );

  tenant(
    "gives another destination everything, and the first one everything when it comes back",
    (hand, destination) => {
      refresh(hand, destination);
      refresh(hand, destination, () => null, to("d2"));
      refresh(hand, destination);
      expect(destination.pages.map(({ whole, ids, page }) => [whole, ids.length, page])).toEqual([
        [true, 10, 1],
        [true, 10, 1],
        [true, 10, 3],
      ]);
    },
  );
});

describe("delivery without reading", () => {
  const send = (hand: Hand, everything: boolean, over = to()) =>
    hand.transaction(() =>
      hand.commands.send({ ...hand.order("none"), plan: over, everything }, hand.at()),
    );

  tenant(
    "reads nothing and sends everything anew, as after a destination was emptied",
    (hand, destination) => {
      refresh(hand, destination);
      destination.rows.clear();
      expect(send(hand, false)).toEqual({ type: "refused", code: "nothing_to_send" });
      expect(send(hand, true)).toMatchObject({
        type: "started",
        run: { purpose: "delivery", status: "delivering" },
      });
      const kinds: string[] = [];
      hand.run((claim) => {
        kinds.push(claim.kind);
        return claim.kind === "deliver" ? destination.take(claim) : null;
      });
      expect(new Set(kinds)).toEqual(new Set(["deliver"]));
      expect(destination.pages.at(-1)).toMatchObject({ whole: true, last: true });
      expect(destination.holds()).toEqual(hand.truth());
      expect(hand.last()).toMatchObject({
        status: "completed",
        purpose: "delivery",
        published: false,
      });
      expect(hand.seen()).toEqual(hand.truth());
    },
  );

  tenant("gives a destination the earlier data back after an undo", (hand, destination) => {
    refresh(hand, destination);
    const before = destination.holds();
    hand.edit(1, "changed");
    const run = refresh(hand, destination);
    hand.transaction(() => hand.commands.undo({ run: run.id, by: "Marie" }, hand.at()));
    expect(send(hand, false)).toMatchObject({ type: "started" });
    hand.run((claim) => (claim.kind === "deliver" ? destination.take(claim) : null));
    expect(destination.holds()).toEqual(before);
    expect(hand.commands.undo({ run: hand.last().id, by: "Marie" }, hand.at())).toEqual({
      type: "refused",
      code: "nothing_to_undo",
    });
  });

  tenant("is refused where there is no destination, and before anything is published", (hand) => {
    expect(send(hand, true)).toEqual({ type: "refused", code: "nothing_to_send" });
    hand.refresh();
    expect(send(hand, true, plan())).toEqual({ type: "refused", code: "nothing_to_send" });
  });
});

describe("a destination that checks whether it still has what it was sent", () => {
  const looking = (): RunPlan => {
    const made = to();
    return { ...made, destination: made.destination && { ...made.destination, recounts: true } };
  };
  /** What it is told of itself with each page. */
  const told = (hand: Hand, destination: Destination, over = looking()) => {
    const known: unknown[] = [];
    hand.start({ plan: over });
    hand.run((claim) => {
      if (claim.kind !== "deliver") return null;
      known.push(claim.delivery?.known);
      return destination.take(claim);
    });
    return known;
  };

  tenant(
    "is told what it has confirmed, and asked where nothing is to be sent",
    (hand, destination) => {
      expect(told(hand, destination)).toEqual([null]);
      const [first] = destination.pages;
      expect(told(hand, destination)).toEqual([
        { confirmed: first?.generation, records: { least: 10, most: 10 } },
      ]);
      expect(destination.pages.at(-1)).toMatchObject({ ids: [], whole: false });
      hand.edit(3, "changed");
      expect(told(hand, destination)).toEqual([
        { confirmed: first?.generation, records: { least: 10, most: 10 } },
      ]);
      const moved = destination.pages.at(-1)?.generation;
      expect(moved).not.toBe(first?.generation);
      destination.refuses = [4, 5];
      hand.edit(4, "refused");
      hand.edit(5, "refused");
      told(hand, destination);
      expect(told(hand, destination)).toEqual([
        { confirmed: hand.last().generation - 1, records: { least: 8, most: 12 } },
      ]);
    },
  );

  tenant(
    "is told with its last page how much it has to hold then, where what it held before is not known",
    (hand, destination) => {
      told(hand, destination);
      hand.edit(3, "changed");
      told(hand, destination);
      hand.transaction(() => hand.commands.undo({ run: hand.last().id, by: "Marie" }, hand.at()));
      const due: unknown[] = [];
      hand.start({ plan: looking() });
      hand.run((claim) => {
        if (claim.kind !== "deliver") return null;
        due.push([claim.delivery?.known?.records, claim.delivery?.last, claim.delivery?.due]);
        return destination.take(claim);
      });
      expect(due).toEqual([[null, true, { least: 10, most: 10 }]]);
    },
  );

  tenant("that has something else stops the delivery with its reason", (hand, destination) => {
    told(hand, destination);
    const differs: Outcome = {
      type: "failed",
      failure: {
        kind: "refused",
        code: "destination_differs",
        facts: { found: "0", expected: "10" },
        retryAfterMs: null,
      },
    };
    hand.start({ plan: looking() });
    hand.run((claim) => (claim.kind === "deliver" ? differs : null));
    expect(hand.last()).toMatchObject({
      status: "completed_with_problems",
      problems: [
        { code: "destination_differs", facts: { found: "0" } },
        { code: "delivery_refused", resource: "sales" },
      ],
    });
  });
});

describe("a destination in trouble", () => {
  const failing = (claim: Claim): Outcome | null => (claim.kind === "deliver" ? broken : null);

  tenant(
    "keeps the data from nobody here; “Try again” reads nothing and sends what is missing",
    (hand, destination) => {
      hand.start({ plan: to() });
      for (let turn = 0; turn < maxFailures + 1; turn += 1) {
        hand.run(failing);
        hand.wait(60_000);
      }
      expect(hand.last()).toMatchObject({
        status: "completed_with_problems",
        published: true,
        // The end of its tries, not the promise of another; and that it happened while sending.
        problems: [
          { code: "given_up_unreadable", facts: { while: "sending" } },
          { code: "delivery_failed" },
        ],
      });
      expect(hand.seen()).toEqual(hand.truth());
      retry(hand);
      const kinds: string[] = [];
      hand.run((claim) => {
        kinds.push(claim.kind);
        return claim.kind === "deliver" ? destination.take(claim) : null;
      });
      expect(kinds).toEqual(["deliver"]);
      expect(hand.last()).toMatchObject({ status: "completed", problems: [] });
      expect(destination.holds()).toEqual(hand.truth());
    },
  );

  tenant("that refuses ends the run at once", (hand, destination) => {
    const run = refresh(hand, destination, (claim) =>
      claim.kind === "deliver"
        ? {
            type: "failed",
            failure: { kind: "refused", code: "sign_in_refused", facts: {}, retryAfterMs: null },
          }
        : null,
    );
    expect(run).toMatchObject({
      status: "completed_with_problems",
      published: true,
      problems: [{ code: "sign_in_refused" }, { code: "delivery_refused", resource: "sales" }],
    });
    expect(refresh(hand, destination).status).toBe("completed");
    expect(destination.holds()).toEqual(hand.truth());
  });

  tenant(
    "that works in the background is asked again with its handle, and no failure is counted",
    (hand, destination) => {
      hand.start({ plan: to() });
      const tasks: unknown[] = [];
      for (let turn = 0; turn < 10; turn += 1) {
        hand.run((claim) => {
          if (claim.kind !== "deliver") return null;
          tasks.push(claim.delivery?.task);
          return turn < 9
            ? { type: "pending", task: { job: 7 }, until: hand.now + 5_000 }
            : destination.take(claim);
        });
        if (turn < 9) expect(hand.last().waiting?.code).toBe("destination_working");
        hand.wait(5_000);
      }
      expect(tasks).toEqual([null, ...Array.from({ length: 9 }, () => ({ job: 7 }))]);
      expect(hand.last()).toMatchObject({ status: "completed", waiting: null });
    },
  );

  tenant(
    "can be left: what is published stays, and the next refresh sends it",
    (hand, destination) => {
      hand.start({ plan: to() });
      for (let claim = hand.take(); claim.kind !== "deliver"; claim = hand.take())
        hand.apply(claim, hand.answer(claim));
      hand.transaction(() => hand.commands.cancel({ run: hand.last().id, by: "Marie" }, hand.at()));
      hand.wait(13_000);
      expect(hand.last()).toMatchObject({
        status: "cancelled",
        published: true,
        steps: [{ status: "completed" }],
      });
      expect(hand.seen()).toEqual(hand.truth());
      refresh(hand, destination);
      expect(destination.holds()).toEqual(hand.truth());
    },
  );

  tenant(
    "gets the same page again when its lane has died, and never an answer for an old one",
    (hand, destination) => {
      hand.start({ plan: to() });
      let zombie = hand.take();
      for (; zombie.kind !== "deliver"; zombie = hand.take())
        hand.apply(zombie, hand.answer(zombie));
      hand.wait(13_000);
      const fresh = hand.take();
      expect(fresh.delivery).toEqual(zombie.delivery);
      hand.apply(zombie, destination.take(zombie));
      expect(hand.last().status).toBe("delivering");
      hand.apply(fresh, destination.take(fresh));
      expect(hand.last().status).toBe("completed");
    },
  );
});
