// What becomes of a page that comes to a warehouse: decided by the fence, and by the rows behind
// it.
import { Delivered } from "../../contract/source/delivery.ts";
import type { PushOrder } from "../push-order.ts";

/** How far a resource has been delivered, what was answered last, and what its rows were then. */
type FenceState = {
  epoch: number;
  generation: number;
  page: number;
  answer: string | null;
  mark: string | null;
};

/** What stands in the table: how many rows, and a mark that other rows would not have. */
type Rows = { count: number; mark: string | null };

type Records = { least: number; most: number };

export type PageDecision =
  { type: "apply" } | { type: "overtaken" } | { type: "repeat"; answer: Delivered };

/**
 * What becomes of a page. An older reign is refused. Inside one reign a page that was applied is
 * not applied again: this is also how a lost answer to COMMIT is decided. A newer reign counts its
 * pages anew, and writes only what differs.
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

/** What a warehouse says of a table that does not hold what was sent. */
export type Loss = {
  code: "destination_differs" | "destination_older";
  facts: Record<string, string>;
};

const lost = (found: string, expected: string): Loss => ({
  code: "destination_differs",
  facts: { found, expected },
});

/**
 * What no longer holds what was sent: its fence is gone or stands behind what was confirmed (the
 * tables were dropped, or brought back from an older copy), rows were taken out or put in, or as
 * many others stand there (the table alone was brought back). null: all is as it was left, or
 * nobody can tell.
 * @param rows looks at the rows; asked only where the fence is as it was left, for only then is it
 * known what they were
 */
export async function lossOf(
  fence: Pick<FenceState, "generation" | "mark">,
  known: PushOrder["known"],
  rows: () => Promise<Rows>,
): Promise<Loss | null> {
  const told = lossByFence(fence, known);
  return told?.type === "look" ? lossByRows(await rows(), told) : (told?.loss ?? null);
}

type FenceFinding = { type: "lost"; loss: Loss } | ({ type: "look" } & Left);
/** What the rows have to be where the fence is as it was left. */
type Left = { records: Records | null; mark: string | null };

/**
 * What the fence tells by itself; `look`: it is as it was left, so that the rows tell. null: nobody
 * can tell.
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

export function lossByRows({ count, mark }: Rows, left: Left): Loss | null {
  const { records } = left;
  if (records !== null && (count < records.least || count > records.most))
    return lost(String(count), String(records.most));
  return left.mark === null || left.mark === mark ? null : { code: "destination_older", facts: {} };
}

/**
 * Of what is there once the last page is in. Whether a record that it refuses stood there before in
 * an earlier state, nobody knows.
 */
export const lossAfter = (
  { count }: Pick<Rows, "count">,
  { least, most }: Records,
  { refused }: Pick<Delivered, "refused">,
): Loss | null =>
  count >= least - refused.length && count <= most + refused.length
    ? null
    : lost(String(count), String(most));
