// A million treasury movements in one real object: the time of each kind of reading, and how long
// other work has to wait.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { it } from "vitest";
import type { AverageQuery, RecordQuery, SumQuery } from "../../contract/rpc/queries.ts";
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import type { Fence, PackedRecord } from "../../contract/rpc/task.ts";
import { canonical } from "../../contract/values/canonical.ts";
import { hashOf } from "../../core/hash.ts";
import { RecordQueries } from "../../durable-objects/reading/record-queries.ts";
import type { SlicedReading } from "../../durable-objects/reading/slices.ts";
import { openStores } from "../../durable-objects/stores/stores.ts";

const count = 1_000_000;
const page = 1_000;
/** Records that the second refresh changes. */
const changed = 10_000;
const place = { configuration: "f1", resource: "local_sales" };
const kinds = ["out_invoice", "out_invoice", "out_invoice", "out_refund"];

function movement(id: number, generation: number): PackedRecord {
  const day = `${2024 + (id % 3)}-${String(1 + ((id * 7) % 12)).padStart(2, "0")}-${String(1 + (id % 28)).padStart(2, "0")}`;
  const amount = `${(id * 7_919 + generation) % 100_000}.${String(id % 100).padStart(2, "0")}`;
  const data = canonical({
    ...{
      reference: `INV/2026/${id} (ID:${id})`,
      partner: `Société de l’Été ${id % 5_000}`,
      movement_date: day,
      due_date: day,
      amount,
    },
    ...{
      invoice_date: day,
      currency: id % 9 === 0 ? "USD" : "EUR",
      sign: 1,
      amount_company: amount,
      company_currency: "EUR",
      total: amount,
    },
    ...{
      kind: kinds[id % 4] ?? "",
      state: id % 50 === 0 ? "cancel" : "posted",
      payment_state: "not_paid",
      marks: ["overdue"],
    },
    ...{
      number: `INV/2026/${id}`,
      partner_reference: null,
      origin: `S${id}`,
      journal: "Customer Invoices",
      company: "My Company",
    },
    ...{
      partner_id: id % 5_000,
      company_id: 1,
      link: `https://odoo.example.org/web#id=${id}&model=account.move&view_type=form`,
    },
    updated_at: `${day}T10:00:00Z`,
  });
  return { id, version: `${day} 10:00:00`, hash: hashOf(data), data };
}

type Figures = { ms: number; slices: number; longestSliceMs: number; medianSliceMs: number };

/** Runs a reading to its end. The runtime's clock only advances between slices, so it is read there. */
async function work<Result>(
  reading: SlicedReading<Result>,
): Promise<{ figures: Figures; result: Result }> {
  const lasted: number[] = [];
  for (;;) {
    await scheduler.wait(0);
    const begun = Date.now();
    const next = reading.next();
    await scheduler.wait(0);
    lasted.push(Date.now() - begun);
    if (next.done !== true) continue;
    const rising = [...lasted].sort((one, other) => one - other);
    const figures = {
      ms: lasted.reduce((sum, ms) => sum + ms, 0),
      slices: lasted.length,
      longestSliceMs: rising.at(-1) ?? 0,
      medianSliceMs: rising[Math.floor(rising.length / 2)] ?? 0,
    };
    return { figures, result: next.value };
  }
}

const minus = { column: "kind", values: ["out_refund"] };
const sums: SumQuery = {
  ...place,
  ...{
    amount: { column: "amount_company", minus },
    date: "movement_date",
    group: "kind",
    currency: "company_currency",
  },
  uncounted: [{ column: "state", values: ["cancel"] }],
};
const averages: AverageQuery = {
  ...place,
  measures: [sums.amount],
  uncounted: sums.uncounted,
  by: ["company_currency", "kind"],
  where: [],
};

/** The fence of no run: renewing it only costs a look into the database. */
const fence: Fence = { run: "none", epoch: 1, batch: 1, attempt: 1 };
const searchers = 6;
const steps = 100;

/** How long steps of a refresh wait, as their lane sees it: median and maximum of a hundred. */
async function stepsOf(tenant: TenantRpc): Promise<{ medianMs: number; longestMs: number }> {
  const lasted: number[] = [];
  for (let at = 0; at < steps; at += 1) {
    const begun = performance.now();
    await tenant.renew(fence);
    lasted.push(performance.now() - begun);
  }
  lasted.sort((one, other) => one - other);
  return {
    medianMs: Math.round(lasted[steps / 2] ?? 0),
    longestMs: Math.round(lasted.at(-1) ?? 0),
  };
}

