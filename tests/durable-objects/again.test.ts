import { describe, expect, it } from "vitest";
import type { Claim, Outcome } from "../../contract/rpc/task.ts";
import { packPage } from "../../core/pack.ts";
import { byHand, plan, worldOf, type Hand } from "./hand.ts";

let tenants = 0;
/** One fresh tenant a test. */
const tenant = (title: string, test: (hand: Hand) => void) =>
  it(title, () => byHand(`again-${(tenants += 1)}`, worldOf(10), test));

const refused = (code: string): Outcome => ({
  type: "failed",
  failure: { kind: "refused", code, facts: { host: "h" }, retryAfterMs: null },
});
const retry = (hand: Hand, over: Parameters<typeof plan>[0] = {}) =>
  hand.transaction(() =>
    hand.commands.retry({ ...hand.order(hand.last().id), plan: plan(over) }, hand.at()),
  );

/** Brings a page in which one record has lost its id. */
const withoutId =
  (hand: Hand, lostId: number) =>
  ({ kind, partition }: Claim): Outcome | null => {
    if (kind !== "fetch" || partition?.type !== "range") return null;
    const ids = [...hand.world.keys()].filter((id) => id !== lostId);
    const rejects = [{ id: null, code: "record_unreadable", facts: {}, sample: "" }];
    return packPage({
      type: "page",
      records: ids.map((id) => hand.record(id)),
      rejects,
      covers: { type: "ids", ids },
      rest: null,
    });
  };

/** Brings a page in which one record could not be used. */
const withReject =
  (hand: Hand, id: number) =>
  ({ kind, partition }: Claim): Outcome | null => {
    if (kind !== "fetch" || partition?.type !== "range") return null;
    const records = [...hand.world.keys()]
      .filter((one) => one !== id)
      .map((one) => hand.record(one));
    return packPage({
      type: "page",
      records,
      rejects: [{ id, code: "field_unreadable", facts: {}, sample: "" }],
      covers: partition,
      rest: null,
    });
  };

