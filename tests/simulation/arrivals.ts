// What destinations hold, held against what readers see: nothing missing, nothing left over,
// nothing from an old reign.
import { hasEnded, type RunState } from "../../core/run.ts";
import type { Id } from "../../contract/source/record.ts";
import type { SimulatedDestination } from "./destination.ts";
import { keyOf } from "./memory-records.ts";
import type { MemoryStores } from "./memory-stores.ts";
import { promise, type World } from "./world.ts";

export class Arrivals {
  readonly #world: World;
  readonly #stores: MemoryStores;
  readonly #destinations: ReadonlyMap<string, SimulatedDestination>;
  /** Where each run sends on to. */
  readonly #sentTo = new Map<string, string | null>();
  #undone = false;

  constructor(
    world: World,
    stores: MemoryStores,
    destinations: ReadonlyMap<string, SimulatedDestination>,
  ) {
    this.#world = world;
    this.#stores = stores;
    this.#destinations = destinations;
  }

  /** While a run is going on: its plan is erased with its end. */
  look(run: RunState, name: string): void {
    if (name === "undo") this.#undone = true;
    if (!hasEnded(run.status))
      this.#sentTo.set(run.id, this.#stores.runs.plan(run.id)?.destination?.connection ?? null);
    if (run.status !== "delivering") return;
    const open = this.#stores.batches
      .all(run.id)
      .filter(
        ({ kind, retry }) =>
          kind === "deliver" && (retry.status === "waiting" || retry.status === "claimed"),
      );
    promise(open.length === 1, () => `${run.id} delivers in ${open.length} batches at once`);
  }

  /** The end of a run: what it has sent on has arrived, but for what was refused. */
  judgeEnd(run: RunState): void {
    const world = this.#world;
    const name = this.#sentTo.get(run.id) ?? null;
    const sent = run.steps.filter(({ delivery }) => delivery !== null);
    if (run.status === "cancelled" && sent.length > 0) world.reached("cancelledWhileDelivering");
    if (run.problems.some(({ code }) => code.startsWith("delivery_")))
      world.reached("deliveryGivenUp");
    if (
      name === null ||
      (run.status !== "completed" && run.status !== "completed_with_problems") ||
      run.toDeliver.length > 0
    )
      return;
    if (sent.length > 0) world.reached("delivered");
    if (sent.length > 0 && this.#undone) world.reached("deliveredAfterUndo");
    this.#undone = false;
    for (const { resource, status, delivery } of run.steps) {
      const refused = delivery?.refused ?? 0;
      if (status === "completed" || status === "incomplete")
        this.#judge(run, { resource, name, refused });
      if (refused > 0) world.reached("refusedRecord");
      promise(
        refused === 0 || run.status === "completed_with_problems",
        () => `S6 ${run.id} is completed, ${refused} were refused`,
      );
      promise(
        delivery === null || delivery.sent === delivery.total,
        () => `${run.id} sent ${delivery?.sent} of ${delivery?.total}`,
      );
    }
  }

  #judge(
    run: RunState,
    { resource, name, refused }: { resource: string; name: string; refused: number },
  ): void {
    const destination = this.#destinations.get(name);
    if (destination === undefined || !this.#isCertain(destination)) return;
    const place = { configuration: run.configuration, resource };
    const key = keyOf(place);
    const published = this.#stores.publications.current(place);
    const wanted = this.#stores.records.seen(place, published?.generation ?? 0);
    const there = destination.holds(key);
    const wrong = [...new Set([...wanted.keys(), ...there.keys()])].filter(
      (id) => wanted.get(id) !== there.get(id),
    );
    // One that is refused costs itself, and those of its group for which no request was left.
    const isListed = (id: Id): boolean =>
      destination.bad.has(`${key} ${id}`) || destination.heldBack.has(`${key} ${id}`);
    const left = refused === 0 ? wrong : wrong.filter((id) => !isListed(id));
    promise(
      left.length === 0,
      () => `S2 after ${run.id} (${run.status}) ${name} differs in ${left.join()} of ${key}`,
    );
  }

  /** A destination that takes whatever comes is right only where no old holder can come late. */
  #isCertain({ fences }: SimulatedDestination): boolean {
    const { laneSleeps, deliveryLate, sourceSlow, sourceSilent, renewalLost } =
      this.#world.strengths;
    return fences || laneSleeps + deliveryLate + sourceSlow + sourceSilent + renewalLost === 0;
  }
}
