// Sending on what readers see: what a destination is owed, the page a lane takes to it, and what
// came of it.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import { whileSending } from "../../contract/sentences/sentences.ts";
import type { Id } from "../../contract/source/record.ts";
import type { ConnectionAccess, DeliveryOrder, Outcome } from "../../contract/rpc/task.ts";
import type { Owed } from "../../core/delivery.ts";
import { afterHandBack, maxBusyMs } from "../../core/retry.ts";
import type { RunState } from "../../core/run.ts";
import type { BatchState } from "../stores/batches.ts";
import { problemOf, type RunTransitions } from "../tenant/run-transitions.ts";
import type { DeliveryRoute } from "./deliveries.ts";
import type { GenerationRange } from "./pending-changes.ts";
import type { ResourceKey } from "../stores/records.ts";
import type { Stores } from "../stores/stores.ts";

type Brought<Type extends Outcome["type"]> = Extract<Outcome, { type: Type }>;

/** Records of one page, and bytes of their JSON. A destination cuts further by itself. */
const usualParcel = 500;
const parcelBytes = 3_000_000;

/**
 * Begins the deliveries that a destination is owed, and says how much that is. Each begins at the
 * first id: what has arrived before is sent once more and changes nothing there. Pages of one
 * target are never numbered twice: a destination tells a repeat by target and page.
 */
export function openDeliveries(
  stores: Stores,
  configuration: string,
  to: RunPlan["destination"],
  resources: string[],
): Owed[] {
  if (to === null) return [];
  const destination = keyOf(to);
  return resources.flatMap((resource) => {
    const owed = openOne(stores, { configuration, resource, destination }, to.recounts === true);
    return owed === null ? [] : [{ resource, total: owed }];
  });
}

/**
 * How many records a route is owed; null: nothing, not even an empty page. `recounts`: the
 * destination is asked all the same.
 */
function openOne(
  { deliveries, pendingChanges, publications }: Stores,
  route: DeliveryRoute,
  recounts: boolean,
): number | null {
  const published = publications.current(route);
  if (published === null) return null;
  const { generation: target } = published;
  const held = deliveries.find(route);
  deliveries.leaveOthers(route);
  const from = held?.generation ?? null;
  const reached = Math.max(held?.reached ?? 0, target);
  if (from === null) deliveries.pardon(route);
  const total = pendingChanges.count(route, { from, reached, target });
  // What nobody has yet is told even where there is nothing of it: what the destination holds is
  // not ours then.
  const owed = from === null || total > 0 || recounts;
  // One more page may have been on its way when the delivery before broke off: its number is not
  // given out again.
  const page = held?.target === target ? held.page + 1 : 0;
  const confirmed = held?.confirmed ?? null;
  if (owed)
    deliveries.put(route, { generation: from, reached, confirmed, target, page, after: null });
  else
    deliveries.put(route, {
      generation: target,
      reached: target,
      confirmed,
      target,
      page,
      after: null,
    });
  return owed ? total : null;
}

/**
 * How far a route has come: what it still has to get, its page, and the generation its destination
 * has confirmed last.
 */
type Standing = {
  route: DeliveryRoute;
  range: GenerationRange;
  page: number;
  confirmed: number | null;
};

export class DeliveryRunner {
  readonly #stores: Stores;
  readonly #course: RunTransitions;
  readonly #parcelSize: number;

  constructor(stores: Stores, transitions: RunTransitions, parcelSize = usualParcel) {
    this.#stores = stores;
    this.#course = transitions;
    this.#parcelSize = parcelSize;
  }

  /** A page that has cost its lane before holds fewer records. */
  #limit({ pageSize }: BatchState): { records: number; bytes: number } {
    return {
      records: Math.min(this.#parcelSize, pageSize ?? this.#parcelSize),
      bytes: parcelBytes,
    };
  }

  /**
   * The page that a batch takes on its way: the same whenever it is claimed, for nothing is
   * published meanwhile.
   */
  order(run: RunState, batch: BatchState, plan: RunPlan): DeliveryOrder | null {
    const at = this.#standing(run, batch, plan);
    if (at === null || plan.destination === null) return null;
    const { ids, more } = this.#stores.pendingChanges.pick(at.route, at.range, this.#limit(batch));
    return {
      destination: plan.destination,
      configuration: run.configuration,
      configurationName: plan.configurationName,
      known: at.range.after === null ? this.#known(at.route, at.range, at.confirmed) : null,
      due: more ? null : this.#held(at.route, at.range.target),
      columns: plan.resources.find(({ key }) => key === batch.resource)?.columns ?? [],
      deliveries: this.#stores.pendingChanges.open(at.route, at.range.target, ids),
      generation: at.range.target,
      page: at.page + 1,
      options: plan.options,
      whole: at.range.from === null,
      last: !more,
      task: batch.task,
    };
  }

