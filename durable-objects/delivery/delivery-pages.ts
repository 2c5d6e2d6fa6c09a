// The page that a delivery batch sends. Its records are selected anew at each look-up.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { DeliveryOrder } from "../../contract/rpc/task.ts";
import type { Id } from "../../contract/source/record.ts";
import {
  confirmedBefore,
  recordsHeld,
  type DeliveryProgress,
} from "../../core/delivery-progress.ts";
import type { RunState } from "../../core/run.ts";
import type { BatchState } from "../stores/batches.ts";
import type { Stores } from "../stores/stores.ts";
import { destinationKey, type DeliveryRoute } from "../stores/delivery-route.ts";

/** The most records of a page, and bytes of their JSON. A destination may split it further. */
const defaultPageRecords = 500;
const pageBytes = 3_000_000;

/** `ids`: the records of the page, rising. `more`: other pages follow. */
type DeliveryPage = {
  route: DeliveryRoute;
  progress: DeliveryProgress;
  ids: Id[];
  more: boolean;
};

export class DeliveryPages {
  readonly #stores: Stores;
  readonly #pageRecords: number;

  constructor(stores: Stores, pageRecords = defaultPageRecords) {
    this.#stores = stores;
    this.#pageRecords = pageRecords;
  }

  /**
   * The page of a batch; null where the run delivers nothing. Every call selects the same records,
   * because nothing is published during a delivery.
   */
  pick(run: RunState, batch: BatchState, plan: RunPlan | null): DeliveryPage | null {
    if (plan === null || plan.destination === null) return null;
    const destination = destinationKey(plan.destination);
    const route = { configuration: run.configuration, resource: batch.resource, destination };
    const progress = this.#stores.deliveries.find(route);
    if (progress === null) return null;
    const { generation: from, reached, target, after } = progress;
    // A page whose lane has died before is made smaller.
    const records = Math.min(this.#pageRecords, batch.pageSize ?? this.#pageRecords);
    const limit = { records, bytes: pageBytes };
    const picked = this.#stores.pendingChanges.pick(route, { from, reached, target, after }, limit);
    return { route, progress, ...picked };
  }

  /** The order that a lane carries to the destination. */
  order(run: RunState, batch: BatchState, plan: RunPlan): DeliveryOrder | null {
    const picked = this.pick(run, batch, plan);
    if (picked === null || plan.destination === null) return null;
    const { route, progress, ids, more } = picked;
    const { generation: from, target } = progress;
    return {
      destination: plan.destination,
      configuration: run.configuration,
      configurationName: plan.configurationName,
      known:
        progress.after === null
          ? confirmedBefore(progress, from === null ? null : this.#recordsHeld(route, from))
          : null,
      due: more ? null : this.#recordsHeld(route, target),
      columns: plan.resources.find(({ key }) => key === batch.resource)?.columns ?? [],
      deliveries: this.#stores.pendingChanges.open(route, target, ids),
      generation: target,
      page: progress.page + 1,
      options: plan.options,
      whole: from === null,
      last: !more,
      task: batch.task,
    };
  }

  #recordsHeld(route: DeliveryRoute, generation: number): DeliveryOrder["due"] {
    const published = this.#stores.publications.find(route, generation)?.records ?? null;
    return recordsHeld(published, this.#stores.deliveries.refusedIn(route));
  }
}
