// What people, programs and schedules command: start, retry, send, confirm, cancel, undo. Each is one
// synchronous block: facts from the stores, a rule, and what the rule says.
import type { Refusal, Started, StartCommand, StartLimited } from "../../contract/rpc/start.ts";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { TenantCommand } from "../../contract/rpc/tenant.ts";
import type { Run } from "../../contract/api/run.ts";
import { admit, repeatKey, requestOf, type StartLimit } from "../../core/admission.ts";
import {
  beginDelivery,
  beginRun,
  beginSending,
  durationsOf,
  expectedRecords,
  isCompleteReadDue,
  stepStart,
  type Begun,
  type RunStart,
} from "../../core/begin.ts";
import { problemFrom } from "../../core/problem.ts";
import { confirmRefusal } from "../../core/removal-questions.ts";
import { beginRetry, leftOver, retryKind, stepsToRetry, type LeftOver } from "../../core/resume.ts";
import { hasEnded, type RunState, type StepState } from "../../core/run.ts";
import { narrowPlan, settingsHash } from "../../core/run-plan.ts";
import { shownResources, undoRefusal } from "../../core/undo.ts";
import { viewRun } from "../../core/view.ts";
import { lostAccess, type GrantedConnection } from "../../core/withdrawal.ts";
import type { RunTransitions } from "./run-transitions.ts";
import { openDeliveries } from "../delivery/open-deliveries.ts";
import { Removals } from "./removals.ts";
import type { Stores } from "../stores/stores.ts";
import type { RunLock } from "./run-lock.ts";
import type { CallContext } from "./call-context.ts";

type CallTime = Pick<CallContext, "now" | "newId">;
type StartAnswer = Started | Refusal | StartLimited;
/** What all commands that begin a run have in common. */
type BeginCommand = Omit<StartCommand, "resources" | "complete">;

const refused = (code: Refusal["code"]): Refusal => ({ type: "refused", code });

export class Commands {
  readonly #stores: Stores;
  readonly #transitions: RunTransitions;
  readonly #runLock: RunLock;
  readonly #removals: Removals;
  readonly #startLimit: StartLimit;

  constructor(
    stores: Stores,
    {
      transitions,
      runLock,
      startLimit,
    }: { transitions: RunTransitions; runLock: RunLock; startLimit: StartLimit },
  ) {
    this.#stores = stores;
    this.#transitions = transitions;
    this.#runLock = runLock;
    this.#removals = new Removals(stores);
    this.#startLimit = startLimit;
  }

