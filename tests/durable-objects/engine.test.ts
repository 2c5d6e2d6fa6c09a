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

  tenant("of the very first refresh leaves nothing, for nothing stood before it", (hand) => {
    const run = hand.refresh();
    expect(
      hand.transaction(() => hand.commands.undo({ run: run.id, by: "Marie" }, hand.at())).type,
    ).toBe("undone");
    expect(hand.stores.publications.current({ configuration: "f1", resource: "sales" })).toBeNull();
  });

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

  tenant("a stopped run ends although its lanes never come home", (hand) => {
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
    "four answers without sense give a batch up; the step keeps its records and says so",
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

  tenant("calls of the day that are used up are not waited for until midnight", (hand) => {
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

describe("reading", () => {
  const page = (hand: Hand, over = {}) =>
    hand.readers.page({
      configuration: "f1",
      resource: "sales",
      after: null,
      limit: 3,
      search: null,
      asOf: null,
      sort: null,
      ...over,
    });

  tenant("pages by key, in both directions of a column too", (hand) => {
    hand.refresh();
    const walk = (over: object): unknown[] => {
      const ids: unknown[] = [];
      for (let after: string | null = null; ;) {
        const found = page(hand, { ...over, after });
        if (found === null) throw new Error("its generation is gone");
        ids.push(...found.records.map(({ id }) => id));
        if (found.next === null) return ids;
        after = found.next;
      }
    };
    const rising = Array.from({ length: 10 }, (_, index) => index + 1);
    expect(walk({})).toEqual(rising);
    // Numbers inside of texts go by size: n2 before n10.
    const byName = rising;
    expect(
      walk({ sort: { column: "name", as: "text", minus: null, direction: "asc", language: "en" } }),
    ).toEqual(byName);
    expect(
      walk({
        sort: { column: "name", as: "text", minus: null, direction: "desc", language: "en" },
      }),
    ).toEqual([...byName].reverse());
    expect(
      walk({
        sort: { column: "amount", as: "number", minus: null, direction: "desc", language: "en" },
      }),
    ).toEqual([...rising].reverse());
  });

  tenant("names only generations that were published and are kept", (hand) => {
    hand.refresh();
    hand.edit(1, "again");
    hand.refresh();
    hand.edit(1, "unpublished");
    hand.start();
    while (hand.stores.runs.active()?.status !== "verifying") hand.next();
    const open = hand.last().generation;
    expect(page(hand, { asOf: 1 })).toMatchObject({
      generation: 1,
      total: 10,
      records: [{ id: 1, data: { name: "n1" } }, {}, {}],
    });
    expect(page(hand, { asOf: 2 })).toMatchObject({
      generation: 2,
      records: [{ data: { name: "again" } }, {}, {}],
    });
    for (const asOf of [0, open, open + 1, 999_999]) expect(page(hand, { asOf })).toBeNull();
    hand.run();
    expect(page(hand, { asOf: open })).toMatchObject({
      records: [{ data: { name: "unpublished" } }, {}, {}],
    });
    hand.transaction(() => hand.commands.undo({ run: hand.last().id, by: "Ada" }, hand.at()));
    expect(page(hand, { asOf: open })).toBeNull();
  });

  tenant("stays in the generation in which it began, and ends where that is gone", (hand) => {
    hand.refresh();
    for (const sort of [
      null,
      { column: "name", as: "text", minus: null, direction: "asc", language: "en" },
    ]) {
      const before = hand.seen();
      const first = page(hand, { sort });
      for (const id of hand.world.keys())
        hand.edit(id, `later ${id} ${sort?.column}`, `2026-03-0${sort === null ? 1 : 2}`);
      const later = hand.refresh();
      const second = page(hand, { sort, after: first?.next });
      expect(second).toMatchObject({ generation: first?.generation, total: 10 });
      for (const { id, data } of second?.records ?? []) expect(data.name).toBe(before[String(id)]);
      const fresh = page(hand, { sort });
      expect(fresh?.generation).toBe(later.generation);
      hand.transaction(() => hand.commands.undo({ run: later.id, by: "Ada" }, hand.at()));
      expect(page(hand, { sort, after: fresh?.next })).toBeNull();
    }
  });

  tenant("answers nothing of a generation that has been swept", (hand) => {
    hand.refresh();
    const cursor = page(hand)?.next;
    for (let turn = 0; turn < 14; turn += 1) {
      hand.edit(1, `turn ${turn}`, `2026-02-${10 + turn}`);
      hand.refresh();
      hand.now += 40 * 24 * 3_600_000;
    }
    while (hand.housekeeping.hasWork(hand.now))
      hand.transaction(() => hand.housekeeping.sweep(hand.now));
    for (let asOf = 1; asOf <= 5; asOf += 1) expect(page(hand, { asOf })).toBeNull();
    expect(page(hand, { after: cursor })).toBeNull();
    expect(page(hand, { asOf: 6 })).toMatchObject({
      records: [{ data: { name: "turn 4" } }, {}, {}],
    });
  });

  tenant("finds what is written with or without case and accents, old rows and new", (hand) => {
    hand.edit(1, "École");
    hand.edit(2, "E\u0301cole bis");
    hand.edit(3, "Straße");
    hand.edit(4, "ISPARTA ıspanak");
    hand.edit(5, "cœur ﬁn");
    hand.refresh();
    const found = (search: string) => page(hand, { search })?.records.map(({ id }) => id);
    const looks = (): void => {
      for (const search of ["ecole", "ÉCOLE", "E\u0301cole", "école"])
        expect(found(search)).toEqual([1, 2]);
      for (const search of ["strasse", "STRASSE", "STRAßE", "straẞe"])
        expect(found(search)).toEqual([3]);
      for (const search of ["isparta", "İSPARTA", "ıspanak", "ispanak"])
        expect(found(search)).toEqual([4]);
      for (const search of ["coeur", "CŒUR", "fin"]) expect(found(search)).toEqual([5]);
      expect(page(hand, { search: "école" })?.total).toBe(2);
    };
    looks();
    hand.sql("UPDATE record SET text = NULL WHERE id <> 2");
    looks();
  });

  tenant("sorts by the reader's language", (hand) => {
    for (const [at, name] of [
      "Zoé",
      "écart",
      "Eclair",
      "côté",
      "cote",
      "coté",
      "étude",
      "a",
    ].entries())
      hand.edit(at + 1, name);
    for (const id of [9, 10]) hand.world.delete(id);
    hand.refresh();
    const sorted = (direction: "asc" | "desc") =>
      page(hand, {
        limit: 20,
        sort: { column: "name", as: "text", minus: null, direction, language: "fr" },
      })?.records.map(({ data }) => data.name);
    const rising = ["a", "cote", "coté", "côté", "écart", "Eclair", "étude", "Zoé"];
    expect(sorted("asc")).toEqual(rising);
    expect(sorted("desc")).toEqual([...rising].reverse());
  });

  tenant("searches values, not the names of columns", (hand) => {
    hand.refresh();
    hand.edit(4, 'Crème "brûlée"');
    hand.refresh();
    expect(page(hand, { search: 'creme "BR' })).toMatchObject({ total: 1, records: [{ id: 4 }] });
    expect(page(hand, { search: "name" })).toMatchObject({ total: 0, records: [] });
  });
});

describe("sums", () => {
  tenant(
    "add by month, group and currency, to the last decimal of the currency",
    (hand) => {
      const rows = [
        [1, "2026-01-05", "0.1", "EUR"],
        [2, "2026-01-31", "0.2", "EUR"],
        [3, "2026-01-09", "1000.125", "TND"],
        [4, "2026-02-01", "-5", "EUR"],
        [5, null, "9", "EUR"],
        [6, "2026-03-01", "12345678901234567890.123456789012345", "EUR"],
        [7, "2026-03-02", "0.000000000000001", "EUR"],
        [8, "2026-03-03", null, "EUR"],
      ] as const;
      const records = rows.map(([id, due, amount, currency]) => ({
        id,
        version: "1",
        data: { due, amount, currency, kind: "bill" },
      }));
      hand.refresh((claim) =>
        claim.kind === "fetch" && claim.partition !== null
          ? packPage({ type: "page", records, rejects: [], covers: claim.partition, rest: null })
          : null,
      );
      const sums = hand.readers.sums({
        configuration: "f1",
        resource: "sales",
        amount: { column: "amount", minus: null },
        date: "due",
        group: "kind",
        currency: "currency",
        uncounted: [],
      });
      expect(sums).toEqual([
        { month: "", group: "bill", currency: "EUR", sum: "9", records: 1 },
        { month: "2026-01", group: "bill", currency: "EUR", sum: "0.3", records: 2 },
        { month: "2026-01", group: "bill", currency: "TND", sum: "1000.125", records: 1 },
        { month: "2026-02", group: "bill", currency: "EUR", sum: "-5", records: 1 },
        {
          month: "2026-03",
          group: "bill",
          currency: "EUR",
          sum: "12345678901234567890.123456789012346",
          records: 2,
        },
      ]);
    },
    8,
  );

  tenant(
    "take credit notes off, drafts below zero too, and leave out what nobody owes",
    (hand) => {
      const rows = [
        [1, "invoice", "posted", "100.10"],
        [2, "refund", "posted", "40.05"],
        [3, "invoice", "draft", "-10"],
        [4, "refund", "draft", "-1"],
        [5, "invoice", "cancel", "999"],
        [6, "refund", "posted", "12345678901234567890"],
      ] as const;
      const records = rows.map(([id, kind, state, amount]) => ({
        id,
        version: "1",
        data: { due: "2026-01-05", amount, currency: "EUR", kind, state },
      }));
      hand.refresh((claim) =>
        claim.kind === "fetch" && claim.partition !== null
          ? packPage({ type: "page", records, rejects: [], covers: claim.partition, rest: null })
          : null,
      );
      const amount = { column: "amount", minus: { column: "kind", values: ["refund"] } };
      const uncounted = [{ column: "state", values: ["cancel"] }];
      const of = { configuration: "f1", resource: "sales", uncounted };
      expect(
        hand.readers.sums({ ...of, amount, date: "due", group: "kind", currency: "currency" }),
      ).toEqual([
        { month: "2026-01", group: "invoice", currency: "EUR", sum: "90.1", records: 2 },
        {
          month: "2026-01",
          group: "refund",
          currency: "EUR",
          sum: "-12345678901234567929.05",
          records: 3,
        },
      ]);
      expect(
        hand.readers.averages({
          ...of,
          measures: [amount],
          by: ["currency"],
          where: [{ column: "kind", value: "invoice" }],
        }),
      ).toEqual([{ groups: { currency: "EUR" }, records: 2, averages: { amount: 45.05 } }]);
    },
    6,
  );
});

describe("averages", () => {
  const plainly = (column: string) => ({ column, minus: null });
  const published = (hand: Hand) => {
    const rows = [
      [1, "1", "Year 12", 4],
      [2, "1", "Year 12", 7],
      [3, "1", "Year 12", null],
      [4, "1", null, 10],
      [5, "2", "Year 12", 0.1],
      [6, "2", "Year 12", 0.2],
      [7, "3", "Year 13", null],
      [8, "3", "Year 13", "6.5"],
    ] as const;
    const records = rows.map(([id, cycle, year, vision]) => ({
      id,
      version: null,
      data: { cycle, year, vision, effort: 3 },
    }));
    hand.refresh((claim) =>
      claim.kind === "fetch" && claim.partition !== null
        ? packPage({ type: "page", records, rejects: [], covers: claim.partition, rest: null })
        : null,
    );
  };
  const order = {
    configuration: "f1",
    resource: "sales",
    measures: [plainly("vision")],
    by: ["cycle"],
    where: [],
    uncounted: [],
  };

  tenant(
    "leave out records without a number, and round what adding leaves behind",
    (hand) => {
      published(hand);
      expect(hand.readers.averages(order)).toEqual([
        { groups: { cycle: "1" }, records: 4, averages: { vision: 7 } },
        { groups: { cycle: "2" }, records: 2, averages: { vision: 0.15 } },
        { groups: { cycle: "3" }, records: 2, averages: { vision: 6.5 } },
      ]);
    },
    8,
  );

  tenant(
    "by several columns, of several measures, where others have a value",
    (hand) => {
      published(hand);
      const both = {
        ...order,
        measures: [plainly("vision"), plainly("effort")],
        by: ["cycle", "year"],
      };
      expect(hand.readers.averages({ ...both, where: [{ column: "cycle", value: "1" }] })).toEqual([
        { groups: { cycle: "1", year: "" }, records: 1, averages: { vision: 10, effort: 3 } },
        {
          groups: { cycle: "1", year: "Year 12" },
          records: 3,
          averages: { vision: 5.5, effort: 3 },
        },
      ]);
      expect(
        hand.readers.averages({ ...both, where: [{ column: "year", value: "" }] }),
      ).toMatchObject([{ records: 1 }]);
      expect(hand.readers.averages({ ...order, measures: [plainly("nothing")] })).toMatchObject([
        { averages: { nothing: null } },
        {},
        {},
      ]);
    },
    8,
  );

  tenant("of nothing published are none", (hand) => {
    expect(hand.readers.averages(order)).toEqual([]);
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
