// A run from start to end, worked by hand: publication, undo, fences, failures, the guard and pruning.
import { describe, expect, it } from "vitest";
import { maxFailures } from "../../core/retry-policy.ts";
import type { Claim, Outcome } from "../../contract/rpc/task.ts";
import { packPage } from "../../core/pack.ts";
import { byHand, plan, worldOf, type Hand } from "./hand.ts";

let tenants = 0;
/** One fresh tenant a test. */
const tenant = (title: string, test: (hand: Hand) => void, size = 10) =>
  it(title, () => byHand(`hand-${(tenants += 1)}`, worldOf(size), test));

const broken: Outcome = {
  type: "failed",
  failure: { kind: "broken", code: "answer_unreadable", facts: { host: "h" }, retryAfterMs: null },
};
const refused = (code: string): Outcome => ({
  type: "failed",
  failure: { kind: "refused", code, facts: { host: "h" }, retryAfterMs: null },
});
const emptyPage = (): Outcome =>
  packPage({
    type: "page",
    records: [],
    rejects: [],
    covers: { type: "ids", ids: [] },
    rest: null,
  });

describe("publishing", () => {
  tenant("shows nothing before the end, and all of it after", (hand) => {
    hand.start();
    hand.next();
    expect(hand.seen()).toEqual({});
    hand.run();
    expect(hand.seen()).toEqual(hand.truth());
    expect(hand.last()).toMatchObject({ status: "completed", rowsWritten: 10, published: true });
  });

  tenant("follows what was added, changed and removed, and says so", (hand) => {
    hand.refresh();
    hand.edit(3, "changed");
    hand.edit(11, "added");
    hand.world.delete(5);
    const run = hand.refresh();
    expect(hand.seen()).toEqual(hand.truth());
    expect(run.steps[0]?.tally).toEqual({
      read: 10,
      added: 1,
      changed: 1,
      removed: 1,
      unchanged: 8,
      rejected: 0,
    });
    const { changes } = hand.stores.changes.page(run, hand.stores.records, null, 100);
    expect(
      changes.map(({ id, kind, before, after }) => [id, kind, before?.name, after?.name]).sort(),
    ).toEqual(
      [
        [11, "added", undefined, "added"],
        [3, "changed", "n3", "changed"],
        [5, "removed", "n5", undefined],
      ].sort(),
    );
  });

  tenant("removes a record above the highest that the source has left", (hand) => {
    hand.refresh();
    hand.world.delete(10);
    hand.refresh();
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant("writes no record row when nothing changed, and does not move the generation", (hand) => {
    const first = hand.refresh();
    const second = hand.refresh();
    expect(second).toMatchObject({ status: "completed", rowsWritten: 0, published: false });
    expect(hand.stores.publications.freshness()[0]?.generation).toBe(first.generation);
  });

  tenant("pages what a run changed", (hand) => {
    const run = hand.refresh();
    const first = hand.stores.changes.page(run, hand.stores.records, null, 4);
    const second = hand.stores.changes.page(run, hand.stores.records, first.next, 100);
    expect([...first.changes, ...second.changes].map(({ id }) => id)).toEqual(
      Array.from({ length: 10 }, (_, index) => index + 1),
    );
    expect(second.next).toBeNull();
  });

  tenant("keeps the data as of an earlier generation", (hand) => {
    const first = hand.refresh();
    hand.edit(1, "later");
    hand.refresh();
    expect(hand.seen(first.generation)["1"]).toBe("n1");
    expect(hand.seen()["1"]).toBe("later");
  });
});

describe("undo", () => {
  tenant("gives back what readers saw before, cursor included, and only once", (hand) => {
    hand.refresh();
    const before = hand.stores.publications.current({ configuration: "f1", resource: "sales" });
    const old = hand.truth();
    hand.edit(1, "wrong");
    hand.edit(99, "wrong too");
    const run = hand.refresh();
    expect(
      hand.transaction(() => hand.commands.undo({ run: run.id, by: "Marie" }, hand.at())),
    ).toMatchObject({
      type: "undone",
      run: { undone: true, undoneBy: "Marie", undoneAt: new Date(hand.now).toISOString() },
    });
    expect(hand.seen()).toEqual(old);
    expect(hand.stores.publications.current({ configuration: "f1", resource: "sales" })).toEqual(
      before,
    );
    expect(hand.commands.undo({ run: run.id, by: "Marie" }, hand.at())).toEqual({
      type: "refused",
      code: "nothing_to_undo",
    });
  });

  tenant("is not brought back by the next run: what was undone is read anew", (hand) => {
    hand.refresh();
    hand.edit(1, "wrong");
    const run = hand.refresh();
    hand.transaction(() => hand.commands.undo({ run: run.id, by: "Marie" }, hand.at()));
    hand.edit(1, "right");
    expect(hand.refresh().steps[0]?.tally).toMatchObject({ changed: 1 });
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant(
    "goes back as far as data is kept, then is refused and leaves what readers see",
    (hand) => {
      const runs = Array.from({ length: 14 }, (_, turn) => {
        hand.edit(1, `turn ${turn}`, `2026-02-${10 + turn}`);
        const run = hand.refresh();
        hand.now += 40 * 24 * 3_600_000;
        return run.id;
      });
      while (hand.housekeeping.hasWork(hand.now))
        hand.transaction(() => hand.housekeeping.sweep(hand.now));
      const undo = (run: string) =>
        hand.transaction(() => hand.commands.undo({ run, by: "Marie" }, hand.at()));
      for (const run of runs.slice(5).reverse()) expect(undo(run).type).toBe("undone");
      expect(hand.seen()["1"]).toBe("turn 4");
      const before = hand.seen();
      expect(undo(runs[4] ?? "")).toEqual({ type: "refused", code: "undo_too_old" });
      expect(hand.seen()).toEqual(before);
    },
  );

  tenant(
    "of the very first refresh leaves nothing, because there was nothing before it",
    (hand) => {
      const run = hand.refresh();
      expect(
        hand.transaction(() => hand.commands.undo({ run: run.id, by: "Marie" }, hand.at())).type,
      ).toBe("undone");
      expect(
        hand.stores.publications.current({ configuration: "f1", resource: "sales" }),
      ).toBeNull();
    },
  );

  tenant("is refused while a refresh runs", (hand) => {
    const run = hand.refresh();
    hand.start();
    expect(hand.commands.undo({ run: run.id, by: "Marie" }, hand.at())).toEqual({
      type: "refused",
      code: "run_active",
    });
  });
});

describe("one run at a time", () => {
  tenant("refuses a second start and names the first", (hand) => {
    const first = hand.start();
    expect(hand.start()).toMatchObject({
      type: "alreadyRunning",
      run: { executionId: first.type === "started" ? first.run.executionId : "" },
    });
  });

  tenant("answers the same key with the same run", (hand) => {
    const first = hand.start({ idempotencyKey: "k" });
    hand.run();
    expect(hand.start({ idempotencyKey: "k" })).toMatchObject({
      type: "repeated",
      run: { executionId: first.type === "started" ? first.run.executionId : "" },
    });
  });

  tenant("erases the sealed secret with the end of the run", (hand) => {
    const run = hand.refresh();
    expect(hand.stores.runs.plan(run.id)).toBeNull();
  });
});

describe("fences", () => {
  tenant("a page that comes twice changes nothing", (hand) => {
    hand.start();
    hand.next();
    const claim = hand.take();
    const answer = hand.answer(claim);
    hand.apply(claim, answer);
    const after = JSON.stringify(hand.stores.runs.active());
    hand.apply(claim, answer);
    expect(JSON.stringify(hand.stores.runs.active())).toBe(after);
  });

  tenant("a lane whose claim ran out is refused by the number of the next one", (hand) => {
    hand.start();
    const zombie = hand.take();
    hand.wait(13_000);
    const fresh = hand.take();
    expect(fresh.fence.attempt).toBe(zombie.fence.attempt + 1);
    hand.apply(zombie, refused("sign_in_refused"));
    expect(hand.stores.runs.active()?.status).toBe("surveying");
    expect(hand.lanes.renew(zombie.fence, hand.at())).toBe(false);
    hand.apply(fresh, hand.answer(fresh));
    hand.run();
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant(
    "a lane of a stopped run changes nothing, and with the last one the run is stopped",
    (hand) => {
      hand.refresh();
      hand.edit(1, "unseen");
      const started = hand.start();
      const id = started.type === "started" ? started.run.executionId : "";
      hand.next();
      const claim = hand.take();
      hand.transaction(() => hand.commands.cancel({ run: id, by: "Marie" }, hand.at()));
      expect(hand.last().status).toBe("cancelling");
      hand.apply(claim, hand.answer(claim));
      expect(hand.last()).toMatchObject({
        status: "cancelled",
        published: false,
        cancelledBy: "Marie",
      });
      expect(hand.seen()["1"]).toBe("n1");
      hand.refresh();
      expect(hand.seen()).toEqual(hand.truth());
    },
  );

  tenant("a stopped run ends although its lanes never report again", (hand) => {
    const started = hand.start();
    hand.claim();
    hand.transaction(() =>
      hand.commands.cancel(
        { run: started.type === "started" ? started.run.executionId : "", by: "Marie" },
        hand.at(),
      ),
    );
    hand.wait(13_000);
    expect(hand.last().status).toBe("cancelled");
  });
});

describe("kills", () => {
  tenant("cost nothing: fifty of them, and the run ends with the source's data", (hand) => {
    hand.start();
    for (let kill = 0; kill < 50; kill += 1) {
      hand.claim();
      hand.restart();
      hand.wait(13_000);
    }
    hand.run();
    expect(hand.last()).toMatchObject({ status: "completed" });
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant(
    "a batch that takes its lane down each time is cut until the one record is found and set aside",
    (hand) => {
      hand.start();
      const deadly = (from: number, to: number) => from <= 7 && to >= 7;
      for (let turn = 0; turn < 200 && hand.stores.runs.active() !== null; turn += 1) {
        const claim = hand.claim();
        if (claim === null) hand.wait(13_000);
        else if (
          claim.partition?.type === "range" &&
          claim.kind === "fetch" &&
          deadly(claim.partition.from, claim.partition.to)
        )
          hand.wait(13_000);
        else hand.apply(claim, hand.answer(claim));
      }
      expect(hand.last()).toMatchObject({ status: "completed_with_problems" });
      expect(hand.stores.rejects.list(hand.last().id, 10)).toMatchObject([
        { id: 7, code: "record_stops_reading" },
      ]);
      const { 7: _, ...rest } = hand.truth();
      expect(hand.seen()).toEqual(rest);
    },
  );
});

describe("trouble", () => {
  tenant(
    "a batch is given up after four unreadable answers; the step keeps its records and says so",
    (hand) => {
      hand.refresh();
      hand.edit(1, "unseen");
      hand.world.delete(2);
      hand.start();
      for (let turn = 0; turn < maxFailures + 2; turn += 1) {
        hand.run((claim) => (claim.kind === "fetch" ? broken : null));
        hand.wait(60_000);
      }
      expect(hand.last()).toMatchObject({
        status: "completed_with_problems",
        problems: [{ code: "given_up_unreadable", facts: { host: "h" } }],
      });
      expect(hand.seen()).toMatchObject({ 1: "n1", 2: "n2" });
      hand.transaction(() => hand.commands.retry(hand.order(hand.last().id), hand.at()));
      expect(hand.stores.runs.active()?.steps).toHaveLength(1);
      hand.run();
      expect(hand.last()).toMatchObject({ status: "completed" });
      expect(hand.seen()).toEqual(hand.truth());
    },
  );

  tenant(
    "what was read in part under another mapping is read whole the next time, under whichever",
    (hand) => {
      hand.refresh();
      hand.start();
      for (let turn = 0; turn < maxFailures + 2; turn += 1) {
        hand.run((claim) => {
          const answer = hand.answer(claim);
          if (answer.type === "surveyed") return { ...answer, fingerprint: "another" };
          return claim.kind === "fetch" ? broken : answer;
        });
        hand.wait(60_000);
      }
      expect(hand.last()).toMatchObject({
        status: "completed_with_problems",
        steps: [{ fingerprint: "another" }],
      });
      hand.start();
      expect(hand.take().since).toMatchObject({ cursor: null, fingerprint: null });
    },
  );

  tenant("a refused sign-in ends the run at once and leaves the data", (hand) => {
    hand.refresh();
    hand.edit(1, "unseen");
    const run = hand.refresh((claim) =>
      claim.kind === "fetch" ? refused("sign_in_refused") : null,
    );
    expect(run).toMatchObject({ status: "failed", problems: [{ code: "sign_in_refused" }] });
    expect(hand.seen()["1"]).toBe("n1");
  });

  tenant(
    "a failed first load is resumed: its generation is reopened and only the rest is read",
    (hand) => {
      const failed = hand.refresh((claim) =>
        claim.kind === "verify" ? refused("sign_in_refused") : null,
      );
      expect(failed.status).toBe("failed");
      expect(hand.seen()).toEqual({});
      hand.transaction(() => hand.commands.retry(hand.order(failed.id), hand.at()));
      expect(hand.stores.runs.active()).toMatchObject({
        generation: failed.generation,
        retryOf: failed.id,
      });
      hand.run();
      expect(hand.last()).toMatchObject({ status: "completed" });
      expect(hand.seen()).toEqual(hand.truth());
    },
  );

  tenant("what a failed run had read is never shown by the next", (hand) => {
    hand.refresh();
    hand.edit(1, "half read");
    hand.refresh((claim) => (claim.kind === "verify" ? refused("sign_in_refused") : null));
    hand.edit(1, "n1", "2026-01-01 00:00:00");
    const run = hand.refresh();
    expect(run.rowsWritten).toBe(0);
    expect(hand.seen()["1"]).toBe("n1");
  });

  tenant("records that the source lists and never gives are counted as a problem", (hand) => {
    const run = hand.refresh((claim) => {
      if (claim.kind !== "fetch" || claim.partition === null) return null;
      if (claim.partition.type === "ids") return emptyPage();
      const records = [...hand.world.keys()].filter((id) => id !== 4).map((id) => hand.record(id));
      return packPage({ type: "page", records, rejects: [], covers: claim.partition, rest: null });
    });
    expect(run).toMatchObject({
      status: "completed_with_problems",
      problems: [{ code: "records_missing", facts: { count: "1" } }],
    });
  });

  tenant("a list cut short removes nothing", (hand) => {
    hand.refresh();
    const run = hand.refresh((claim) =>
      claim.kind === "verify" && claim.partition?.type === "range"
        ? { type: "identified", ids: [1, 2, 3], covers: claim.partition }
        : null,
    );
    expect(run).toMatchObject({
      status: "completed_with_problems",
      problems: [{ code: "source_disagrees" }],
    });
    expect(hand.seen()).toEqual(hand.truth());
  });

  tenant("a wait for the Gate is no failure", (hand) => {
    hand.start();
    const failure = {
      kind: "busy" as const,
      code: "gate_wait",
      facts: { host: "h" },
      retryAfterMs: 5_000,
    };
    for (let turn = 0; turn < 30; turn += 1) {
      hand.run(() => ({ type: "handedBack", until: hand.now + 5_000, failure }));
      expect(hand.stores.runs.active()?.waiting?.code).toBe("gate_wait");
      hand.wait(5_000);
    }
    hand.run();
    expect(hand.last().status).toBe("completed");
  });

  tenant("a wait for the Gate ends with the time that a run may wait", (hand) => {
    hand.start();
    const failure = {
      kind: "busy" as const,
      code: "gate_wait",
      facts: { host: "h" },
      retryAfterMs: 5_000,
    };
    let waitedMs = 0;
    for (; hand.stores.runs.active() !== null && waitedMs < 7_200_000; waitedMs += 300_000) {
      hand.run(() => ({ type: "handedBack", until: hand.now + 300_000, failure }));
      hand.wait(300_000);
    }
    expect(hand.last()).toMatchObject({
      status: "failed",
      problems: [{ code: "waited_too_long" }],
    });
    expect(waitedMs).toBeLessThanOrEqual(35 * 60_000);
  });

  tenant("a run does not wait until midnight once the calls of the day are used up", (hand) => {
    hand.start();
    const failure = {
      kind: "busy" as const,
      code: "calls_used_up",
      facts: { host: "h" },
      retryAfterMs: null,
    };
    hand.run(() => ({ type: "handedBack", until: hand.now + 9 * 3_600_000, failure }));
    expect(hand.last()).toMatchObject({
      status: "failed",
      problems: [{ code: "calls_used_up", facts: { host: "h" } }],
    });
  });
});

describe("rejected records", () => {
  const withReject =
    (hand: Hand, id: number) =>
    ({ kind, partition }: Claim) => {
      if (kind !== "fetch" || partition?.type !== "range") return null;
      const records = [...hand.world.keys()]
        .filter((one) => one !== id)
        .map((one) => hand.record(one));
      const rejects = [
        { id, code: "field_unreadable", facts: { field: "due", value: "x" }, sample: "{}" },
      ];
      return packPage({ type: "page", records, rejects, covers: partition, rest: null });
    };

  tenant("count as present, keep their earlier version and are listed", (hand) => {
    hand.refresh();
    hand.edit(4, "unreadable now");
    const run = hand.refresh(withReject(hand, 4));
    expect(run).toMatchObject({
      status: "completed_with_problems",
      problems: [{ code: "records_rejected", facts: { count: "1" } }],
    });
    expect(run.steps[0]).toMatchObject({
      status: "completed",
      verified: 10,
      tally: { removed: 0, rejected: 1 },
    });
    expect(hand.seen()["4"]).toBe("n4");
  });

  tenant("are read again by “Try again” alone", (hand) => {
    hand.refresh(withReject(hand, 4));
    hand.transaction(() => hand.commands.retry(hand.order(hand.last().id), hand.at()));
    hand.run();
    expect(hand.last()).toMatchObject({
      status: "completed",
      steps: [{ tally: { read: 1, added: 1 } }],
    });
    expect(hand.seen()).toEqual(hand.truth());
  });
});

describe("the guard", () => {
  const emptied = (hand: Hand) => {
    hand.refresh();
    hand.edit(1, "changed");
    for (const id of [...hand.world.keys()]) if (id > 100) hand.world.delete(id);
    return hand.refresh();
  };

  tenant(
    "holds a mass removal, publishes the rest and asks",
    (hand) => {
      const run = emptied(hand);
      expect(run).toMatchObject({
        status: "completed_with_problems",
        questions: [{ resource: "sales", vanishing: 200, of: 300, answer: null }],
      });
      expect(Object.keys(hand.seen())).toHaveLength(300);
      expect(hand.seen()["1"]).toBe("changed");
      expect(hand.stores.changes.page(run, hand.stores.records, null, 500).changes).toHaveLength(1);
    },
    300,
  );

  tenant(
    "lets them go after a person's yes, which reads only ids",
    (hand) => {
      const run = emptied(hand);
      const fetched: string[] = [];
      hand.confirm(run.id);
      hand.run((claim) => (fetched.push(claim.kind), null));
      expect(fetched).not.toContain("fetch");
      expect(hand.last()).toMatchObject({
        status: "completed",
        steps: [{ tally: { removed: 200 } }],
      });
      expect(hand.seen()).toEqual(hand.truth());
    },
    300,
  );

  tenant(
    "reads on from where records were last read: ids alone say nothing of what has changed since",
    (hand) => {
      const run = emptied(hand);
      hand.confirm(run.id);
      hand.run();
      hand.start();
      expect(hand.take().since).toMatchObject({ cursor: { seen: 300 }, fingerprint: "f" });
    },
    300,
  );

  tenant(
    "asks again on the next refresh",
    (hand) => {
      emptied(hand);
      expect(hand.refresh().questions).toHaveLength(1);
    },
    300,
  );

  tenant("never empties a resource by itself", (hand) => {
    hand.refresh();
    hand.world.clear();
    expect(hand.refresh()).toMatchObject({
      status: "completed_with_problems",
      questions: [{ vanishing: 10, of: 10 }],
    });
    expect(Object.keys(hand.seen())).toHaveLength(10);
  });
});

describe("pruning", () => {
  tenant("keeps ten publications and what they show, and sweeps older versions", (hand) => {
    for (let turn = 0; turn < 14; turn += 1) {
      hand.edit(1, `turn ${turn}`, `2026-02-${10 + turn}`);
      hand.refresh();
      hand.now += 40 * 24 * 3_600_000;
    }
    while (hand.housekeeping.hasWork(hand.now))
      hand.transaction(() => hand.housekeeping.sweep(hand.now));
    const generations = hand.stores.publications.freshness();
    expect(generations).toHaveLength(1);
    expect(hand.seen()).toEqual(hand.truth());
    expect(hand.seen(5)["1"]).toBe("turn 4");
    expect(
      hand.stores.records.versionAt({ configuration: "f1", resource: "sales" }, 1, 2),
    ).toBeUndefined();
  });

  tenant("keeps the records whose removal was held back, however often it was", (hand) => {
    hand.refresh();
    const kept = Object.keys(hand.seen());
    for (let turn = 0; turn < 14; turn += 1) {
      hand.world.clear();
      hand.edit(20 + turn, `turn ${turn}`);
      hand.start({
        plan: plan({ limits: { ...plan().limits, removalShare: 0, removalCount: 0 } }),
      });
      hand.run();
      expect(hand.last().questions).toHaveLength(1);
      hand.now += 40 * 24 * 3_600_000;
    }
    while (hand.housekeeping.hasWork(hand.now))
      hand.transaction(() => hand.housekeeping.sweep(hand.now));
    expect(Object.keys(hand.seen())).toEqual(expect.arrayContaining(kept));
  });

  tenant("sweeps a deleted configuration", (hand) => {
    hand.refresh();
    hand.transaction(() => hand.housekeeping.forget("f1"));
    expect(hand.seen()).toEqual({});
    while (hand.housekeeping.hasWork(hand.now))
      hand.transaction(() => hand.housekeeping.sweep(hand.now));
    expect(
      hand.stores.records.census({ configuration: "f1", resource: "sales", published: 1, own: 1 })
        .records,
    ).toBe(0);
  });
});

describe("two resources", () => {
  const two = plan({
    resources: ["sales", "purchases"].map((key) => ({
      key,
      label: { en: key, fr: key },
      columns: [],
    })),
  });

  tenant("one that is refused midway leaves no trace in later generations", (hand) => {
    hand.start({ plan: two });
    hand.run();
    hand.edit(1, "changed");
    hand.start({ plan: two });
    hand.run((claim) =>
      claim.resource === "purchases" && claim.kind === "survey" ? refused("rights_missing") : null,
    );
    expect(hand.last()).toMatchObject({
      status: "completed_with_problems",
      problems: [{ code: "rights_missing", resource: "purchases" }],
    });
    hand.start({ plan: two });
    hand.run();
    expect(hand.last()).toMatchObject({
      status: "completed",
      steps: [{ tally: { changed: 0 } }, { tally: { changed: 1 } }],
    });
  });
});