  start(command: StartCommand, call: CallTime): StartAnswer {
    const plan = narrowPlan(command.plan, command.resources);
    if (plan === null) return this.#begin(command, call, "resource_unknown");
    return this.#begin(command, call, () => {
      const start = this.#runStart(command, plan, call);
      const steps = plan.resources.map((resource) =>
        stepStart(resource, {
          reads: "records",
          complete: command.complete || this.#isCompleteReadDue(plan, resource.key, call.now),
          expected: this.#expected(plan, resource.key),
        }),
      );
      return { plan, begun: beginRun(start, steps, call.now) };
    });
  }

  retry(command: TenantCommand<"retry">, call: CallTime): StartAnswer {
    const ended = this.#stores.runs.find(command.run);
    if (ended === null) return this.#begin(command, call, "run_unknown");
    return this.#begin(command, call, () => {
      if (!hasEnded(ended.status)) return refused("run_active");
      const steps = stepsToRetry(ended, { delivers: command.plan.destination !== null });
      const plan = narrowPlan(
        command.plan,
        steps.map(({ resource }) => resource),
      );
      if (steps.length === 0 || plan === null) return refused("nothing_to_retry");
      const start = { ...this.#runStart(command, plan, call), retryOf: ended.id };
      const kind = retryKind(ended, steps, start);
      switch (kind.type) {
        case "anew":
          return { plan, begun: this.#beginAnew(start, plan, call) };
        case "delivery":
          return this.#deliverAgain(start, plan, steps, call);
        case "resumed": {
          const left = steps.map((step) => this.#leftOver(ended, step));
          if (kind.generation === "fresh")
            return { plan, begun: beginRetry(start, left, "fresh", call.now) };
          const { generation } = ended;
          this.#stores.metadata.reopen(generation);
          return { plan, begun: beginRetry({ ...start, generation }, left, "reopened", call.now) };
        }
      }
    });
  }

  #beginAnew(start: RunStart, plan: RunPlan, { now }: CallTime): Begun {
    const steps = plan.resources.map((resource) =>
      stepStart(resource, {
        reads: "records",
        complete: true,
        expected: this.#expected(plan, resource.key),
      }),
    );
    return beginRun(start, steps, now);
  }

  /** Sends on what the ended run has published and its destination still lacks. */
  #deliverAgain(
    start: RunStart,
    plan: RunPlan,
    steps: StepState[],
    { now }: CallTime,
  ): { plan: RunPlan; begun: Begun } | Refusal {
    const resources = steps.map(({ resource }) => resource);
    const owed = openDeliveries(this.#stores, plan.configuration, plan.destination, resources);
    return owed.length === 0
      ? refused("nothing_to_retry")
      : { plan, begun: beginDelivery(start, steps, owed, now) };
  }

  /**
   * Sends what is published on to the destination and reads nothing: what has not arrived, or all of
   * it anew.
   */
  send(command: TenantCommand<"send">, call: CallTime): StartAnswer {
    return this.#begin(command, call, () => {
      const { configuration, destination } = command.plan;
      const published = command.plan.resources.filter(
        ({ key }) => this.#stores.publications.current({ configuration, resource: key }) !== null,
      );
      const keys = published.map(({ key }) => key);
      const plan = narrowPlan(command.plan, keys);
      if (plan === null || destination === null) return refused("nothing_to_send");
      if (command.everything) this.#stores.deliveries.startOver(configuration);
      const owed = openDeliveries(this.#stores, configuration, destination, keys);
      if (owed.length === 0) return refused("nothing_to_send");
      const steps = published.map((resource) =>
        stepStart(resource, { reads: "records", complete: false, expected: 1 }),
      );
      return {
        plan,
        begun: beginSending(this.#runStart(command, plan, call), steps, owed, call.now),
      };
    });
  }

  confirmRemovals(command: TenantCommand<"confirmRemovals">, call: CallTime): StartAnswer {
    const ended = this.#stores.runs.find(command.run);
    if (ended === null) return this.#begin(command, call, "run_unknown");
    return this.#begin(command, call, () => {
      const open = this.#removals.open(ended);
      const refusal = confirmRefusal(ended, open, command.resources);
      if (refusal !== null) return refused(refusal);
      const confirmed = command.resources ?? open;
      const plan = narrowPlan(command.plan, confirmed);
      if (plan === null) return refused("resource_unknown");
      const start = {
        ...this.#runStart(command, plan, call),
        retryOf: ended.id,
        confirms: confirmed,
      };
      const steps = plan.resources.map((resource) =>
        stepStart(resource, { reads: "ids", complete: true, expected: 1 }),
      );
      const by = command.startedBy.name;
      this.#removals.confirm(ended, confirmed, { by, run: start.id, now: call.now });
      return { plan, begun: beginRun(start, steps, call.now) };
    });
  }

  cancel(
    { run: id, by }: TenantCommand<"cancel">,
    { now }: Pick<CallTime, "now">,
  ): { type: "cancelling"; run: Run } | Refusal {
    const run = this.#stores.runs.find(id);
    if (run === null) return refused("run_unknown");
    if (hasEnded(run.status)) return refused("run_ended");
    if (run.status === "cancelling") return { type: "cancelling", run: viewRun(run, now) };
    this.#stores.metadata.raiseEpoch();
    const asked = this.#transitions.applyEvent(run, { type: "cancelAsked", by }, now);
    const isIdle = this.#stores.batches.claims(id).length === 0;
    const after = isIdle ? this.#transitions.applyEvent(asked, { type: "lanesLeft" }, now) : asked;
    return { type: "cancelling", run: viewRun(after, now) };
  }

  /** Ends the runs that read through a connection which their tenant may not use any more. */
  endRunsWithoutAccess(granted: GrantedConnection[], { now }: Pick<CallTime, "now">): void {
    for (const run of this.#runLock.unended()) {
      const access = this.#stores.runs.plan(run.id)?.access;
      const code = access === undefined ? null : lostAccess(run, access, granted);
      if (access === undefined || code === null) continue;
      const name = access.name ?? access.connection;
      const problem = problemFrom({ code, facts: { connection: name, host: name } }, null);
      this.#transitions.applyEvent(run, { type: "connectionRefused", problem }, now);
    }
  }

  /** Gives readers back what they saw before a run, cursors included. */
  undo(
    { run: id, by }: TenantCommand<"undo">,
    { now }: Pick<CallTime, "now">,
  ): { type: "undone"; run: Run } | Refusal {
    const run = this.#stores.runs.find(id);
    if (run === null) return refused("run_unknown");
    const { publications, metadata } = this.#stores;
    const { configuration, generation } = run;
    const keys = shownResources(run).map((resource) => ({ configuration, resource }));
    const shown = keys.map((key) => ({
      current: publications.current(key)?.generation ?? null,
      hasBefore: publications.hasBefore(key, generation),
      showedBefore: this.#stores.runs.showedBefore(key, generation),
    }));
    const refusal = undoRefusal(run, this.#runLock.inTheWayOf(configuration, now), shown);
    if (refusal !== null) return refused(refusal);
    metadata.raiseEpoch();
    for (const key of keys) {
      publications.withdraw(key, generation);
      this.#stores.deliveries.fallBack(key, publications.current(key)?.generation ?? 0);
    }
    metadata.abort(generation);
    this.#stores.schedules.pause(configuration);
    const after = {
      ...this.#removals.withdraw(run, now),
      undone: true,
      undoneBy: by,
      undoneAt: now,
      seq: run.seq + 1,
    };
    this.#stores.runs.save(after);
    this.#stores.outbox.put(after.id, after.seq);
    this.#transitions.tellFresh("ended");
    return { type: "undone", run: viewRun(after, now) };
  }

  /**
   * Admits a start and keeps the run it begins. There is no `await` in between, so two starts cannot
   * both be admitted.
   * @param make makes the run once it is admitted; a code: the command itself has to be refused
   */
  #begin(
    command: BeginCommand,
    { now }: CallTime,
    make: Refusal["code"] | (() => { plan: RunPlan; begun: Begun } | Refusal),
  ): StartAnswer {
    const { metadata, runs, batches, schedules } = this.#stores;
    metadata.claimTenant({ tenant: command.tenant, jurisdiction: command.jurisdiction });
    const [key, request] = [repeatKey(command), requestOf(command)];
    const admission = admit(
      { startedBy: command.startedBy, request },
      {
        first: key === null ? null : runs.startedWith(key),
        inTheWay: this.#runLock.inTheWayOf(command.plan.configuration, now),
        recentStarts: runs.recentStarts(),
        refusal: typeof make === "string" ? make : null,
      },
      { limit: this.#startLimit, now },
    );
    if (admission.type === "repeated") return { type: "repeated", run: admission.answer };
    if (admission.type === "alreadyRunning")
      return { type: "alreadyRunning", run: viewRun(admission.run, now) };
    if (admission.type !== "admitted") return admission;
    if (typeof make === "string") return refused(make);
    const made = make();
    if ("type" in made) return made;
    const { plan, begun } = made;
    this.#runLock.giveWayTo(plan.configurationName, now);
    const run = viewRun(begun.run, now);
    runs.insert(begun.run, plan, key === null ? null : { key, request, answer: run });
    batches.add(begun.run.id, begun.batches);
    schedules.began(plan, now, command.startedBy.kind);
    this.#transitions.announce(begun.run);
    return { type: "started", run };
  }

  #runStart(command: BeginCommand, plan: RunPlan, { newId }: CallTime): RunStart {
    return {
      id: newId(),
      configuration: plan.configuration,
      configurationName: plan.configurationName,
      epoch: this.#stores.metadata.raiseEpoch(),
      generation: this.#stores.metadata.raiseGeneration(),
      limits: plan.limits,
      startedBy: command.startedBy,
      pastDurationsMs: durationsOf(this.#past(plan)),
      retryOf: null,
      reads: settingsHash(plan),
      delivers: plan.destination !== null,
      confirms: [],
    };
  }

  /** Completed runs of the same resources, newest first. */
  #past({ configuration, resources }: RunPlan): RunState[] {
    return this.#stores.runs.pastOf(
      configuration,
      resources.map(({ key }) => key),
    );
  }

  #expected(plan: RunPlan, resource: string): number {
    return expectedRecords(this.#past(plan), resource);
  }

  #isCompleteReadDue({ configuration, limits }: RunPlan, resource: string, now: number): boolean {
    const published = this.#stores.publications.current({ configuration, resource });
    return isCompleteReadDue(published?.completeAt, limits, now);
  }

  #leftOver(ended: RunState, step: StepState): LeftOver {
    const { batches, rejects } = this.#stores;
    return leftOver(step, {
      batches: batches.all(ended.id).filter(({ resource }) => resource === step.resource),
      rejected: rejects.ids(ended.id, step.resource),
      unnamed: rejects.unnamed(ended.id, step.resource),
    });
  }
}
