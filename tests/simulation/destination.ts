// Outside systems that are written to: one that fences and keeps its place with the data, and one that only takes what comes.
import type { Delivery, Failure, Id, Reject } from "../../contract/source.ts";
import type { Claim, DeliveryOrder, Outcome } from "../../contract/task.ts";
import type { World } from "./world.ts";

/** What a destination holds of one resource of one configuration. */
type Shelf = {
  rows: Map<Id, string>;
  epoch: number;
  generation: number;
  page: number;
  /** Ids of a delivery of everything, which may come in many pages. */
  whole: { epoch: number; ids: Set<Id> };
};

type Order = DeliveryOrder & { resource: string; epoch: number };

/** Connections of the simulated destinations, by whether they can tell an old reign and a repeat. */
export const destinations = { fencing: "d1", plain: "d2" } as const;

export class SimulatedDestination {
  readonly #world: World;
  readonly fences: boolean;
  readonly #shelves = new Map<string, Shelf>();
  /** Records that it does not take while the storm lasts. */
  readonly bad = new Set<string>();
  readonly #tasks = new Set<number>();
  #made = 0;

  constructor(world: World, { fences }: { fences: boolean }) {
    this.#world = world;
    this.fences = fences;
  }

  /** What it holds, by id. */
  holds(place: string): ReadonlyMap<Id, string> {
    return this.#shelves.get(place)?.rows ?? new Map<Id, string>();
  }

  answer({ delivery, resource, fence }: Claim): Outcome {
    const world = this.#world;
    if (delivery === null) throw new Error("a batch is delivered only with its page");
    const failure = this.#failure();
    if (failure !== null) return { type: "failed", failure };
    const order = { ...delivery, resource, epoch: fence.epoch };
    if (delivery.task === null && world.strikes("destinationPends")) return this.#begin(order);
    if (delivery.task !== null && !this.#tasks.has(Number(delivery.task))) world.reached("taskForgotten");
    if (delivery.task !== null && world.strikes("destinationPends")) return this.#pend(Number(delivery.task));
    const taken = this.#take(order);
    return world.strikes("deliveryAnswerLost") ? { type: "failed", failure: fail("busy", "source_timeout") } : taken;
  }

  #failure(): Failure | null {
    const world = this.#world;
    if (world.strikes("destinationDown")) return fail("busy", "source_unavailable");
    if (world.strikes("destinationGarbled")) return fail("broken", "answer_unreadable");
    if (world.strikes("destinationRefuses")) return fail("refused", "sign_in_refused");
    return null;
  }

  /** It works by itself: some of it at once, or none before it is asked again. */
  #begin(order: Order): Outcome {
    const world = this.#world;
    if (world.span("destinationPends", 0, 1) === 1) this.#take(order);
    this.#made += 1;
    if (!world.strikes("destinationForgets")) this.#tasks.add(this.#made);
    return this.#pend(this.#made);
  }

  #pend(task: number): Outcome {
    this.#world.reached("deliveryPending");
    return { type: "pending", task, until: this.#world.now + this.#world.span("destinationPends", 1, 60) * 1_000 };
  }

  /** Takes a page: in one transaction with its place, where it keeps one. */
  #take(order: Order): Outcome {
    const shelf = this.#shelfOf(order);
    const repeat = this.fences && shelf.generation === order.generation && order.page <= shelf.page;
    if (this.fences && order.epoch < shelf.epoch) {
      this.#world.reached("oldEpochFenced");
      return { type: "failed", failure: fail("refused", "epoch_outdated") };
    }
    if (repeat) this.#world.reached("deliveryRepeated");
    const refused = order.deliveries.filter((one) => (repeat ? lacks(shelf, one) : this.#refuses(order, one))).map(({ id }) => refusal(id));
    if (!repeat) this.#write(shelf, order, new Set(refused.map(({ id }) => id)));
    const taken = order.deliveries.length - refused.length;
    return { type: "delivered", created: 0, updated: repeat ? 0 : taken, unchanged: repeat ? taken : 0, removed: 0, refused };
  }

  #write(shelf: Shelf, { deliveries, epoch, generation, page, whole, last }: Order, refused: Set<Id | null>): void {
    Object.assign(shelf, { epoch, generation, page });
    if (whole && shelf.whole.epoch !== epoch) shelf.whole = { epoch, ids: new Set() };
    for (const { id, data } of deliveries) {
      if (whole) shelf.whole.ids.add(id);
      if (refused.has(id)) continue;
      if (data === null) shelf.rows.delete(id);
      else shelf.rows.set(id, JSON.stringify(data));
    }
    if (whole && last) this.#world.reached("deliveredWhole");
    if (whole && last) for (const id of shelf.rows.keys()) if (!shelf.whole.ids.has(id)) shelf.rows.delete(id);
  }

  #shelfOf({ configuration, resource }: Order): Shelf {
    const place = `${configuration}/${resource}`;
    const shelf = this.#shelves.get(place) ?? {
      rows: new Map<Id, string>(),
      epoch: 0,
      generation: 0,
      page: 0,
      whole: { epoch: 0, ids: new Set<Id>() },
    };
    this.#shelves.set(place, shelf);
    return shelf;
  }

  #refuses({ configuration, resource }: Order, { id, data }: Delivery): boolean {
    const world = this.#world;
    if (data === null) return false;
    const key = `${configuration}/${resource} ${id}`;
    if (!this.bad.has(key) && world.strikes("recordRefused")) this.bad.add(key);
    return !world.calm && this.bad.has(key);
  }
}

/** Of a page that comes again: what it did not take the first time. */
const lacks = ({ rows }: Shelf, { id, data }: Delivery): boolean => rows.get(id) !== (data === null ? undefined : JSON.stringify(data));

const refusal = (id: Id): Reject => ({ id, code: "field_unreadable", facts: { field: "name" }, sample: "" });

const fail = (kind: Failure["kind"], code: string): Failure => ({ kind, code, facts: { host: "d" }, retryAfterMs: null });
