// The safety promises, held against a world after every event.
import type { Claim, Fence, Outcome } from "../../contract/rpc/task.ts";
import { maxBusyMs, maxLost } from "../../core/retry-policy.ts";
import { hasEnded, type RunState, type StepState } from "../../core/run.ts";
import type { BatchState } from "../../durable-objects/stores/batches.ts";
import type { MemoryStores } from "./memory-stores.ts";
import type { Arrivals } from "./arrivals.ts";
import type { ReaderCheck } from "./readers.ts";
import { promise, type World } from "./world.ts";

type Report = { fence: Fence; outcome: Outcome; then: "next" | "resend" };
type Grip = { report: Report; accepted: boolean; run: RunState | null; batch: BatchState | null };

/** The longest pause that a source asks for here, or that the rules choose. */
const longestWaitMs = 300_000;

const keyOf = (run: string, batch: number): string => `${run} ${batch}`;

export class Checker {
  readonly #world: World;
  readonly #stores: MemoryStores;
  readonly #readers: ReaderCheck;
  readonly #arrivals: Arrivals;
  #epoch = 0;
  /** The highest epoch a run has had when it began. */
  #highest = 0;
  #dead = 0;
  #run: RunState | null = null;
  /** As they were looked at last. */
  readonly #seen = new Map<string, RunState>();
  /** Runs that were set aside when they were looked at last. */
  #aside: string[] = [];
  #runs = new Map<string, number>();
  #batches = new Map<number, BatchState>();
  #batchesOf = "";
  #attempts = new Map<string, number>();
  #silentUntil = new Map<string, number>();
  #broken = new Map<string, number>();
  #grip: Grip | null = null;
  /** The last sign that somebody works on the run. */
  workedAt = 0;

  constructor(
    world: World,
    stores: MemoryStores,
    { readers, arrivals }: { readers: ReaderCheck; arrivals: Arrivals },
  ) {
    this.#world = world;
    this.#stores = stores;
    this.#readers = readers;
    this.#arrivals = arrivals;
  }

  /** A lane was given a batch. */
  claimed({ fence, since }: Claim): void {
    const key = keyOf(fence.run, fence.batch);
    this.workedAt = this.#world.now;
    promise(
      fence.attempt > (this.#attempts.get(key) ?? 0),
      () => `S8 batch ${key} was given twice under attempt ${fence.attempt}`,
    );
    this.#attempts.set(key, fence.attempt);
    promise(
      this.#world.now >= (this.#silentUntil.get(key) ?? 0),
      () => `Retry-After of batch ${key} was not waited for`,
    );
    promise(
      since.complete || since.cursor === null || since.fingerprint !== null,
      () => `a cursor without the fingerprint of what it read`,
    );
  }

  /** A lane reports: what it may change is decided before the object is asked. */
  reporting(report: Report): void {
    const { fence } = report;
    const run = this.#stores.runs.active();
    const batch = this.#stores.batches.find(fence.run, fence.batch);
    const mine = run?.id === fence.run && run.epoch === fence.epoch;
    const accepted =
      mine && batch?.retry.status === "claimed" && batch.retry.attempt === fence.attempt;
    if (!accepted)
      this.#world.reached(run?.id === fence.run && !mine ? "oldEpochRefused" : "oldHolderRefused");
    this.#grip = { report, accepted, run, batch };
  }

  reported(): void {
    const grip = this.#grip;
    this.#grip = null;
    if (grip === null) return;
    const {
      report: { fence, outcome },
      accepted,
      run,
    } = grip;
    const key = keyOf(fence.run, fence.batch);
    if (!accepted) {
      const after = run && this.#stores.runs.find(run.id);
      // The last lane of a run that is being stopped ends it, and changes nothing else.
      // Whatever is called, a run that rests may be set aside by it.
      const aside = (after?.setAside ?? null) !== null && after?.steps === run?.steps;
      const same =
        after === run ||
        aside ||
        (run?.status === "cancelling" &&
          after?.status === "cancelled" &&
          after.rowsWritten === run.rowsWritten);
      promise(
        same,
        () =>
          `S8 a holder of attempt ${fence.attempt}, epoch ${fence.epoch} of batch ${key} changed the run`,
      );
      return;
    }
    const after = this.#stores.batches.find(fence.run, fence.batch);
    // Rolled back: nothing of it happened. An object that woke for this report may have shortened
    // the claim, and that stays.
    if (after?.retry.status === "claimed" && after.retry.attempt === fence.attempt) return;
    this.workedAt = this.#world.now;
    if (outcome.type === "failed" && outcome.failure.retryAfterMs !== null)
      this.#silentUntil.set(
        key,
        this.#world.now + Math.min(outcome.failure.retryAfterMs, longestWaitMs),
      );
    if (outcome.type === "failed" && outcome.failure.kind === "broken")
      this.#broken.set(key, (this.#broken.get(key) ?? 0) + 1);
    // What comes for a resource that has left the run is taken by nobody.
    if (outcome.type === "page" && after?.retry.status !== "dropped")
      this.#readers.arrived(fence.run, this.#resourceOf(grip), outcome);
    if (after?.retry.status === "permanently_failed") this.#judgeGivenUp(after, grip, key);
  }

