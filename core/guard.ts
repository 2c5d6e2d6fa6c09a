// The guard: how many records may vanish before a person is asked.
import type { Limits } from "../contract/api/configuration.ts";
import type { Id } from "../contract/source/record.ts";

/**
 * Whether removals must wait for a person's "yes, they are gone".
 * @param before records that readers see now
 * @param removed of them, those that this run would remove
 * @param left records that readers would see afterwards
 */
export function exceedsGuard(
  { before, removed, left }: { before: number; removed: number; left: number },
  limits: Pick<Limits, "removalShare" | "removalCount">,
): boolean {
  if (removed === 0) return false;
  if (left === 0) return true;
  return removed > limits.removalCount && removed > before * limits.removalShare;
}

/** Whether a yes covers all that would be removed: one id that it did not name is a new question. */
export function confirms({ named, removed }: { named: Id[]; removed: Id[] }): boolean {
  const asked = new Set(named);
  return removed.every((id) => asked.has(id));
}
