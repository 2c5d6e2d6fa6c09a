// Which resource goes to which destination.
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import type { ResourceKey } from "./records.ts";

export type DeliveryRoute = ResourceKey & { destination: string };

/**
 * The key of a destination. A connection whose settings now point elsewhere is another destination,
 * which gets everything again.
 */
export const destinationKey = ({ connection, place }: ConnectionAccess): string =>
  place === undefined ? connection : `${connection} ${place}`;