  #resourceOf = ({ batch }: Grip): string => batch?.resource ?? "";

  /** Claims cost nothing: only answers give a batch up. */
  #judgeGivenUp(batch: BatchState, grip: Grip, key: string): void {
    const { outcome } = grip.report;
    if (outcome.type !== "failed" && outcome.type !== "pending" && outcome.type !== "handedBack")
      return promise(false, () => `batch ${key} was given up after ${outcome.type}`);
    // A destination that works for too long is left like one that keeps us waiting.
    const kind = outcome.type === "pending" ? "busy" : outcome.failure.kind;
    const { startedBy, waitingSince } = grip.run ?? {};
    const limitMs = maxBusyMs[startedBy?.kind ?? "person"];
    const since = Math.min(batch.retry.busySince ?? Infinity, waitingSince ?? Infinity);
    const until = outcome.type === "handedBack" ? outcome.until : this.#world.now + longestWaitMs;
    const waited = until - Math.min(since, this.#world.now) > limitMs;
    const enough = (this.#broken.get(key) ?? 0) >= 4;
    promise(
      kind === "refused" || (kind === "busy" ? waited : enough),
      () => `batch ${key} was given up after ${this.#broken.get(key) ?? 0} answers`,
    );
    if (kind === "busy") this.#world.reached("waitedTooLong");
  }

  /** After each call into the object. */
  called(name: string, life: string): void {
    const { runs, metadata } = this.#stores;
    const epoch = metadata.epoch();
    promise(epoch >= this.#epoch, () => `S1 the epoch fell from ${this.#epoch} to ${epoch}`);
    const run = runs.active() ?? runs.last();
    if (metadata.dead.rows.size < this.#dead) this.#world.reached("deadSwept");
    this.#dead = metadata.dead.rows.size;
    if (
      name === "alarm" &&
      runs.active() !== null &&
      (this.#stores.schedules.nextAt([]) ?? Infinity) <= this.#world.now
    )
      this.#world.reached("scheduledWaited");
    // One call may end a run and begin the next.
    const before = this.#run === null || this.#run.id === run?.id ? null : runs.find(this.#run.id);
    for (const id of this.#aside) {
      if (id === runs.active()?.id) {
        this.#world.reached("resumed");
        continue;
      }
      const one = runs.find(id);
      if (one === null || one === this.#seen.get(id)) continue;
      this.#judgeRun(one);
      this.#seen.set(id, one);
    }
    for (const one of [before, run]) {
      if (one === null) continue;
      this.#arrivals.look(one, name);
      this.#judgeBatches(one, { byTick: name === "alarm" || name === "wake", life });
      if (one !== this.#seen.get(one.id)) this.#judgeRun(one);
      this.#run = one;
      this.#seen.set(one.id, one);
    }
    this.#judgeAside();
    this.#epoch = epoch;
    this.#readers.look(name);
  }

  /**
   * Runs that are set aside wait, hold no batch, stand for a configuration each, and only while
   * another holds the lock.
   */
  #judgeAside(): void {
    const { runs, batches } = this.#stores;
    const aside = runs.setAside();
    this.#aside = aside.map(({ id }) => id);
    if (aside.length === 0) return;
    const active = runs.active();
    promise(active !== null, () => `S1 ${aside[0]?.id} is set aside and nobody holds the lock`);
    const all = active === null ? aside : [active, ...aside];
    const configurations = new Set(all.map(({ configuration }) => configuration));
    promise(
      configurations.size === all.length,
      () => `S1 two runs of one configuration: ${all.map(({ id }) => id).join()}`,
    );
    for (const { id, status } of aside) {
      promise(
        !hasEnded(status) && status !== "cancelling",
        () => `S1 ${id} is ${status} and set aside`,
      );
      promise(
        batches.claims(id).length === 0,
        () => `S1 lanes hold batches of ${id}, which is set aside`,
      );
    }
    this.#world.reached("setAside");
  }

  /**
   * No run waits longer than it may, and a pause of the source's; what it lost to another of the
   * tenant's does not count.
   */
  #judgeWait(run: RunState): void {
    if (
      run.waiting === null ||
      (run.setAside ?? null) !== null ||
      (run.waitingSince ?? null) === null ||
      hasEnded(run.status)
    )
      return;
    const waitedMs = run.waiting.until - (run.waitingSince ?? 0);
    const limitMs = maxBusyMs[run.startedBy.kind];
    // Each part that a destination works on by itself has its own time.
    if (run.status !== "delivering")
      promise(
        waitedMs <= limitMs,
        () => `${run.id} waits ${waitedMs} ms, ${limitMs} may be waited`,
      );
  }

  #judgeRun(run: RunState): void {
    const before = this.#run;
    if (!this.#seen.has(run.id)) {
      const gaveWay =
        before !== null && this.#stores.runs.setAside().some(({ id }) => id === before.id);
      promise(
        before === null || gaveWay || hasEnded(before.status),
        () => `S1 ${run.id} began while ${before?.id} was running`,
      );
      promise(
        run.epoch > this.#highest,
        () => `S1 ${run.id} has epoch ${run.epoch}, ${this.#highest} was given before`,
      );
      this.#highest = Math.max(this.#highest, run.epoch);
    }
    this.#judgeWait(run);
    const known = this.#runs.get(run.id);
    promise(
      run.progressPercentage >= (known ?? 0) && run.progressPercentage <= 100,
      () => `S9 progress went from ${known} to ${run.progressPercentage}`,
    );
    const whole = run.status === "completed" || run.status === "completed_with_problems";
    promise(
      (run.progressPercentage === 100) === whole,
      () => `S9 ${run.progressPercentage} % while ${run.status}`,
    );
    this.#runs.set(run.id, run.progressPercentage);
    const old = this.#seen.get(run.id);
    if (old !== undefined)
      promise(
        run.seq >= old.seq && run.epoch >= old.epoch,
        () => `S10 seq or epoch of ${run.id} fell`,
      );
    if (hasEnded(run.status) && (old === undefined || !hasEnded(old.status))) this.#judgeEnd(run);
  }

  #judgeEnd(run: RunState): void {
    if (run.status === "failed") this.#world.reached("runFailed");
    else if (run.steps.some((step) => step.status === "failed"))
      this.#world.reached("resourceFailed");
    this.#arrivals.judgeEnd(run);
    promise(
      this.#stores.seenIds.shelf.rows(run.id).size === 0,
      () => `S15 the lists of ${run.id} outlived it`,
    );
    promise(
      this.#stores.runs.plan(run.id) === null,
      () => `the sealed secret of ${run.id} outlived it`,
    );
    const open = this.#stores.batches
      .all(run.id)
      .filter(
        ({ retry }) =>
          retry.status === "waiting" || (retry.status === "claimed" && run.status === "cancelled"),
      );
    promise(open.length === 0, () => `S13 ${run.id} has ended with ${open.length} batches open`);
    for (const { resource, tally, status } of run.steps) {
      if (status !== "completed" && status !== "incomplete") continue;
      const listed = this.#stores.rejects.count(run.id, resource);
      promise(
        listed === tally.rejected,
        () =>
          `S6 ${run.id} says ${tally.rejected} records of ${resource} were rejected and lists ${listed}`,
      );
    }
    // Lists cut short may use up the rounds before the first honest one.
    for (const { resource, problem } of this.#world.strengths.listCutShort > 0 ? [] : run.steps)
      if (problem?.code === "records_missing")
        promise(
          this.#wasRepaired(run, resource),
          () => `${run.id} misses records of ${resource} and never asked for them`,
        );
    if (run.status !== "completed")
      return promise(
        run.problems.length > 0 || run.status === "cancelled",
        () => `S6 ${run.id} is ${run.status} and does not say why`,
      );
    const silent = run.steps.every(
      (step) =>
        step.status === "completed" &&
        step.holes === 0 &&
        step.tally.rejected === 0 &&
        step.problem === null,
    );
    promise(
      run.toDeliver.length === 0,
      () => `S6 ${run.id} is completed and ${run.toDeliver.join()} has not been sent on`,
    );
    promise(
      silent && run.problems.length === 0 && run.questions.length === 0,
      () => `S6 ${run.id} is completed with something missing`,
    );
    const givenUp = this.#stores.batches
      .all(run.id)
      .filter(({ retry }) => retry.status === "permanently_failed");
    promise(
      givenUp.length === 0,
      () => `S6 ${run.id} is completed with ${givenUp.length} batches given up`,
    );
  }

  /** Whether records were asked for by their ids. */
  #wasRepaired = ({ id }: RunState, resource: string): boolean =>
    this.#stores.batches
      .all(id)
      .some(
        (batch) =>
          batch.resource === resource && batch.kind === "fetch" && batch.partition?.type === "ids",
      );

  #judgeBatches(run: RunState, { byTick, life }: { byTick: boolean; life: string }): void {
    const all = this.#stores.batches.all(run.id);
    const before = this.#batchesOf === run.id ? this.#batches : new Map<number, BatchState>();
    this.#batchesOf = run.id;
    let claimed = 0;
    for (const batch of all) {
      if (batch.retry.status === "claimed") claimed += 1;
      const old = before.get(batch.batch);
      if (old === batch) continue;
      before.set(batch.batch, batch);
      promise(
        batch.retry.status !== "waiting" || batch.retry.lost < maxLost,
        () => `batch ${batch.batch} was lost ${batch.retry.lost} times and not cut`,
      );
      if (byTick && old?.retry.status === "claimed" && batch.retry.status !== "claimed")
        this.#takenBack(old, batch, life);
    }
    this.#batches = before;
    promise(
      claimed <= run.limits.lanes,
      () => `${claimed} lanes hold batches where ${run.limits.lanes} may`,
    );
    if (!hasEnded(run.status)) for (const step of run.steps) this.#judgeOpen(run, step, all);
    promise(all.length < 5_000, () => `S14 ${all.length} batches in ${run.id}`);
  }

  /** What a step believes to be open is what is there to be done. */
  #judgeOpen(run: RunState, step: StepState, all: BatchState[]): void {
    if (
      run.status === "cancelling" ||
      !["surveying", "fetching", "verifying"].includes(step.status)
    )
      return;
    const open = all.filter(
      ({ resource, retry }) =>
        resource === step.resource && (retry.status === "waiting" || retry.status === "claimed"),
    ).length;
    promise(
      open === step.open,
      () => `S5 ${step.resource} of ${run.id} counts ${step.open} open batches, there are ${open}`,
    );
  }

  #takenBack(old: BatchState, batch: BatchState, life: string): void {
    const world = this.#world;
    const died = old.claimedIn !== life;
    promise(
      world.now >= (old.retry.claimedUntil ?? 0),
      () => `batch ${batch.batch} was taken from a lane in time`,
    );
    if (died) world.reached("takenBackAfterRestart");
    else world.reached("claimTakenBack");
    const cut =
      batch.retry.status === "done" ||
      batch.retry.status === "permanently_failed" ||
      batch.pageSize !== old.pageSize;
    promise(
      !(died && (cut || batch.retry.lost > old.retry.lost)) || old.retry.lost >= maxLost,
      () => `batch ${batch.batch} paid for the death of the runtime`,
    );
    if (cut && batch.pageSize !== old.pageSize) world.reached("pageShrunk");
    else if (batch.retry.status === "done")
      world.reached(
        this.#stores.rejects.count(batch.run, batch.resource) > 0 && batch.read === 1
          ? "recordSetAside"
          : "batchCut",
      );
  }
}