  /**
   * What the destination holds as far as it has confirmed it. Records it has refused may or may not
   * be there in an earlier state.
   */
  #known(
    route: DeliveryRoute,
    { from }: GenerationRange,
    confirmed: number | null,
  ): DeliveryOrder["known"] {
    if (from === null || confirmed === null) return null;
    // A delivery that broke off, or that was taken back here, has left something between two
    // generations there.
    return { confirmed, records: confirmed > from ? null : this.#held(route, from) };
  }

  /** How many records a destination has that holds a generation. */
  #held(route: DeliveryRoute, generation: number): DeliveryOrder["due"] {
    const records = this.#stores.publications.find(route, generation)?.records ?? null;
    if (records === null) return null;
    const refused = this.#stores.deliveries.refusedIn(route);
    return { least: records - refused, most: records + refused };
  }

  #standing(run: RunState, batch: BatchState, plan: RunPlan | null): Standing | null {
    if (plan === null || plan.destination === null) return null;
    const route = routeOf(run, batch.resource, keyOf(plan.destination));
    const held = this.#stores.deliveries.find(route);
    if (held === null) return null;
    const { generation: from, reached, confirmed, target, after, page } = held;
    return { route, range: { from, reached, target, after }, page, confirmed };
  }

  /** A page has arrived: the next one begins behind it, and what was refused stays owed. */
  takeDelivered(
    run: RunState,
    batch: BatchState,
    delivered: Brought<"delivered">,
    now: number,
  ): void {
    const { resource } = batch;
    const at = this.#standing(run, batch, this.#stores.runs.plan(run.id));
    if (at === null) throw new Error(`run ${run.id} delivers nothing`);
    const { route, range } = at;
    const { ids, more } = this.#stores.pendingChanges.pick(route, range, this.#limit(batch));
    const { refused, type: _, ...counts } = delivered;
    const owed = refusedOf(ids, delivered);
    const standing =
      refused.length === 0
        ? 0
        : Math.min(refused.length, this.#stores.deliveries.refusedBefore(route, owed));
    this.#stores.deliveries.settle(route, ids, owed);
    this.#stores.rejects.add(run.id, resource, batch.batch, refused, "sent");
    const { target, reached } = range;
    const page = at.page + 1;
    // An empty page between two deliveries only asks; what the destination says it has last taken
    // stays what it was.
    const confirmed = ids.length > 0 || range.from === null ? target : at.confirmed;
    if (more)
      this.#stores.deliveries.put(route, {
        generation: range.from,
        reached,
        confirmed,
        target,
        page,
        after: ids.at(-1) ?? null,
      });
    else
      this.#stores.deliveries.put(route, {
        generation: target,
        reached: target,
        confirmed,
        target,
        page,
        after: null,
      });
    this.#stores.batches.done(batch, ids.length);
    const sent = { ...counts, refused: refused.length, standing, sent: ids.length };
    this.#course.applyEvent(run, { type: "delivered", resource, counts: sent, more }, now);
  }

  /**
   * The destination works by itself: the batch waits with it and nothing is counted, but not for
   * ever.
   */
  takePending(
    run: RunState,
    batch: BatchState,
    { task, until }: Brought<"pending">,
    now: number,
  ): void {
    const { type, retry } = afterHandBack(batch.retry, until, {
      now,
      limitMs: maxBusyMs[run.startedBy.kind],
      since: null,
    });
    this.#stores.batches.put({ ...batch, task, retry });
    if (type === "again") {
      const failure = {
        kind: "busy",
        code: "destination_working",
        facts: {},
        retryAfterMs: null,
      } as const;
      if (until - now > 1_000)
        this.#course.applyEvent(run, { type: "delayed", failure, until }, now);
      return;
    }
    this.#course.giveUpDelivery(
      run,
      {
        code: "delivery_failed",
        reason: problemOf("given_up_working", whileSending, batch.resource),
      },
      now,
    );
  }
}

/**
 * A connection whose settings name another place now is another destination: it gets everything
 * anew.
 */
const keyOf = ({ connection, place }: ConnectionAccess): string =>
  place === undefined ? connection : `${connection} ${place}`;

const routeOf = (
  run: RunState,
  resource: string,
  destination: string,
): DeliveryRoute & ResourceKey => ({
  configuration: run.configuration,
  resource,
  destination,
});

/**
 * Refused records stay owed; where one of them has no id, nobody knows which of the page it was.
 */
function refusedOf(ids: Id[], { refused }: Brought<"delivered">): Id[] {
  if (refused.some(({ id }) => id === null)) return ids;
  const named = new Set(refused.map(({ id }) => id));
  return ids.filter((id) => named.has(id));
}
