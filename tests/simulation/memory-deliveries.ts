// How far destinations have got, and what they are owed, in memory.
import type { Delivery } from "../../contract/source/delivery.ts";
import type { Id } from "../../contract/source/record.ts";
import type { DeliveryProgress } from "../../core/delivery-progress.ts";
import type { DeliveryRoute } from "../../durable-objects/stores/delivery-route.ts";
import type { GenerationRange } from "../../durable-objects/stores/pending-changes.ts";
import type { ResourceKey } from "../../durable-objects/stores/records.ts";
import { Table, type Journal } from "./journal.ts";
import { byId, keyOf, type MemoryRecords } from "./memory-records.ts";

type RouteRow = DeliveryProgress & DeliveryRoute;
const routeKey = (route: DeliveryRoute): string => `${keyOf(route)}/${route.destination}`;
const isAt = (one: DeliveryRoute, place: ResourceKey): boolean =>
  one.configuration === place.configuration && one.resource === place.resource;

export class MemoryDeliveries {
  readonly routes: Table<string, RouteRow>;
  readonly refused: Table<string, readonly Id[]>;

  constructor(journal: Journal) {
    this.routes = new Table(journal);
    this.refused = new Table(journal);
  }

  find(route: DeliveryRoute): DeliveryProgress | null {
    const row = this.routes.get(routeKey(route));
    if (row === undefined) return null;
    const { generation, reached, confirmed, target, page, after } = row;
    return { generation, reached, confirmed, target, page, after };
  }

  put({ configuration, resource, destination }: DeliveryRoute, held: DeliveryProgress): void {
    this.routes.set(routeKey({ configuration, resource, destination }), {
      ...held,
      configuration,
      resource,
      destination,
    });
  }

  #change(applies: (row: RouteRow) => boolean, change: Partial<DeliveryProgress>): void {
    for (const [key, row] of [...this.routes.rows])
      if (applies(row)) this.routes.set(key, { ...row, ...change });
  }

  leaveOthers(route: DeliveryRoute): void {
    const isOther = (row: RouteRow) => isAt(row, route) && row.destination !== route.destination;
    for (const [key, row] of [...this.routes.rows]) if (isOther(row)) this.refused.delete(key);
    this.#change((row) => isOther(row) && row.generation !== null, { generation: null });
  }

  fallBack(place: ResourceKey, generation: number): void {
    this.#change(
      (row) => isAt(row, place) && row.generation !== null && row.generation > generation,
      { generation },
    );
  }

  lapse(place: ResourceKey, oldest: number): void {
    this.#change((row) => isAt(row, place) && row.generation !== null && row.generation < oldest, {
      generation: null,
    });
  }

  /** Whether a destination may still have something of a generation to give back. */
  needs(place: ResourceKey, generation: number): boolean {
    return [...this.routes.rows.values()].some(
      (row) => isAt(row, place) && row.generation !== null && row.generation < generation,
    );
  }

  startOver(configuration: string): void {
    this.#change((row) => row.configuration === configuration && row.generation !== null, {
      generation: null,
    });
  }

  refusedIn(route: DeliveryRoute): number {
    return (this.refused.get(routeKey(route)) ?? []).length;
  }

  refusedBefore(route: DeliveryRoute, ids: Id[]): number {
    const known = new Set(this.refused.get(routeKey(route)) ?? []);
    return ids.filter((id) => known.has(id)).length;
  }

  settle(route: DeliveryRoute, sent: Id[], refused: Id[]): void {
    const key = routeKey(route);
    const before = this.refused.get(key) ?? [];
    if (before.length === 0 && refused.length === 0) return;
    const settled = new Set(sent);
    this.refused.set(key, [...before.filter((id) => !settled.has(id)), ...refused]);
  }

  pardon(route: DeliveryRoute): void {
    this.refused.delete(routeKey(route));
  }

  forget(configuration: string): void {
    for (const [key, row] of [...this.routes.rows])
      if (row.configuration === configuration) {
        this.refused.delete(key);
        this.routes.delete(key);
      }
  }
}

export class MemoryPendingChanges {
  readonly #records: MemoryRecords;
  readonly #deliveries: MemoryDeliveries;

  constructor(records: MemoryRecords, deliveries: MemoryDeliveries) {
    this.#records = records;
    this.#deliveries = deliveries;
  }

  count(route: DeliveryRoute, range: Omit<GenerationRange, "after">): number {
    return this.#ids(route, { ...range, after: null }).length;
  }

  pick(
    route: DeliveryRoute,
    range: GenerationRange,
    limit: { records: number; bytes: number },
  ): { ids: Id[]; more: boolean } {
    const all = this.#ids(route, range);
    const seen = this.#records.seen(route, range.target);
    const ids: Id[] = [];
    let bytes = 0;
    for (const id of all.slice(0, limit.records)) {
      bytes += Buffer.byteLength(seen.get(id) ?? "");
      if (ids.length > 0 && bytes > limit.bytes) break;
      ids.push(id);
    }
    return { ids, more: all.length > ids.length };
  }

  open(place: ResourceKey, target: number, ids: Id[]): Delivery[] {
    const seen = this.#records.seen(place, target);
    return ids.map((id) => {
      const text = seen.get(id);
      return { id, data: text === undefined ? null : (JSON.parse(text) as Delivery["data"]) };
    });
  }

  #ids(route: DeliveryRoute, { from, reached, target, after }: GenerationRange): Id[] {
    const found =
      from === null
        ? this.#records.seen(route, target).keys()
        : new Set([
            ...this.#records.moved(route, from, reached),
            ...(this.#deliveries.refused.get(routeKey(route)) ?? []),
          ]);
    return [...found].sort(byId).filter((id) => after === null || byId(id, after) > 0);
  }
}
