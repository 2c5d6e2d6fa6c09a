// What people and schedules order: start, try again, confirm, stop, undo. Each is one synchronous
// block.
import { canonical } from "../../contract/values/canonical.ts";
import type { Refusal, Started, StartCommand } from "../../contract/rpc/start.ts";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import type { Run } from "../../contract/api/run.ts";
import {
  beginDelivery,
  beginRetry,
  beginRun,
  beginSending,
  stepStart,
  type Begun,
  type LeftOver,
  type RunStart,
} from "../../core/begin.ts";
import { mustReread, pagesBelongTogether } from "../../core/coverage.ts";
import { isOwed } from "../../core/delivery.ts";
import { hashOf } from "../../core/hash.ts";
import { problemFrom } from "../../core/problem.ts";
import { hasEnded, type RunState } from "../../core/run.ts";
import { viewRun } from "../../core/view.ts";
import { withdrawn } from "../../core/withdrawal.ts";
import type { RunTransitions } from "./run-transitions.ts";
import { openDeliveries } from "../delivery/open-deliveries.ts";
import { Removals } from "./removals.ts";
import type { Repeat } from "../stores/runs.ts";
import type { Stores } from "../stores/stores.ts";
import type { RunLock } from "./run-lock.ts";

type RetryOrder = Parameters<TenantRpc["retry"]>[0];
type ConfirmOrder = Parameters<TenantRpc["confirmRemovals"]>[0];

/** The clock and chance of one call. */
export type CommandTime = { now: number; newId: () => string };

const dayMs = 24 * 3_600_000;

const refused = (code: Refusal["code"]): Refusal => ({ type: "refused", code });

export class Commands {
  readonly #stores: Stores;
  readonly #course: RunTransitions;
  readonly #turns: RunLock;
  readonly #removals: Removals;

  constructor(
    stores: Stores,
    { transitions, turns }: { transitions: RunTransitions; turns: RunLock },
  ) {
    this.#stores = stores;
    this.#course = transitions;
    this.#turns = turns;
    this.#removals = new Removals(stores);
  }

