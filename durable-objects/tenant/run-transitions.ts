// A run's transitions: each event goes through the rules, and what follows is kept in the same
// transaction.
import type { Problem } from "../../contract/api/run.ts";
import type { Owed } from "../../core/delivery.ts";
import { problemFrom } from "../../core/problem.ts";
import {
  judgeStep,
  movesReaders,
  publicationOf,
  publishedStep,
  type JudgedStep,
} from "../../core/publishing.ts";
import { addTally, hasEnded, type RunState, type StepState } from "../../core/run.ts";
import { step, type Effect, type Event } from "../../core/step.ts";
import { Collisions } from "./collisions.ts";
import { openDeliveries } from "../delivery/open-deliveries.ts";
import type { ReadView } from "../stores/records.ts";
import { Removals } from "./removals.ts";
import type { Stores } from "../stores/stores.ts";

/** What the shell does once the transaction is through. */
export type PendingEffects = {
  /** Tasks for as many lanes as have work. */
  send: boolean;
  /** A message to the subscribers. */
  tell: "progress" | "ended" | null;
  /** What readers see has changed, so the message says how. */
  isFresh: boolean;
};

export class RunTransitions {
  readonly #stores: Stores;
  readonly #collisions: Collisions;
  readonly #removals: Removals;
  #pending: PendingEffects = noEffects();

  constructor(stores: Stores) {
    this.#stores = stores;
    this.#collisions = new Collisions(stores);
    this.#removals = new Removals(stores);
  }

  /** The effects since the last call; they are carried out once. */
  takePendingEffects(): PendingEffects {
    const pending = this.#pending;
    this.#pending = noEffects();
    return pending;
  }

  /** Some work is due that no lane holds. */
  wantLanes(): void {
    this.#pending.send = true;
  }

  /** What readers see has changed without a run: the subscribers are told. */
  tellFresh(message: "progress" | "ended"): void {
    this.#pending.tell = message;
    this.#pending.isFresh = true;
  }

  /** A new run has been kept: asks for its first task and its first line in the history. */
  announce(run: RunState): void {
    this.#carryOut(run, [
      { type: "send" },
      { type: "tell", message: "progress" },
      { type: "note" },
    ]);
  }

  /** Applies an event by the rules and keeps what follows. Called inside a transaction. */
  applyEvent(run: RunState, event: Event, now: number): RunState {
    const stepped = step(run, event, now);
    if (stepped.run === run) return run;
    this.#carryOut(stepped.run, stepped.effects);
    if (stepped.run.status === "publishing")
      return this.applyEvent(stepped.run, this.#publish(stepped.run, now), now);
    this.#stores.runs.save(stepped.run);
    if (hasEnded(stepped.run.status)) this.#close(stepped.run);
    return stepped.run;
  }

  /** A batch is given up: it leaves a hole in its step, which people are told of. */
  giveUp(run: RunState, resource: string, problem: Problem | null, now: number): void {
    const said = problem ?? problemFrom({ code: "batch_given_up", facts: { resource } }, resource);
    this.applyEvent(run, { type: "batchGivenUp", resource, problem: said }, now);
  }

  /** A delivery is given up: what was published stays visible here, and stays owed. */
  giveUpDelivery(
    run: RunState,
    { code, reason }: { code: "delivery_failed" | "delivery_refused"; reason: Problem | null },
    now: number,
  ): void {
    this.applyEvent(run, { type: "deliveryGivenUp", code, reason }, now);
  }

  #carryOut(run: RunState, effects: Effect[]): void {
    for (const effect of effects)
      switch (effect.type) {
        case "plan":
          this.#stores.batches.add(run.id, effect.batches);
          break;
        case "drop":
          this.#stores.batches.dropWaiting(run.id, effect.resource);
          break;
        case "send":
          this.#pending.send = true;
          break;
        case "tell":
          this.#pending.tell =
            effect.message === "ended" ? "ended" : (this.#pending.tell ?? "progress");
          break;
        case "note":
          this.#stores.outbox.put(run.id, run.seq);
          break;
        default:
          effect satisfies never;
      }
  }

  /** A run has ended: its secret is erased, and what it read but did not publish is aborted. */
  #close(run: RunState): void {
    this.#stores.runs.erasePlan(run.id);
    this.#stores.seenIds.drop(run.id, null);
    this.#stores.batches.dropWaiting(run.id, null);
    if (!run.published) this.#stores.metadata.abort(run.generation);
  }

  readView(run: RunState, resource: string): ReadView {
    const key = { configuration: run.configuration, resource };
    return {
      ...key,
      published: this.#stores.publications.current(key)?.generation ?? 0,
      own: run.generation,
    };
  }

  /**
   * Moves the run's resources to its generation in the transaction that calls: readers see all of
   * it, or none.
   */
  #publish(run: RunState, now: number): Event {
    const steps = run.steps
      .filter(({ status }) => status === "ready")
      .map((step) => this.#judge(run, this.#withPagesSettled(run, step), now));
    const moved = movesReaders(steps);
    for (const one of steps)
      this.#stores.publications.put(
        this.readView(run, one.step.resource),
        publicationOf(one, run, { moved, now }),
      );
    this.#pending.isFresh = true;
    return {
      type: "published",
      moved,
      owed: this.#owed(
        run,
        steps.map(({ step }) => step.resource),
      ),
      steps: steps.map((one) => publishedStep(one, this.#standingRejects(run, one))),
    };
  }

  /**
   * Where not all pages were read, another record may still hold an id that one of them brought: such
   * ids are retracted.
   */
  #withPagesSettled(run: RunState, step: StepState): StepState {
    if (step.holes === 0) return step;
    const collided = this.#collisions.settlePages(
      { run: run.id, step, view: this.readView(run, step.resource) },
      "some",
    );
    return { ...step, tally: addTally(step.tally, collided) };
  }

  /** What the destination has to get of what is published now; nothing where there is none. */
  #owed(run: RunState, resources: string[]): Owed[] {
    const destination = this.#stores.runs.plan(run.id)?.destination ?? null;
    return openDeliveries(this.#stores, run.configuration, destination, resources);
  }

  /** Judges a step, and carries out what that means for its removals and their question. */
  #judge(run: RunState, step: StepState, now: number): JudgedStep {
    const { records, publications, rejects } = this.#stores;
    const view = this.readView(run, step.resource);
    const before = publications.current(view);
    const left = records.census(view).records;
    const facts = {
      step,
      before,
      left,
      rejected: rejects.count(run.id, step.resource),
      unnamed: rejects.unnamed(run.id, step.resource),
    };
    const judgement = judgeStep(facts, run.limits, () => this.#removals.confirmation(run, view));
    if (judgement.settles) this.#removals.settle(run, view, judgement.asks, now);
    if (judgement.dropsRemovals) records.dropRemovals(view);
    return {
      step,
      before,
      judgement,
      records: judgement.dropsRemovals ? records.census(view).records : left,
    };
  }

  /** Rejects of a step that an earlier run has told of already. */
  #standingRejects(run: RunState, { step, before }: JudgedStep): number {
    return before === null
      ? 0
      : this.#stores.rejects.standing(run.id, step.resource, before.rejectsOf);
  }
}

const noEffects = (): PendingEffects => ({ send: false, tell: null, isFresh: false });
