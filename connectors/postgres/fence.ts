// The fence: one row a resource that says whose reign it is and how far it has come, in the same transaction as the data.
import { z } from "zod";
import { Delivered } from "../../contract/source.ts";
import type { PushOrder } from "../connector.ts";
import { fenceTable } from "./names.ts";
import type { Transaction } from "./session.ts";
import { at } from "./tables.ts";

/** How far a resource has been delivered. Numbers come as text: they are wider than JavaScript's. */
const Row = z.object({
  epoch: z.coerce.number(),
  generation: z.coerce.number(),
  page: z.coerce.number(),
  answer: z.string().nullable(),
  configuration_name: z.string().nullable(),
  /** The columns of the table as it was filled last, as JSON; null: nobody has written that down. */
  columns: z.string().nullable(),
});
export type Fence = z.infer<typeof Row>;

export type Verdict = { type: "apply" } | { type: "overtaken" } | { type: "repeat"; answer: Delivered };

/**
 * What becomes of a page. An older reign is refused. Inside one reign a page that was applied is not applied again: this
 * is also how a lost answer to COMMIT is decided. A newer reign counts its pages anew, and writes only what differs.
 */
export function judge(
  fence: Omit<Fence, "configuration_name" | "columns">,
  order: Pick<PushOrder, "epoch" | "generation" | "page" | "deliveries">,
): Verdict {
  if (order.epoch < fence.epoch) return { type: "overtaken" };
  const applied = order.epoch === fence.epoch && order.generation === fence.generation && order.page <= fence.page;
  if (!applied) return { type: "apply" };
  const kept = order.page === fence.page && fence.answer !== null ? Delivered.safeParse(JSON.parse(fence.answer)) : null;
  return { type: "repeat", answer: kept?.success ? kept.data : nothingNew(order.deliveries.length) };
}

const nothingNew = (unchanged: number): Delivered => ({ type: "delivered", created: 0, updated: 0, unchanged, removed: 0, refused: [] });

/**
 * What no longer holds what was sent: its fence is gone or stands behind what was confirmed (the tables were dropped, or brought
 * back from an older copy), or rows were taken out or put in. null: all is as it was left, or nobody can tell.
 * @param rows counts the rows; asked only where the fence is as it was left, for only then is their number known
 */
export async function lossOf(
  fence: Pick<Fence, "generation">,
  known: PushOrder["known"],
  rows: () => Promise<number>,
): Promise<{ found: string; expected: string } | null> {
  if (known === null || known === undefined) return null;
  const { confirmed, records } = known;
  if (fence.generation < confirmed) return { found: "0", expected: records === null ? "?" : String(records.most) };
  if (fence.generation > confirmed || records === null) return null;
  const found = await rows();
  return found >= records.least && found <= records.most ? null : { found: String(found), expected: String(records.most) };
}

/** Columns that were filled, and had to be made again: what stood in them is gone from every row that is not sent now. */
export function columnsLost({ columns }: Pick<Fence, "columns">, added: string[], { whole }: Pick<PushOrder, "whole">): string[] {
  const filled = z.array(z.string()).safeParse(columns === null ? null : JSON.parse(columns));
  return whole || !filled.success ? [] : added.filter((name) => filled.data.includes(name));
}

type Key = Pick<PushOrder, "tenant" | "configuration" | "resource">;

/** Holds the fence until the end of the transaction: whoever else delivers this resource waits here. */
export async function holdFence(tx: Transaction, schema: string, { tenant, configuration, resource }: Key): Promise<Fence> {
  const fence = at(schema, fenceTable);
  const key = [tenant, configuration, resource];
  await tx.ask(
    `INSERT INTO ${fence} (tenant, configuration, resource, epoch, generation, page) VALUES ($1::text, $2::text, $3::text, -1, -1, -1)
     ON CONFLICT DO NOTHING`,
    key,
  );
  const rows = await tx.ask(
    `SELECT epoch::text, generation::text, page::text, answer, configuration_name, columns FROM ${fence}
     WHERE tenant = $1::text AND configuration = $2::text AND resource = $3::text FOR UPDATE`,
    key,
  );
  return Row.parse(rows[0]);
}

/** Moves the fence with the data. The answer is kept: a repeat must list the same rejects, or they would be lost. */
export async function moveFence(
  tx: Transaction,
  { schema, columns }: { schema: string; columns: { name: string }[] },
  { order, answer }: { order: PushOrder; answer: Delivered },
): Promise<void> {
  const { tenant, configuration, configurationName, resource, epoch, generation, page } = order;
  await tx.ask(
    `UPDATE ${at(schema, fenceTable)}
     SET epoch = $4::text::bigint, generation = $5::text::bigint, page = $6::text::bigint, answer = $7::text, configuration_name = $8::text,
       columns = $9::text, at = now()
     WHERE tenant = $1::text AND configuration = $2::text AND resource = $3::text`,
    [
      ...[tenant, configuration, resource, String(epoch), String(generation), String(page), JSON.stringify(answer), configurationName],
      JSON.stringify(columns.map(({ name }) => name)),
    ],
  );
}