  start(order: StartCommand, at: CommandTime): Started | Refusal {
    const plan = narrow(order.plan, order.resources);
    if (plan === null) return refused("resource_unknown");
    return this.#begin(order, at, () => {
      const start = this.#runStart(order, plan, at);
      const steps = plan.resources.map((resource) =>
        stepStart(resource, {
          reads: "records",
          complete: order.complete || this.#completeDue(plan, resource, at.now),
          expected: this.#expected(plan, resource.key),
        }),
      );
      return { plan, begun: beginRun(start, steps, at.now) };
    });
  }

  retry(order: RetryOrder, at: CommandTime): Started | Refusal {
    const ended = this.#stores.runs.find(order.run);
    if (ended === null) return refused("run_unknown");
    return this.#begin(order, at, () => {
      if (!hasEnded(ended.status)) return refused("run_active");
      const unread = undone(ended);
      // Only where all was read is there nothing to do but to send on; else what is owed goes with
      // what is read.
      const owing =
        order.plan.destination === null ? [] : ended.steps.filter((step) => isOwed(ended, step));
      const steps = ended.steps.filter((step) => unread.includes(step) || owing.includes(step));
      const plan = narrow(
        order.plan,
        steps.map(({ resource }) => resource),
      );
      if (steps.length === 0 || plan === null) return refused("nothing_to_retry");
      const start = { ...this.#runStart(order, plan, at), retryOf: ended.id };
      // No other run and no undo since: what the ended one knew of the source and of the store
      // still holds.
      const stands = start.epoch === ended.epoch + 1 && start.reads === ended.reads;
      if (!stands) {
        const again = plan.resources.map((resource) =>
          stepStart(resource, {
            reads: "records",
            complete: true,
            expected: this.#expected(plan, resource.key),
          }),
        );
        return { plan, begun: beginRun(start, again, at.now) };
      }
      const allRead = unread.length === 0 && steps.every(({ status }) => status === "completed");
      if (allRead) return this.#sendAgain(start, plan, steps, at);
      const left = steps.map((step): LeftOver => this.#leftOver(ended, step));
      // A yes is used up by the run that it began: this one asks anew.
      if (ended.published) return { plan, begun: beginRetry(start, left, "fresh", at.now) };
      this.#stores.metadata.reopen(ended.generation);
      return {
        plan,
        begun: beginRetry({ ...start, generation: ended.generation }, left, "reopened", at.now),
      };
    });
  }

  /**
   * Nothing has to be read: what is published goes on to the destination, as far as it has not
   * arrived.
   */
  #sendAgain(
    start: RunStart,
    plan: RunPlan,
    steps: RunState["steps"],
    { now }: CommandTime,
  ): { plan: RunPlan; begun: Begun } | Refusal {
    const resources = steps.map(({ resource }) => resource);
    const owed = openDeliveries(this.#stores, plan.configuration, plan.destination, resources);
    return owed.length === 0
      ? refused("nothing_to_retry")
      : { plan, begun: beginDelivery(start, steps, owed, now) };
  }

  /**
   * Sends on to the destination what is published, and reads nothing: what has not arrived, or all
   * of it anew.
   */
  send(order: Parameters<TenantRpc["send"]>[0], at: CommandTime): Started | Refusal {
    return this.#begin(order, at, () => {
      const { configuration, destination, resources } = order.plan;
      const published = resources.filter(
        ({ key }) => this.#stores.publications.current({ configuration, resource: key }) !== null,
      );
      const plan = narrow(
        order.plan,
        published.map(({ key }) => key),
      );
      if (plan === null || destination === null) return refused("nothing_to_send");
      if (order.everything) this.#stores.deliveries.startOver(configuration);
      const owed = openDeliveries(
        this.#stores,
        configuration,
        destination,
        published.map(({ key }) => key),
      );
      if (owed.length === 0) return refused("nothing_to_send");
      const steps = published.map((resource) =>
        stepStart(resource, { reads: "records", complete: false, expected: 1 }),
      );
      return { plan, begun: beginSending(this.#runStart(order, plan, at), steps, owed, at.now) };
    });
  }

  confirmRemovals(order: ConfirmOrder, at: CommandTime): Started | Refusal {
    const ended = this.#stores.runs.find(order.run);
    if (ended === null) return refused("run_unknown");
    return this.#begin(order, at, () => {
      if (!ended.problems.some(({ code }) => code === "removals_held"))
        return refused("nothing_to_confirm");
      const open = this.#removals.open(ended);
      const wanted = order.resources ?? open;
      if (open.length === 0 || wanted.some((resource) => !open.includes(resource)))
        return refused("question_answered");
      // A yes that names nothing is about the one question there is.
      if (order.resources === null && open.length > 1) return refused("questions_unnamed");
      const plan = narrow(order.plan, wanted);
      if (plan === null) return refused("resource_unknown");
      const start = { ...this.#runStart(order, plan, at), retryOf: ended.id, confirms: wanted };
      const steps = plan.resources.map((resource) =>
        stepStart(resource, { reads: "ids", complete: true, expected: 1 }),
      );
      this.#removals.confirm(ended, wanted, {
        by: order.startedBy.name,
        run: start.id,
        now: at.now,
      });
      return { plan, begun: beginRun(start, steps, at.now) };
    });
  }

  cancel(run: string, by: string, now: number): { type: "cancelling"; run: Run } | Refusal {
    const held = this.#stores.runs.find(run);
    if (held === null) return refused("run_unknown");
    if (hasEnded(held.status)) return refused("run_ended");
    if (held.status === "cancelling") return { type: "cancelling", run: viewRun(held, now) };
    this.#stores.metadata.raiseEpoch();
    const asked = this.#course.applyEvent(held, { type: "cancelAsked", by }, now);
    const idle = this.#stores.batches.claims(run).length === 0;
    const after = idle ? this.#course.applyEvent(asked, { type: "lanesLeft" }, now) : asked;
    return { type: "cancelling", run: viewRun(after, now) };
  }

  /**
   * Ends the runs that read through what their tenant may not use any more. What is published
   * already goes on to where it goes.
   */
  withdraw(connections: { id: string; share: string | null }[], now: number): void {
    const active = this.#stores.runs.active();
    for (const run of [...(active === null ? [] : [active]), ...this.#stores.runs.setAside()]) {
      const access = this.#stores.runs.plan(run.id)?.access;
      if (access === undefined || run.status === "cancelling" || run.status === "delivering")
        continue;
      const grant = connections.find(({ id }) => id === access.connection);
      const code = access.shared
        ? withdrawn(access, grant === undefined ? null : grant.share)
        : grant === undefined
          ? "connection_deleted"
          : null;
      if (code === null) continue;
      const facts = {
        connection: access.name ?? access.connection,
        host: access.name ?? access.connection,
      };
      this.#course.applyEvent(
        run,
        { type: "connectionRefused", problem: problemFrom({ code, facts }, null) },
        now,
      );
    }
  }

  /** Gives readers back what they saw before a run, cursors included. */
  undo(
    { run, by }: { run: string; by: string },
    now: number,
  ): { type: "undone"; run: Run } | Refusal {
    const held = this.#stores.runs.find(run);
    if (held === null) return refused("run_unknown");
    // Another configuration's run that only waits builds on nothing of this one's.
    if (this.#turns.inTheWayOf(held.configuration, now) !== null) return refused("run_active");
    const places = held.steps
      .filter(({ status }) => status === "completed" || status === "incomplete")
      .map(({ resource }) => ({ configuration: held.configuration, resource }));
    // What a later refresh has built upon one of them cannot lose its ground: the later one is
    // undone first.
    const stands = places.every(
      (place) => this.#stores.publications.current(place)?.generation === held.generation,
    );
    if (!held.published || held.undone || !stands) return refused("nothing_to_undo");
    const isLost = (place: (typeof places)[number]) =>
      !this.#stores.publications.hasBefore(place, held.generation) &&
      this.#stores.runs.showedBefore(place, held.generation);
    // What stood before it is swept: readers would be left with nothing in place of older data.
    if (places.some(isLost)) return refused("undo_too_old");
    this.#stores.metadata.raiseEpoch();
    for (const place of places) {
      this.#stores.publications.withdraw(place, held.generation);
      this.#stores.deliveries.fallBack(
        place,
        this.#stores.publications.current(place)?.generation ?? 0,
      );
    }
    this.#stores.metadata.abort(held.generation);
    this.#stores.schedules.pause(held.configuration);
    const after = {
      ...this.#removals.withdraw(held, now),
      undone: true,
      undoneBy: by,
      undoneAt: now,
      seq: held.seq + 1,
    };
    this.#stores.runs.save(after);
    this.#stores.outbox.put(after.id, after.seq);
    return { type: "undone", run: viewRun(after, now) };
  }

  /**
   * The check, and what is kept if it passes: no `await` in between, so two starts cannot both
   * pass.
   */
  #begin(
    order: Omit<StartCommand, "resources" | "complete">,
    { now }: CommandTime,
    make: () => { plan: RunPlan; begun: Begun } | Refusal,
  ): Started | Refusal {
    const same = this.repeated(order);
    if (same !== null) return same;
    const held = this.#turns.inTheWayOf(order.plan.configuration, now);
    if (held !== null) return { type: "alreadyRunning", run: viewRun(held, now) };
    const made = make();
    if ("type" in made) return made;
    const { plan, begun } = made;
    this.#turns.giveWayTo(plan.configurationName, now);
    const run = viewRun(begun.run, now);
    this.#stores.runs.insert(begun.run, plan, repeatOf(order, run));
    this.#stores.batches.add(begun.run.id, begun.batches);
    this.#stores.schedules.began(plan, now, order.startedBy.kind);
    this.#course.announce(begun.run);
    return { type: "started", run };
  }

  /**
   * The first answer to a request that comes again, or the refusal of another request under the
   * same key; null: it is new. IETF draft-ietf-httpapi-idempotency-key-header: a key belongs to one
   * request of one caller.
   */
  repeated(order: Keyed): Started | Refusal | null {
    const key = keyOf(order);
    const known = key === null ? null : this.#stores.runs.startedWith(key);
    if (known === null) return null;
    return known.request === (order.request ?? "")
      ? { type: "repeated", run: known.answer }
      : refused("idempotency_key_reused");
  }

  #runStart(
    order: Omit<StartCommand, "resources" | "complete">,
    plan: RunPlan,
    { newId }: CommandTime,
  ): RunStart {
    return {
      id: newId(),
      configuration: plan.configuration,
      configurationName: plan.configurationName,
      epoch: this.#stores.metadata.raiseEpoch(),
      generation: this.#stores.metadata.raiseGeneration(),
      limits: plan.limits,
      startedBy: order.startedBy,
      pastDurationsMs: this.#stores.runs
        .pastOf(
          plan.configuration,
          plan.resources.map(({ key }) => key),
        )
        .map((run) => (run.endedAt ?? run.startedAt) - run.startedAt),
      retryOf: null,
      reads: markOf(plan),
      delivers: plan.destination !== null,
      confirms: [],
    };
  }

  /**
   * Incremental reads miss what changes without a stamp: a complete pass is due every so many days.
   */
  #completeDue(plan: RunPlan, resource: RunPlan["resources"][number], now: number): boolean {
    const completeAt = this.#stores.publications.current({
      configuration: plan.configuration,
      resource: resource.key,
    })?.completeAt;
    return (
      completeAt === undefined ||
      completeAt === null ||
      now - completeAt > plan.limits.completeEveryDays * dayMs
    );
  }

  #expected(plan: RunPlan, resource: string): number {
    const last = this.#stores.runs.pastOf(
      plan.configuration,
      plan.resources.map(({ key }) => key),
    )[0];
    return last?.steps.find((step) => step.resource === resource)?.tally.read ?? 1_000;
  }

  #leftOver(ended: RunState, step: RunState["steps"][number]): LeftOver {
    const fetches = this.#stores.batches
      .all(ended.id)
      .filter((batch) => batch.resource === step.resource && batch.kind === "fetch");
    const unread = fetches
      .filter(({ retry }) => retry.status !== "done")
      .flatMap(({ partition }) => (partition === null ? [] : [partition]));
    const rejected = this.#stores.rejects.ids(ended.id, step.resource);
    const named = rejected.length === 0 ? [] : [{ type: "ids" as const, ids: rejected }];
    // What did not agree has dropped its removals, and with them what stood in their place: nobody
    // knows what to ask for.
    const disagreed = step.holes > 0 && unread.length === 0;
    // Nor can parts of pages that belong together: what they listed went with their run.
    const together = pagesBelongTogether(step);
    const again = mustReread(step, {
      unnamed: this.#stores.rejects.unnamed(ended.id, step.resource),
      rejected: step.tally.rejected,
    });
    const survey = step.reads === "ids" || fetches.length === 0 || disagreed || together || again;
    return { step, survey, partitions: [...unread, ...named] };
  }
}