describe("trying again", () => {
  tenant("shows what the stopped refresh had read already, and counts it", (hand) => {
    hand.refresh();
    hand.edit(1, "changed");
    const started = hand.start();
    hand.run((claim) =>
      claim.kind === "verify"
        ? {
            type: "handedBack",
            until: hand.now + 60_000,
            failure: { kind: "busy", code: "gate_wait", facts: {}, retryAfterMs: null },
          }
        : null,
    );
    hand.transaction(() =>
      hand.commands.cancel(
        { run: started.type === "started" ? started.run.executionId : "", by: "Marie" },
        hand.at(),
      ),
    );
    retry(hand);
    hand.run();
    expect(hand.last()).toMatchObject({
      status: "completed",
      published: true,
      steps: [{ tally: { changed: 1 } }],
    });
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant("reads everything where the settings have changed in between", (hand) => {
    const failed = hand.refresh((claim) =>
      claim.kind === "verify" ? refused("sign_in_refused") : null,
    );
    retry(hand, { access: { ...plan().access, settings: { database: "another" } } });
    expect(hand.stores.runs.active()).toMatchObject({ status: "surveying" });
    expect(hand.stores.runs.active()?.generation).not.toBe(failed.generation);
  });

  tenant("reads everything where the refresh was undone", (hand) => {
    hand.refresh();
    hand.edit(1, "changed");
    const run = hand.refresh(withReject(hand, 4));
    hand.transaction(() => hand.commands.undo({ run: run.id, by: "Marie" }, hand.at()));
    retry(hand);
    hand.run();
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant("reads everything where the refresh before it was undone in between", (hand) => {
    hand.refresh();
    hand.edit(1, "changed");
    const run = hand.refresh();
    const failed = hand.refresh((claim) =>
      claim.kind === "verify" ? refused("sign_in_refused") : null,
    );
    hand.transaction(() => hand.commands.undo({ run: run.id, by: "Marie" }, hand.at()));
    retry(hand);
    expect(hand.stores.runs.active()?.generation).not.toBe(failed.generation);
    hand.run();
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant(
    "reads a resource again whose list disagreed: its dropped removals had replaced changes",
    (hand) => {
      hand.refresh();
      hand.edit(9, "changed");
      hand.refresh((claim) =>
        claim.kind === "verify" && claim.partition?.type === "range"
          ? { type: "identified", ids: [1, 2, 3], covers: claim.partition }
          : null,
      );
      expect(hand.seen()["9"]).toBe("n9");
      retry(hand);
      hand.run();
      expect(hand.last().status).toBe("completed");
      expect(hand.seen()).toEqual(hand.truth());
    },
  );

  tenant("reads a record again that had come without its id", (hand) => {
    hand.refresh();
    hand.edit(4, "changed");
    hand.refresh(withoutId(hand, 4));
    expect(hand.seen()["4"]).toBe("n4");
    retry(hand);
    hand.run();
    expect(hand.last().status).toBe("completed");
    expect(hand.seen()).toEqual(hand.truth());
  });
});

describe("a record that came without its id", () => {
  tenant("keeps the cursor where it was: the next read begins there", (hand) => {
    hand.refresh();
    const key = { configuration: "f1", resource: "sales" };
    const before = hand.stores.publications.current(key);
    hand.edit(11, "added");
    hand.edit(4, "changed");
    expect(hand.refresh(withoutId(hand, 4)).status).toBe("completed_with_problems");
    expect(hand.stores.publications.current(key)).toMatchObject({
      cursor: before?.cursor,
      completeAt: before?.completeAt,
    });
  });
});

describe("two resources of one run", () => {
  const both = ["sales", "purchases"].map((key) => ({
    key,
    label: { en: key, fr: key },
    columns: [],
  }));
  const two = plan({ resources: both });

  tenant("cannot be undone where a later refresh has built upon one of them", (hand) => {
    hand.start({ plan: two });
    hand.run();
    const first = hand.last();
    hand.edit(1, "changed");
    hand.refresh();
    expect(hand.commands.undo({ run: first.id, by: "Marie" }, hand.at())).toEqual({
      type: "refused",
      code: "nothing_to_undo",
    });
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant("apply nothing of a late page of the one that was refused", (hand) => {
    hand.start({ plan: two });
    hand.run();
    hand.edit(2, "changed");
    hand.start({ plan: two });
    hand.next();
    hand.next();
    const partitions = [
      [6, 8],
      [9, 10],
      [1, 5],
    ].map(([from = 0, to = 0]) => ({ type: "range" as const, from, to }));
    hand.apply(hand.take(), { type: "smaller", partitions });
    hand.next();
    hand.next();
    const [refusing, late] = [hand.take(), hand.take()];
    expect([late.resource, late.partition]).toEqual(["sales", { type: "range", from: 1, to: 5 }]);
    const page = hand.answer(late);
    hand.apply(refusing, refused("rights_missing"));
    hand.apply(late, page);
    hand.run();
    expect(hand.last()).toMatchObject({
      status: "completed_with_problems",
      published: true,
      steps: [{ tally: { changed: 0 } }, { tally: { changed: 1 } }],
    });
    expect(hand.seen()["2"]).toBe("n2");
  });

  tenant("leave no removals in one that is refused after pages without records", (hand) => {
    hand.start({ plan: two });
    hand.run();
    hand.edit(11, "added");
    hand.start({ plan: two });
    hand.run((claim) => {
      if (claim.resource !== "sales" || claim.kind !== "fetch" || claim.partition?.type !== "range")
        return null;
      const { from, to } = claim.partition;
      if (from === 1 && to === 11)
        return {
          type: "smaller",
          partitions: [
            { type: "range", from: 1, to: 3 },
            { type: "range", from: 4, to: 11 },
          ],
        };
      return from === 1
        ? packPage({
            type: "page",
            records: [],
            rejects: [],
            covers: claim.partition,
            rest: null,
          })
        : refused("rights_missing");
    });
    expect(hand.last()).toMatchObject({
      status: "completed_with_problems",
      problems: [{ code: "rights_missing", resource: "sales" }],
    });
    expect(hand.last().published).toBe(true);
    hand.start({ plan: two });
    hand.run((claim) =>
      claim.resource === "sales" && claim.kind === "verify" ? refused("rights_missing") : null,
    );
    expect(hand.seen()).toEqual(hand.truth());
  });
});
