// The fence: one row a resource that says whose reign it is and how far it has come, in the same transaction as the data.
import { z } from "zod";
import { Delivered } from "../../contract/source.ts";
import type { PushOrder } from "../connector.ts";
import { fenceTable } from "./names.ts";
import type { Rows } from "./rows.ts";
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
  /** What the rows were when the last page of a delivery had been applied; null: in the midst of one, or nobody has written that down. */
  mark: z.string().nullable(),
});
export type Fence = z.infer<typeof Row>;

export type Verdict = { type: "apply" } | { type: "overtaken" } | { type: "repeat"; answer: Delivered };

/**
 * What becomes of a page. An older reign is refused. Inside one reign a page that was applied is not applied again: this
 * is also how a lost answer to COMMIT is decided. A newer reign counts its pages anew, and writes only what differs.
 */
export function judge(
  fence: Omit<Fence, "configuration_name" | "columns" | "mark">,
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
 * back from an older copy), rows were taken out or put in, or as many others stand there (the table alone was brought back). null: all
 * is as it was left, or nobody can tell.
 * @param rows looks at the rows; asked only where the fence is as it was left, for only then is it known what they were
 */
export async function lossOf(
  fence: Pick<Fence, "generation" | "mark">,
  known: PushOrder["known"],
  rows: () => Promise<Rows>,
): Promise<Loss | null> {
  if (known === null || known === undefined) return null;
  const { confirmed, records } = known;
  if (fence.generation < confirmed) return lost("0", records === null ? "?" : String(records.most));
  if (fence.generation > confirmed || (records === null && fence.mark === null)) return null;
  const { count, mark } = await rows();
  if (records !== null && (count < records.least || count > records.most)) return lost(String(count), String(records.most));
  return fence.mark === null || fence.mark === mark ? null : { code: "destination_older", facts: {} };
}

export type Loss = { code: "destination_differs" | "destination_older"; facts: Record<string, string> };

const lost = (found: string, expected: string): Loss => ({ code: "destination_differs", facts: { found, expected } });

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
    `SELECT epoch::text, generation::text, page::text, answer, configuration_name, columns, mark FROM ${fence}
     WHERE tenant = $1::text AND configuration = $2::text AND resource = $3::text FOR UPDATE`,
    key,
  );
  return Row.parse(rows[0]);
}

/** A configuration that was renamed is called by its new name; how far it has come stays. */
export async function nameFence(tx: Transaction, schema: string, order: Key & Pick<PushOrder, "configurationName">): Promise<void> {
  await tx.ask(
    `UPDATE ${at(schema, fenceTable)} SET configuration_name = $4::text
     WHERE tenant = $1::text AND configuration = $2::text AND resource = $3::text`,
    [order.tenant, order.configuration, order.resource, order.configurationName],
  );
}

/** Moves the fence with the data. The answer is kept: a repeat must list the same rejects, or they would be lost. */
export async function moveFence(
  tx: Transaction,
  { schema, columns }: { schema: string; columns: { name: string }[] },
  { order, answer, mark }: { order: PushOrder; answer: Delivered; mark: string | null },
): Promise<void> {
  const { tenant, configuration, configurationName, resource, epoch, generation, page } = order;
  await tx.ask(
    `UPDATE ${at(schema, fenceTable)}
     SET epoch = $4::text::bigint, generation = $5::text::bigint, page = $6::text::bigint, answer = $7::text, configuration_name = $8::text,
       columns = $9::text, mark = NULLIF($10::text, ''), at = now()
     WHERE tenant = $1::text AND configuration = $2::text AND resource = $3::text`,
    [
      ...[tenant, configuration, resource, String(epoch), String(generation), String(page), JSON.stringify(answer), configurationName],
      JSON.stringify(columns.map(({ name }) => name)),
      mark ?? "",
    ],
  );
}
