// The way of a resource to a destination.
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import type { ResourceKey } from "./records.ts";

export type DeliveryRoute = ResourceKey & { destination: string };

/**
 * The name of a destination. A connection whose settings point elsewhere now is another
 * destination, which gets everything anew.
 */
export const destinationKey = ({ connection, place }: ConnectionAccess): string =>
  place === undefined ? connection : `${connection} ${place}`;
