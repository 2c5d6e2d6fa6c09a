// How far a destination has got of one resource, and what it must be sent next.
import type { DeliveryOrder } from "../contract/rpc/task.ts";
import type { Id } from "../contract/source/record.ts";

/**
 * `generation`: fully delivered up to here; null: start over. `reached`: partly delivered up to
 * here. `confirmed`: the generation of the last page that the destination took; null before the
 * first.
 */
export type DeliveryProgress = {
  generation: number | null;
  reached: number;
  confirmed: number | null;
  target: number;
  page: number;
  after: Id | null;
};

/**
 * A new delivery towards a generation. It begins at the first id: what has arrived before is sent
 * once more and changes nothing there. A destination tells a repeat by target and page, so no two
 * pages of one target have the same number.
 */
export function beginProgress(before: DeliveryProgress | null, target: number): DeliveryProgress {
  const generation = before?.generation ?? null;
  const reached = Math.max(before?.reached ?? 0, target);
  // One more page may have been in flight when the last delivery broke off: skip its number.
  const page = before?.target === target ? before.page + 1 : 0;
  return { generation, reached, confirmed: before?.confirmed ?? null, target, page, after: null };
}

/**
 * Whether a destination must be sent anything, be it one empty page.
 * @param recounts the destination wants to be asked even when nothing has changed
 */
export const needsDelivery = (
  { generation }: Pick<DeliveryProgress, "generation">,
  { total, recounts }: { total: number; recounts: boolean },
): boolean =>
  // A first delivery sends a page even if empty, so the destination drops rows we no longer own.
  generation === null || total > 0 || recounts;

/** All of the target has arrived. */
export const completeProgress = (progress: DeliveryProgress): DeliveryProgress => ({
  ...progress,
  generation: progress.target,
  reached: progress.target,
  after: null,
});

/** The destination has taken a page. */
export function progressAfterPage(
  progress: DeliveryProgress,
  { ids, more }: { ids: Id[]; more: boolean },
): DeliveryProgress {
  // An empty page between two deliveries only asks, so it confirms nothing new.
  const isConfirmed = ids.length > 0 || progress.generation === null;
  const after = {
    ...progress,
    page: progress.page + 1,
    confirmed: isConfirmed ? progress.target : progress.confirmed,
  };
  return more ? { ...after, after: ids.at(-1) ?? null } : completeProgress(after);
}

/**
 * How many records a destination holds of a generation. Those that it refused may or may not be
 * there in an earlier state.
 * @param published records of the generation; null where it is not kept any more
 */
export const recordsHeld = (published: number | null, refused: number): DeliveryOrder["due"] =>
  published === null ? null : { least: published - refused, most: published + refused };

/**
 * What the destination has confirmed, to be compared with what it holds before the first page.
 * @param records what it holds of `generation`
 */
export function confirmedBefore(
  { generation, confirmed }: Pick<DeliveryProgress, "generation" | "confirmed">,
  records: DeliveryOrder["due"],
): DeliveryOrder["known"] {
  if (generation === null || confirmed === null) return null;
  // A delivery that broke off, or that was undone here, has left it between two generations.
  return { confirmed, records: confirmed > generation ? null : records };
}

/** Refused records stay owed. Where one came back without an id, the whole page does. */
export function refusedIds(ids: Id[], refused: readonly { id: Id | null }[]): Id[] {
  if (refused.some(({ id }) => id === null)) return ids;
  const named = new Set(refused.map(({ id }) => id));
  return ids.filter((id) => named.has(id));
}
