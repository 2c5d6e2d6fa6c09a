// Outside systems that are written to: one that fences and keeps its place with the data, and one
// that only takes what comes.
import { splitRefused, type Splits } from "../../connectors/dhis2/split-refused.ts";
import {
  decidePage,
  lossAfter,
  lossByFence,
  lossByRows,
  type Loss,
} from "../../connectors/postgres/page-decision.ts";
import type { Delivered, Delivery } from "../../contract/source/delivery.ts";
import type { Failure } from "../../contract/source/failure.ts";
import type { Id, Reject } from "../../contract/source/record.ts";
import type { Claim, DeliveryOrder, Outcome } from "../../contract/rpc/task.ts";
import type { Fault } from "./faults.ts";
import {
  copyOf,
  emptied,
  emptyShelf,
  moveTo,
  rowsOf,
  withoutPlace,
  withRowsOf,
  type Shelf,
} from "./shelf.ts";
import type { World } from "./world.ts";

type Why = { named: Delivery | null };
type Judged = { refused: Delivery[]; taken: Set<Delivery> };
type Order = DeliveryOrder & { resource: string; epoch: number };

/**
 * Connections of the simulated destinations, by whether they can tell an old reign and a repeat.
 */
export const destinations = { fencing: "d1", plain: "d2" } as const;

export class SimulatedDestination {
  readonly #world: World;
  readonly fences: boolean;
  readonly #shelves = new Map<string, Shelf>();
  /** An older copy of each, as those who look after a database keep one. */
  readonly #copies = new Map<string, Shelf>();
  /** Records that it does not take while the storm lasts. */
  readonly bad = new Set<string>();
  /**
   * Good ones that it was not asked about alone, the last time they came: too much of their page
   * was refused.
   */
  readonly heldBack = new Set<string>();
  /** Requests beyond the first of each group that a page may cost. */
  readonly #splits: number;
  readonly #tasks = new Set<number>();
  #made = 0;

  constructor(world: World, { fences }: { fences: boolean }) {
    this.#world = world;
    this.fences = fences;
    this.#splits = world.chance("splits").pick([1, 80, 80]);
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
    if (delivery.task !== null && !this.#tasks.has(Number(delivery.task)))
      world.reached("taskForgotten");
    if (delivery.task !== null && world.strikes("destinationPends"))
      return this.#pend(Number(delivery.task));
    const taken = this.#take(order);
    return world.strikes("deliveryAnswerLost")
      ? { type: "failed", failure: fail("busy", "source_timeout") }
      : taken;
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
    return {
      type: "pending",
      task,
      until: this.#world.now + this.#world.span("destinationPends", 1, 60) * 1_000,
    };
  }

  /**
   * Takes a page: in one transaction with its place, where it keeps one, and by the rules of the
   * real one.
   */
  #take(order: Order): Outcome {
    const shelf = this.#shelfOf(order);
    const verdict = this.fences ? decidePage(shelf, order) : { type: "apply" as const };
    if (verdict.type === "overtaken") {
      this.#world.reached("oldEpochFenced");
      return { type: "failed", failure: fail("refused", "epoch_outdated") };
    }
    if (verdict.type === "repeat") {
      this.#world.reached("deliveryRepeated");
      return verdict.answer;
    }
    const told = this.fences ? lossByFence(shelf, order.known) : null;
    const loss = told?.type === "look" ? lossByRows(rowsOf(shelf), told) : told?.loss;
    if (loss) return this.#differs(loss);
    const { refused: left, taken } = this.#judged(order);
    const refused = left.map(({ id }) => refusal(id));
    const updated = order.deliveries.length - refused.length;
    const answer: Delivered = {
      type: "delivered",
      created: 0,
      updated,
      unchanged: 0,
      removed: 0,
      refused,
    };
    const before = copyOf(shelf);
    this.#write(shelf, order, taken);
    const lack =
      this.fences && order.due !== null ? lossAfter(rowsOf(shelf), order.due, answer) : null;
    if (lack !== null) {
      // All of it is one transaction: nothing of this page stays.
      this.#shelves.set(`${order.configuration}/${order.resource}`, before);
      return this.#differs(lack);
    }
    // A page that only looks whether all is as it was left moves nothing.
    if (order.deliveries.length > 0 || order.whole) moveTo(shelf, order, answer);
    return answer;
  }

