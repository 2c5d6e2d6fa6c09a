// Decides about a page that arrives at a warehouse, by the fence and by the rows of the table.
import { Delivered } from "../../contract/source/delivery.ts";
import type { PushOrder } from "../push-order.ts";

/**
 * How far a resource has been delivered, the last answer, and the digest of its rows at that point.
 */
type FenceState = {
  epoch: number;
  generation: number;
  page: number;
  answer: string | null;
  mark: string | null;
};

/** The rows of the table: their number, and a digest that other rows would not have. */
type Rows = { count: number; mark: string | null };

type Records = { least: number; most: number };

export type PageDecision =
  { type: "apply" } | { type: "overtaken" } | { type: "repeat"; answer: Delivered };

/**
 * What to do with a page. One of an older epoch is refused. Within an epoch, a page that was
 * applied is not applied again, which also settles the case of a lost answer to COMMIT. A newer
 * epoch counts its pages from the start, and writes only what differs.
 */
export function decidePage(
  fence: Omit<FenceState, "mark">,
  order: Pick<PushOrder, "epoch" | "generation" | "page" | "deliveries">,
): PageDecision {
  if (order.epoch < fence.epoch) return { type: "overtaken" };
  const applied =
    order.epoch === fence.epoch &&
    order.generation === fence.generation &&
    order.page <= fence.page;
  if (!applied) return { type: "apply" };
  const kept =
    order.page === fence.page && fence.answer !== null
      ? Delivered.safeParse(JSON.parse(fence.answer))
      : null;
  return {
    type: "repeat",
    answer: kept?.success ? kept.data : nothingNew(order.deliveries.length),
  };
}

const nothingNew = (unchanged: number): Delivered => ({
  type: "delivered",
  created: 0,
  updated: 0,
  unchanged,
  removed: 0,
  refused: [],
});

/** What a warehouse reports about a table that does not hold what was sent. */
export type Loss = {
  code: "destination_differs" | "destination_older";
  facts: Record<string, string>;
};

const lost = (found: string, expected: string): Loss => ({
  code: "destination_differs",
  facts: { found, expected },
});

/**
 * Looks for data that is no longer as it was sent: the fence is missing or behind the confirmed
 * generation (tables were dropped or restored from an older copy), rows were deleted or added, or
 * the same number of other rows is there (only the table was restored). Null if everything is as it
 * was left, or if nobody can tell.
 * @param rows looks at the rows; only called if the fence is as it was left, because only then is
 * it known what they were
 */
export async function lossOf(
  fence: Pick<FenceState, "generation" | "mark">,
  known: PushOrder["known"],
  rows: () => Promise<Rows>,
): Promise<Loss | null> {
  const told = lossByFence(fence, known);
  return told?.type === "look" ? lossByRows(await rows(), told) : (told?.loss ?? null);
}

type FenceFinding = { type: "lost"; loss: Loss } | ({ type: "look" } & Expected);
/** What the rows must be if the fence is as it was left. */
type Expected = { records: Records | null; mark: string | null };

/**
 * What the fence alone shows. `look`: it is as it was left, so the rows decide. Null: nobody can
 * tell.
 */
export function lossByFence(
  { generation, mark }: Pick<FenceState, "generation" | "mark">,
  known: PushOrder["known"],
): FenceFinding | null {
  if (known === null || known === undefined) return null;
  const { confirmed, records } = known;
  if (generation < confirmed)
    return { type: "lost", loss: lost("0", records === null ? "?" : String(records.most)) };
  return generation > confirmed || (records === null && mark === null)
    ? null
    : { type: "look", records, mark };
}

/** Compares the rows with what they must be; null if they are as they were left. */
export function lossByRows({ count, mark }: Rows, left: Expected): Loss | null {
  const { records } = left;
  if (records !== null && (count < records.least || count > records.most))
    return lost(String(count), String(records.most));
  return left.mark === null || left.mark === mark ? null : { code: "destination_older", facts: {} };
}

/**
 * Compares the number of rows after the last page. It is unknown whether a refused record has an
 * earlier row, so refusals widen the range.
 */
export const lossAfter = (
  { count }: Pick<Rows, "count">,
  { least, most }: Records,
  { refused }: Pick<Delivered, "refused">,
): Loss | null =>
  count >= least - refused.length && count <= most + refused.length
    ? null
    : lost(String(count), String(most));
