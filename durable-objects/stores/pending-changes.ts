// The records that a destination lacks: those whose versions changed between two generations, with
// their data at the target generation.
import type { Delivery } from "../../contract/source/delivery.ts";
import type { Id } from "../../contract/source/record.ts";
import type { DeliveryRoute } from "./delivery-route.ts";
import { notAborted, type ResourceKey } from "./records.ts";
import { parseJson } from "./rows.ts";

/**
 * The destination may lack versions above `from` and up to `reached`. Aborted and undone
 * generations are included: it may have received them. `from` null: everything visible at the
 * target. `after`: only ids above it.
 */
export type GenerationRange = {
  from: number | null;
  reached: number;
  target: number;
  after: Id | null;
};

const newestAt = `SELECT id, data, max(generation) AS generation FROM record
  WHERE configuration = ? AND resource = ? AND generation <= ? AND ${notAborted}`;

export class PendingChanges {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The number of ids of the whole delivery. */
  count(route: DeliveryRoute, range: Omit<GenerationRange, "after">): number {
    const { sql, bind } = this.#ids(route, { ...range, after: null });
    return this.#sql
      .exec<{ count: number }>(`SELECT count(*) AS count FROM (${sql})`, ...bind)
      .one().count;
  }

  /**
   * The ids of the next page, rising, within the limit of records and bytes, but at least one.
   */
  pick(
    route: DeliveryRoute,
    range: GenerationRange,
    limit: { records: number; bytes: number },
  ): { ids: Id[]; more: boolean } {
    const { sql, bind } = this.#ids(route, range);
    const found = this.#sql
      .exec<{ id: Id }>(`${sql} ORDER BY id LIMIT ?`, ...bind, limit.records + 1)
      .toArray();
    const sizes = this.#sizes(
      route,
      range.target,
      found.map(({ id }) => id),
    );
    const ids: Id[] = [];
    let bytes = 0;
    for (const { id } of found.slice(0, limit.records)) {
      bytes += sizes.get(id) ?? 0;
      if (ids.length > 0 && bytes > limit.bytes) break;
      ids.push(id);
    }
    return { ids, more: found.length > ids.length };
  }

  /** The records at the target generation; those without data are removed. */
  open({ configuration, resource }: ResourceKey, target: number, ids: Id[]): Delivery[] {
    const rows = this.#sql.exec<{ id: Id; data: string | null }>(
      `${newestAt} AND id IN (SELECT value FROM json_each(?)) GROUP BY id`,
      ...[configuration, resource, target, JSON.stringify(ids)],
    );
    const data = new Map([...rows].map((row) => [row.id, row.data]));
    return ids.map((id) => {
      const text = data.get(id) ?? null;
      return { id, data: text === null ? null : parseJson<Delivery["data"]>(text) };
    });
  }

  #sizes({ configuration, resource }: ResourceKey, target: number, ids: Id[]): Map<Id, number> {
    const rows = this.#sql.exec<{ id: Id; bytes: number | null }>(
      `SELECT id, octet_length(data) AS bytes FROM (${newestAt} AND id IN (SELECT value FROM json_each(?)) GROUP BY id)`,
      ...[configuration, resource, target, JSON.stringify(ids)],
    );
    return new Map([...rows].map(({ id, bytes }) => [id, bytes ?? 0]));
  }

  #ids(
    { configuration, resource, destination }: DeliveryRoute,
    { from, reached, target, after }: GenerationRange,
  ): { sql: string; bind: SqlStorageValue[] } {
    // The condition on the id bounds the primary key: a page is read from where the last ended.
    const [behind, at] = after === null ? ["", []] : ["AND id > ?", [after]];
    if (from === null)
      return {
        sql: `SELECT id FROM (${newestAt} ${behind} GROUP BY id) WHERE data IS NOT NULL`,
        bind: [configuration, resource, target, ...at],
      };
    return {
      sql: `SELECT id FROM (
              SELECT id FROM record WHERE configuration = ? AND resource = ? AND generation > ? AND generation <= ? ${behind}
              UNION SELECT id FROM refused WHERE configuration = ? AND resource = ? AND destination = ? ${behind})`,
      bind: [
        configuration,
        resource,
        from,
        reached,
        ...at,
        configuration,
        resource,
        destination,
        ...at,
      ],
    };
  }
}
