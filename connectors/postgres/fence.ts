// The fence: one row per resource with the epoch and the progress of its delivery, written in the
// same transaction as the data.
import { z } from "zod";
import type { Delivered } from "../../contract/source/delivery.ts";
import type { PushOrder } from "../push-order.ts";
import { fenceTable } from "./names.ts";
import type { Transaction } from "./session.ts";
import { qualifiedName } from "./tables.ts";

/**
 * How far a resource has been delivered. Numbers are read as text, because they can exceed
 * JavaScript's.
 */
const Row = z.object({
  epoch: z.coerce.number(),
  generation: z.coerce.number(),
  page: z.coerce.number(),
  answer: z.string().nullable(),
  configuration_name: z.string().nullable(),
  /** The columns of the table when it was last filled, as JSON; null if nobody recorded them. */
  columns: z.string().nullable(),
  /**
   * The digest of the rows after the last page of a delivery; null during a delivery, or if nobody
   * recorded it.
   */
  mark: z.string().nullable(),
});
export type Fence = z.infer<typeof Row>;

/**
 * Columns that had been filled and were missing: their values are lost in every row that is not
 * sent now.
 */
export function columnsLost(
  { columns }: Pick<Fence, "columns">,
  added: string[],
  { whole }: Pick<PushOrder, "whole">,
): string[] {
  const filled = z.array(z.string()).safeParse(columns === null ? null : JSON.parse(columns));
  return whole || !filled.success ? [] : added.filter((name) => filled.data.includes(name));
}

type Key = Pick<PushOrder, "tenant" | "configuration" | "resource">;

/**
 * Locks the fence until the end of the transaction. Other deliveries of this resource wait here.
 */
export async function lockFence(
  tx: Transaction,
  schema: string,
  { tenant, configuration, resource }: Key,
): Promise<Fence> {
  const fence = qualifiedName(schema, fenceTable);
  const key = [tenant, configuration, resource];
  await tx.query(
    `INSERT INTO ${fence} (tenant, configuration, resource, epoch, generation, page) VALUES ($1::text, $2::text, $3::text, -1, -1, -1)
     ON CONFLICT DO NOTHING`,
    key,
  );
  const rows = await tx.query(
    `SELECT epoch::text, generation::text, page::text, answer, configuration_name, columns, mark FROM ${fence}
     WHERE tenant = $1::text AND configuration = $2::text AND resource = $3::text FOR UPDATE`,
    key,
  );
  return Row.parse(rows[0]);
}

/** Writes the new name of a renamed configuration; the progress stays. */
export async function renameFence(
  tx: Transaction,
  schema: string,
  order: Key & Pick<PushOrder, "configurationName">,
): Promise<void> {
  await tx.query(
    `UPDATE ${qualifiedName(schema, fenceTable)} SET configuration_name = $4::text
     WHERE tenant = $1::text AND configuration = $2::text AND resource = $3::text`,
    [order.tenant, order.configuration, order.resource, order.configurationName],
  );
}

/**
 * Advances the fence together with the data. The answer is stored, because a repeat must return the
 * same rejects or they would be lost.
 */
export async function advanceFence(
  tx: Transaction,
  { schema, columns }: { schema: string; columns: { name: string }[] },
  { order, answer, mark }: { order: PushOrder; answer: Delivered; mark: string | null },
): Promise<void> {
  const { tenant, configuration, configurationName, resource, epoch, generation, page } = order;
  await tx.query(
    `UPDATE ${qualifiedName(schema, fenceTable)}
     SET epoch = $4::text::bigint, generation = $5::text::bigint, page = $6::text::bigint, answer = $7::text, configuration_name = $8::text,
       columns = $9::text, mark = NULLIF($10::text, ''), at = now()
     WHERE tenant = $1::text AND configuration = $2::text AND resource = $3::text`,
    [
      ...[
        tenant,
        configuration,
        resource,
        String(epoch),
        String(generation),
        String(page),
        JSON.stringify(answer),
        configurationName,
      ],
      JSON.stringify(columns.map(({ name }) => name)),
      mark ?? "",
    ],
  );
}
