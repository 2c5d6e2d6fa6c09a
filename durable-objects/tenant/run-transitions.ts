// The course of a run: each event goes through the rules, and what follows is kept in the same
// transaction.
import type { Problem } from "../../contract/api/run.ts";
import { isCompleteRead, mustReread, rulesOf } from "../../core/coverage.ts";
import type { Owed } from "../../core/delivery.ts";
import { problemFrom } from "../../core/problem.ts";
import { addTally, hasEnded, type RunState, type StepState } from "../../core/run.ts";
import { step, type Effect, type Event } from "../../core/step.ts";
import { Collisions } from "./collisions.ts";
import { openDeliveries } from "../delivery/open-deliveries.ts";
import type { ResourceKey, ReadView } from "../stores/records.ts";
import type { Publication } from "../stores/publications.ts";
import { Removals } from "./removals.ts";
import type { Stores } from "../stores/stores.ts";

/** What the shell does once the transaction is through. */
export type PendingEffects = {
  send: boolean;
  tell: "progress" | "ended" | null;
  published: boolean;
};

export class RunTransitions {
  readonly #stores: Stores;
  readonly #collisions: Collisions;
  readonly #removals: Removals;
  #news: PendingEffects = quiet();

  constructor(stores: Stores) {
    this.#stores = stores;
    this.#collisions = new Collisions(stores);
    this.#removals = new Removals(stores);
  }

  /** What has gathered since the last call. */
  takePendingEffects(): PendingEffects {
    const news = this.#news;
    this.#news = quiet();
    return news;
  }

  /** There is work that nobody holds. */
  wantLanes(): void {
    this.#news.send = true;
  }