it("reads a million records", async () => {
  const stub = env.TENANT.get(env.TENANT.idFromName("million"));
  const read = await runInDurableObject(stub, async (_, { storage }: DurableObjectState) => {
    const stores = openStores(storage.sql);
    const write = async (generation: number, records: number): Promise<number> => {
      const begun = Date.now();
      const view = { ...place, published: generation - 1, own: generation };
      for (let at = 0; at < records; at += page) {
        storage.transactionSync(() => {
          const some = Array.from({ length: page }, (_, index) =>
            movement(at + index + 1, generation),
          );
          const { changed: ids } = stores.records.apply(view, some);
          stores.changes.keep(
            { ...view, generation, run: `r${generation}`, batch: at / page },
            ids,
          );
        });
        await scheduler.wait(0);
      }
      const [cursor, fingerprint, rejectsOf] = [null, "f", "r1"];
      const published = {
        generation,
        run: `r${generation}`,
        cursor,
        fingerprint,
        rejectsOf,
        records: count,
      };
      stores.publications.put(place, {
        ...published,
        publishedAt: begun,
        verifiedAt: begun,
        completeAt: begun,
      });
      return Date.now() - begun;
    };
    const filledMs = await write(1, count);
    const bytesARecord = Math.round(storage.sql.databaseSize / count);
    let readers = new RecordQueries(storage.sql, stores);
    const ask = (over: Partial<RecordQuery>) =>
      readers.page({
        ...place,
        after: null,
        limit: 50,
        search: null,
        asOf: null,
        sort: null,
        ...over,
      });
    const byAmount = {
      column: "amount",
      as: "number",
      minus,
      direction: "asc",
      language: "fr",
    } as const;
    const byPartner = {
      column: "partner",
      as: "text",
      minus: null,
      direction: "asc",
      language: "fr",
    } as const;
    await work(ask({}));
    const figures: Record<string, Figures> = {};
    const keep = async <Result>(name: string, reading: SlicedReading<Result>): Promise<Result> => {
      const worked = await work(reading);
      figures[name] = worked.figures;
      return worked.result;
    };
    const first = await keep("page", ask({}));
    await keep("next page", ask({ after: first?.next ?? null }));
    await keep("search with hits", ask({ search: "ÉTÉ 4999" }));
    await keep("search with one hit near the end", ask({ search: `inv/2026/${count - 5} ` }));
    await keep("search without a hit", ask({ search: "nothing like this" }));
    const sorted = await keep("sort by amount, first page", ask({ sort: byAmount }));
    await keep("sort by amount, next page", ask({ sort: byAmount, after: sorted?.next ?? null }));
    await keep("sort by partner, first page", ask({ sort: byPartner }));
    await keep("sums, first time", readers.sums(sums));
    await keep("averages, first time", readers.averages(averages));
    readers = new RecordQueries(storage.sql, stores);
    await keep("sums, again", readers.sums(sums));
    const refreshedMs = await write(2, changed);
    await keep(`sums after ${changed} changes`, readers.sums(sums));
    await keep("sums once more", readers.sums(sums));
    return { records: count, bytesARecord, filledMs, changed, refreshedMs, figures };
  });
  const tenant = stub as unknown as TenantRpc;
  const alone = await stepsOf(tenant);
  const searching = Array.from({ length: searchers }, (_, at) =>
    tenant.records({
      ...place,
      after: null,
      limit: 50,
      search: `nobody ${at}`,
      asOf: null,
      sort: null,
    }),
  );
  const besideSearchers = await stepsOf(tenant);
  const stillSearching = await Promise.race([
    Promise.all(searching).then(() => false),
    scheduler.wait(0).then(() => true),
  ]);
  const begun = performance.now();
  const found = await Promise.all(searching);
  const fairness = {
    searchers,
    steps,
    alone,
    besideSearchers,
    stillSearching,
    searchersEndedMsLater: Math.round(performance.now() - begun),
  };
  console.log(
    `READ ${JSON.stringify({ ...read, fairness, hits: found.filter((one) => "records" in one && one.records.length > 0).length })}`,
  );
});
