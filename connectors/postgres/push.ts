// Delivers one page in one transaction: tables, fence and rows change together or not at all.
import type { Delivered, Delivery } from "../../contract/source/delivery.ts";
import type { Reject } from "../../contract/source/record.ts";
import { ConnectorError } from "../connector-error.ts";
import type { PushOrder } from "../push-order.ts";
import { columnsOf } from "./columns.ts";
import { isCollision } from "./faults.ts";
import { columnsLost, lockFence, advanceFence, renameFence } from "./fence.ts";
import { tableName } from "./names.ts";
import type { Present } from "./records.ts";
import { keepRows, digestRows, remove, removeOthers, rename, upsert, type Owner } from "./rows.ts";
import { withConnection, type PostgresClient, type Transaction } from "./session.ts";
import { ensureTables, type Table } from "./tables.ts";
import { decidePage, lossAfter, lossOf, type Loss } from "./page-decision.ts";

const tries = 3;

/**
 * Delivers a page. If the answer to COMMIT is lost, the next attempt learns from the fence whether
 * it was committed. Throws `ConnectorError`.
 */
export function push(client: PostgresClient, order: PushOrder): Promise<Delivered> {
  return withConnection(client, async (connection) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await connection.transaction((tx) => deliver(tx, client, order));
      } catch (error) {
        if (!isCollision(error) || attempt === tries) throw error;
        await new Promise((resolve) => setTimeout(resolve, attempt * (50 + Math.random() * 100)));
      }
    }
  });
}

async function deliver(
  tx: Transaction,
  client: PostgresClient,
  order: PushOrder,
): Promise<Delivered> {
  const { schema, prefix } = client.settings;
  const content = { template: order.template, resource: order.resource };
  const table: Table = {
    host: client.host,
    schema,
    name: tableName(prefix, content),
    content,
    columns: columnsOf(order.columns),
  };
  const added = await ensureTables(tx, table);
  const fence = await lockFence(tx, schema, order);
  const verdict = decidePage(fence, order);
  if (verdict.type === "repeat") return verdict.answer;
  // Refused and not busy: a delivery that was overtaken must not be retried, and its object no
  // longer listens to it.
  if (verdict.type === "overtaken")
    throw new ConnectorError("refused", "overtaken", { facts: { host: client.host } });
  const place = { host: client.host, table: `${schema}.${table.name}` };
  const look = () => digestRows(tx, table, order);
  const refuse = (loss: Loss | null) => {
    if (loss !== null)
      throw new ConnectorError("refused", loss.code, { facts: { ...place, ...loss.facts } });
  };
  refuse(await lossOf(fence, order.known, look));
  const [column] = columnsLost(fence, added, order);
  if (column !== undefined)
    throw new ConnectorError("refused", "column_gone", { facts: { ...place, column } });
  const renamed = fence.configuration_name !== order.configurationName;
  if (renamed) await rename(tx, table, order);
  const delivered = await write(tx, table, { order, mark: client.settings.removed === "mark" });
  // The digest is only needed at the end of a delivery, so it is computed once.
  const rows = order.last ? await look() : null;
  if (rows !== null && order.due) refuse(lossAfter(rows, order.due, delivered));
  // A page that only checks whether everything is as it was left changes nothing.
  if (order.deliveries.length === 0 && !order.whole) {
    if (renamed) await renameFence(tx, schema, order);
    return delivered;
  }
  await advanceFence(tx, table, { order, answer: delivered, mark: rows?.mark ?? null });
  return delivered;
}

async function write(
  tx: Transaction,
  table: Table,
  { order, mark }: { order: PushOrder; mark: boolean },
): Promise<Delivered> {
  const { tenant, configuration, configurationName, generation, whole, last } = order;
  const owner: Owner = { tenant, configuration, configurationName, generation };
  const { present, gone, twins } = sorted(order.deliveries);
  // Removals come first: a new record may have a value that people made unique, and that a removed
  // one still holds.
  const out = await remove(tx, table, owner, { ids: gone, mark });
  const into = await upsert(tx, table, owner, { records: present, stamp: whole });
  const refused = [...out.refused, ...into.refused, ...twins];
  if (whole)
    await keepRows(
      tx,
      table,
      owner,
      refused.flatMap(({ id }) => id ?? []),
    );
  const others = whole && last ? await removeOthers(tx, table, owner, mark) : 0;
  const taken = sum(out.done);
  return {
    type: "delivered",
    created: sum(into.done.map(({ created }) => created)),
    updated: sum(into.done.map(({ updated }) => updated)),
    // A record that was to be removed and is not there counts as unchanged.
    unchanged:
      sum(into.done.map(({ unchanged }) => unchanged)) + gone.length - out.refused.length - taken,
    removed: taken + others,
    refused,
  };
}

/**
 * Records to write and ids to remove. If an id occurs twice in a page, the last one counts. A
 * number and its text are two ids, and a row can only be one of them.
 */
function sorted(deliveries: Delivery[]): {
  present: Present[];
  gone: Delivery["id"][];
  twins: Reject[];
} {
  const byId = [...new Map(deliveries.map((delivery) => [delivery.id, delivery])).values()];
  const byKey = Map.groupBy(byId, ({ id }) => String(id));
  const latest = byId.filter(({ id }) => byKey.get(String(id))?.length === 1);
  const twins = byId.filter(({ id }) => byKey.get(String(id))?.length !== 1);
  return {
    twins: twins.map(({ id, data }) => ({
      id,
      code: "record_refused",
      facts: { reason: `two records are called ${String(id)}, one by a number and one by a text` },
      sample: JSON.stringify(data).slice(0, 4_000),
    })),
    present: latest.flatMap(({ id, data }) => (data === null ? [] : [{ id, data }])),
    gone: latest.flatMap(({ id, data }) => (data === null ? [id] : [])),
  };
}

const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);
