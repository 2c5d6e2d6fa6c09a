// One page of records for a destination, and what it needs to recognise a repeat.
import type { Json } from "../contract/values/json.ts";
import type { Delivery } from "../contract/source/delivery.ts";
import type { Column } from "../contract/source/resource.ts";

/**
 * A page of deliveries: records as of `generation`, sorted by resource and then by id.
 */
export type PushOrder = {
  /** With `configuration`: whose data this is, for a destination that holds several. */
  tenant: string;
  configuration: string;
  /** The configuration's present name, for people. */
  configurationName: string;
  /** The template the data was read with; a destination may depend on it (`dataElements`). */
  template: string;
  resource: string;
  columns: Column[];
  /** The configuration's options, validated by its template. */
  options?: { [name: string]: Json };
  deliveries: Delivery[];
  /** The run's epoch. A destination that can must refuse one below the highest it has seen. */
  epoch: number;
  /** The generation this delivery leads to. */
  generation: number;
  /**
   * The page's number on the way to `generation`. A destination that stores both in the transaction
   * of the data recognises a repeat by them.
   */
  page: number;
  /**
   * The first delivery of this resource: whatever the destination holds of it and does not receive
   * now is no longer ours.
   */
  whole: boolean;
  /** The last page of this resource. */
  last: boolean;
  /**
   * Sent with the first page of a delivery, if known: the last confirmed generation, and how many
   * records the destination should hold as of it. A destination that holds anything else reports
   * `destination_differs` or `destination_older`.
   */
  known?: { confirmed: number; records: { least: number; most: number } | null } | null;
  /**
   * Sent with the last page: how many records the destination should hold afterwards, besides those
   * it refused. Only this count reveals records that were deleted there during the delivery, or
   * before a delivery whose starting point is unknown.
   */
  due?: { least: number; most: number } | null;
  /** The background job an earlier call for this page reported as `pending`. */
  task: Json | null;
};