type Keyed = Pick<StartCommand, "idempotencyKey" | "request" | "startedBy">;

const keyOf = ({ idempotencyKey, startedBy }: Keyed): string | null =>
  idempotencyKey === null ? null : `${startedBy.id} ${idempotencyKey}`;

function repeatOf(order: Keyed, answer: Run): Repeat | null {
  const key = keyOf(order);
  return key === null ? null : { key, request: order.request ?? "", answer };
}

/** What a plan reads, whoever signs in: pages read under other settings do not belong together. */
const markOf = ({ template, options, access }: RunPlan): string =>
  hashOf(
    canonical({
      template,
      options,
      connection: access.connection,
      kind: access.kind,
      settings: access.settings,
    }),
  );

/**
 * Steps that an ended run did not bring whole: given up, refused, stopped, or with rejected
 * records.
 */
const undone = (ended: RunState): RunState["steps"] =>
  ended.steps.filter(
    (step) =>
      step.status === "failed" ||
      step.status === "cancelled" ||
      step.holes > 0 ||
      step.tally.rejected > 0,
  );

/** The plan with the wanted resources only; null when one of them is not part of it. */
function narrow(plan: RunPlan, wanted: string[] | null): RunPlan | null {
  if (wanted === null) return plan;
  const resources = plan.resources.filter(({ key }) => wanted.includes(key));
  return resources.length === wanted.length && resources.length > 0 ? { ...plan, resources } : null;
}