  #differs({ code }: Loss): Outcome {
    this.#world.reached("lossNoticed");
    return { type: "failed", failure: fail("refused", code) };
  }

  #write(
    shelf: Shelf,
    { deliveries, epoch, whole, last }: Order,
    taken: ReadonlySet<Delivery>,
  ): void {
    if (whole && shelf.whole.epoch !== epoch) shelf.whole = { epoch, ids: new Set() };
    for (const one of deliveries) {
      const { id, data } = one;
      if (whole) shelf.whole.ids.add(id);
      if (!taken.has(one)) continue;
      if (data === null) shelf.rows.delete(id);
      else shelf.rows.set(id, JSON.stringify(data));
    }
    if (whole && last) this.#world.reached("deliveredWhole");
    if (whole && last)
      for (const id of shelf.rows.keys()) if (!shelf.whole.ids.has(id)) shelf.rows.delete(id);
  }

  #shelfOf({ configuration, resource }: Order): Shelf {
    const place = `${configuration}/${resource}`;
    const shelf = this.#shelves.get(place) ?? emptyShelf();
    this.#shelves.set(place, shelf);
    return shelf;
  }

  /**
   * What people and machines do to it while nothing is sent. Where no place is kept beside the
   * data, nobody could ever tell.
   */
  meddle(): void {
    if (!this.fences) return;
    const strikes = (fault: Fault): boolean => this.#world.strikes(fault);
    for (const [place, shelf] of this.#shelves) {
      const copy = this.#copies.get(place);
      if (strikes("destinationEmptied")) this.#shelves.set(place, emptied(shelf));
      else if (strikes("fenceLost")) this.#shelves.set(place, withoutPlace(shelf));
      else if (copy !== undefined && strikes("destinationRestored"))
        this.#shelves.set(
          place,
          this.#world.chance("copies").happens(0.5) ? copyOf(copy) : withRowsOf(shelf, copy),
        );
      if (
        this.#world.strengths.destinationRestored > 0 &&
        this.#world.chance("copies").happens(0.3)
      )
        this.#copies.set(place, copyOf(shelf));
    }
  }

  /**
   * What it takes of a page and what it refuses, be it each for itself or whole groups because of
   * one.
   */
  #judged(order: Order): Judged {
    const grouped = !this.fences && this.#world.strengths.groupRefused > 0;
    const bad = new Set(
      order.deliveries.filter((one) =>
        this.#refuses(order, one, grouped ? "groupRefused" : "recordRefused"),
      ),
    );
    if (!grouped)
      return { refused: [...bad], taken: new Set(order.deliveries.filter((one) => !bad.has(one))) };
    const splits = { left: this.#splits };
    const judged: Judged = { refused: [], taken: new Set() };
    for (const part of [
      order.deliveries.filter(({ data }) => data !== null),
      order.deliveries.filter(({ data }) => data === null),
    ])
      for (const group of Map.groupBy(part, groupOf).values())
        this.#judgeGroup(group, bad, { splits, judged });
    if (splits.left === 0)
      for (const one of judged.refused) if (!bad.has(one)) this.#hold(order, one);
    return judged;
  }

  /**
   * A group is taken whole or not at all; what is refused of it is found by the rule of the real
   * destination.
   */
  #judgeGroup(
    group: Delivery[],
    bad: ReadonlySet<Delivery>,
    { splits, judged }: { splits: Splits; judged: Judged },
  ): void {
    const parts = splitRefused(
      group,
      splits,
      (part, { named }: Why) => new Set(part.filter((one) => one === named)),
    );
    let step = parts.next();
    while (step.done !== true) {
      const part = step.value;
      const troubled = part.filter((one) => bad.has(one));
      if (troubled.length > 0 && part.length > 1) this.#world.reached("groupSplit");
      if (troubled.length === 0) for (const one of part) judged.taken.add(one);
      // Some reasons name what they are about, others do not.
      const why: Why = {
        named: this.#world.chance("groupRefused names").happens(0.5) ? (troubled[0] ?? null) : null,
      };
      step = parts.next({
        whole: troubled.length > 0 ? why : null,
        refused: troubled.map((one) => ({ one, why })),
      });
    }
    judged.refused.push(...step.value.map(({ one }) => one));
  }

  /**
   * A good one, for which no request was left: it is listed with the others, and comes with the
   * next refresh.
   */
  #hold({ configuration, resource }: Order, { id }: Delivery): void {
    this.#world.reached("heldBack");
    this.heldBack.add(`${configuration}/${resource} ${id}`);
  }

  #refuses({ configuration, resource }: Order, { id, data }: Delivery, fault: Fault): boolean {
    const world = this.#world;
    if (data === null) return false;
    const key = `${configuration}/${resource} ${id}`;
    this.heldBack.delete(key);
    if (!this.bad.has(key) && world.strikes(fault)) this.bad.add(key);
    return !world.calm && this.bad.has(key);
  }
}

/** Data sets, so to speak. */
const groupOf = ({ id }: Delivery): number =>
  [...String(id)].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 2;

const refusal = (id: Id): Reject => ({
  id,
  code: "field_unreadable",
  facts: { field: "name" },
  sample: "",
});

const fail = (kind: Failure["kind"], code: string): Failure => ({
  kind,
  code,
  facts: { host: "d" },
  retryAfterMs: null,
});