  /** A run that has just been kept: its first task, its first line in the history. */
  announce(run: RunState): void {
    this.#carryOut(run, [
      { type: "send" },
      { type: "tell", message: "progress" },
      { type: "note" },
    ]);
  }

  /** Takes an event through the rules and keeps what follows. To be called inside a transaction. */
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

  /** A batch is given up: what the step could not read is a hole, and is said. */
  giveUp(run: RunState, resource: string, problem: Problem | null, now: number): void {
    const said = problem ?? problemFrom({ code: "batch_given_up", facts: { resource } }, resource);
    this.applyEvent(run, { type: "batchGivenUp", resource, problem: said }, now);
  }

  /** The destination does not get what was published: it stays owed, and readers here have it. */
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
          this.#news.send = true;
          break;
        case "tell":
          this.#news.tell = effect.message === "ended" ? "ended" : (this.#news.tell ?? "progress");
          break;
        case "note":
          this.#stores.outbox.put(run.id, run.seq);
          break;
        default:
          effect satisfies never;
      }
  }

  /** The secret leaves with the end of the run; what was read but not published is dead. */
  #close(run: RunState): void {
    this.#stores.runs.erasePlan(run.id);
    this.#stores.seenIds.drop(run.id, null);
    this.#stores.batches.dropWaiting(run.id, null);
    if (!run.published) this.#stores.metadata.abort(run.generation);
  }

  readView(run: RunState, resource: string): ReadView {
    const place = { configuration: run.configuration, resource };
    return {
      ...place,
      published: this.#stores.publications.current(place)?.generation ?? 0,
      own: run.generation,
    };
  }

  /**
   * Moves the run's resources to its generation in the transaction that calls: readers see all of
   * it, or none.
   */
  #publish(run: RunState, now: number): Event {
    const ready = run.steps
      .filter((one) => one.status === "ready")
      .map((held) => this.#judge(run, this.#settled(run, held), now));
    const moved = ready.some(
      ({ held, removed, before }) => before === null || changes(held, removed) > 0,
    );
    for (const one of ready)
      this.#stores.publications.put(one.place, this.#publicationOf(run, one, { moved, now }));
    this.#news.published = true;
    return {
      type: "published",
      moved,
      owed: this.#owed(
        run,
        ready.map(({ held }) => held.resource),
      ),
      steps: ready.map(({ held, vanishing, before, asks }) => ({
        resource: held.resource,
        standing:
          before === null
            ? 0
            : this.#stores.rejects.standing(run.id, held.resource, before.rejectsOf),
        removed: vanishing,
        of: before?.records ?? 0,
        held: asks,
        tally: held.tally,
      })),
    };
  }

  /**
   * Where not all of its pages were read, another record may still hold an id that one of them has
   * brought.
   */
  #settled(run: RunState, held: StepState): StepState {
    if (held.holes === 0) return held;
    const collided = this.#collisions.settlePages(
      { run: run.id, step: held, view: this.readView(run, held.resource) },
      "some",
    );
    return { ...held, tally: addTally(held.tally, collided) };
  }

  /** What the destination has to get of what is published now: nothing where there is none. */
  #owed(run: RunState, resources: string[]): Owed[] {
    const destination = this.#stores.runs.plan(run.id)?.destination ?? null;
    return openDeliveries(this.#stores, run.configuration, destination, resources);
  }

  /**
   * Whether a step's removals go with it: not past a hole, and not past the guard without a
   * person's word.
   */
  #judge(run: RunState, held: StepState, now: number): Judged {
    const view = this.readView(run, held.resource);
    const before = this.#stores.publications.current(view);
    const whole = held.holes === 0;
    const vanishing = whole ? held.tally.removed : 0;
    const left = this.#stores.records.census(view).records;
    const asks = this.#removals.mustAsk(run, view, {
      before: before?.records ?? 0,
      removed: vanishing,
      left,
    });
    if (whole) this.#removals.settle(run, view, asks, now);
    if (!whole || asks) this.#stores.records.dropRemovals(view);
    const records = !whole || asks ? this.#stores.records.census(view).records : left;
    return {
      held,
      place: view,
      before,
      whole: whole && !asks,
      rereads: this.#rereads(run, held),
      vanishing,
      removed: asks ? 0 : vanishing,
      asks,
      records,
    };
  }

  /**
   * Whether the next read has to begin where this one began. A record that came without its id
   * cannot be asked for again; neither can a file, of which a person may have thrown the wrong one
   * away meanwhile. Only its connector reads a cursor, so it cannot be moved up to the first file
   * that was refused: all since then are read again, and what is in the store already writes
   * nothing.
   */
  #rereads(run: RunState, held: StepState): boolean {
    const { rejects } = this.#stores;
    return mustReread(held, {
      unnamed: rejects.unnamed(run.id, held.resource),
      rejected: rejects.count(run.id, held.resource),
    });
  }

  #publicationOf(
    run: RunState,
    one: Judged,
    { moved, now }: { moved: boolean; now: number },
  ): Publication {
    const { held, before, whole } = one;
    const { cursor, fingerprint } = readUpTo(one);
    const seen =
      moved || before === null
        ? { generation: run.generation, run: run.id, publishedAt: now }
        : before;
    return {
      generation: seen.generation,
      run: seen.run,
      publishedAt: seen.publishedAt,
      records: one.records,
      cursor,
      fingerprint,
      verifiedAt: whole ? now : (before?.verifiedAt ?? null),
      completeAt:
        whole && !one.rereads && isCompleteRead(held) ? now : (before?.completeAt ?? null),
      // Ids that were only compared say nothing of rejected records; a hole may hide some.
      rejectsOf: before !== null && (!whole || held.reads === "ids") ? before.rejectsOf : run.id,
    };
  }
}

type Judged = {
  held: StepState;
  place: ResourceKey;
  before: Publication | null;
  whole: boolean;
  rereads: boolean;
  vanishing: number;
  removed: number;
  asks: boolean;
  records: number;
};

/**
 * Where the next read begins, and under which mapping all that is kept was read; null: it reads
 * all, and maps all anew. Only records that were read whole move the cursor: ids that were compared
 * say nothing of what has changed since.
 */
function readUpTo({
  held,
  before,
  whole,
  rereads,
}: Judged): Pick<Publication, "cursor" | "fingerprint"> {
  if (whole && !rereads && held.reads === "records")
    return { cursor: held.cursor, fingerprint: held.fingerprint };
  if (before !== null && before.fingerprint === held.fingerprint)
    return { cursor: before.cursor, fingerprint: before.fingerprint };
  // Of a first read all that is kept was mapped as it is now, beside a refused file too: the next
  // one need not map it anew.
  const first = before === null && rulesOf(held).sameId === "first_stays";
  return { cursor: null, fingerprint: first ? held.fingerprint : null };
}

const quiet = (): PendingEffects => ({ send: false, tell: null, published: false });

const changes = ({ tally }: StepState, removed: number): number => {
  const { added, changed } = addTally(tally, {});
  return added + changed + removed;
};
