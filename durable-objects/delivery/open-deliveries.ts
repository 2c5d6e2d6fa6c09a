// Opens deliveries after a publication: one for each resource of which the destination lacks
// records.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { Owed } from "../../core/delivery.ts";
import { beginProgress, completeProgress, needsDelivery } from "../../core/delivery-progress.ts";
import type { Stores } from "../stores/stores.ts";
import { destinationKey, type DeliveryRoute } from "../stores/delivery-route.ts";

type DeliveryStores = Pick<Stores, "deliveries" | "pendingChanges" | "publications">;

/** Opens the deliveries that are due, and returns the number of records of each. */
export function openDeliveries(
  stores: DeliveryStores,
  configuration: string,
  to: RunPlan["destination"],
  resources: string[],
): Owed[] {
  if (to === null) return [];
  const destination = destinationKey(to);
  return resources.flatMap((resource) => {
    const total = openDelivery(
      stores,
      { configuration, resource, destination },
      to.recounts === true,
    );
    return total === null ? [] : [{ resource, total }];
  });
}

/** The number of records to deliver; null: nothing, not even an empty page. */
function openDelivery(
  { deliveries, pendingChanges, publications }: DeliveryStores,
  route: DeliveryRoute,
  recounts: boolean,
): number | null {
  const published = publications.current(route);
  if (published === null) return null;
  const progress = beginProgress(deliveries.find(route), published.generation);
  deliveries.leaveOthers(route);
  const { generation: from, reached, target } = progress;
  if (from === null) deliveries.pardon(route);
  const total = pendingChanges.count(route, { from, reached, target });
  const isOwed = needsDelivery(progress, { total, recounts });
  deliveries.put(route, isOwed ? progress : completeProgress(progress));
  return isOwed ? total : null;
}
