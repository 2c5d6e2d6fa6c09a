// Packing a page for the store: hashed records in chunks that the database takes, too large ones set aside.
import type { Json } from "../contract/json.ts";
import type { Id, Page, Reject, SourceRecord } from "../contract/source.ts";
import type { PackedPage } from "../contract/task.ts";
import { canonical, hashOf } from "./hash.ts";

/** UTF-8 bytes of one chunk: a bound value has to stay under 1 MB. */
export const chunkBytes = 900_000;
/** UTF-8 bytes of one record: the platform stores no value above 2 MB. */
export const recordBytes = 1_900_000;

/** A page as the tenant's object takes it. Of two answers for one id the higher source version stays. */
export function packPage(page: Page): PackedPage {
  const records = newestOf(page.records);
  const rejects = [...page.rejects];
  const ids: Id[] = [];
  const chunks = new Chunks();
  for (const record of records) {
    const data = canonical(record.data as Json);
    const bytes = Buffer.byteLength(data);
    if (bytes > recordBytes) rejects.push(tooLarge(record.id, bytes));
    else {
      ids.push(record.id);
      chunks.add(`[${JSON.stringify(record.id)},"${hashOf(data)}",${JSON.stringify(record.version)},${data}]`);
    }
  }
  return { type: "page", chunks: chunks.finish(), ids, read: records.length + page.rejects.length, rejects, covers: page.covers, rest: page.rest };
}

function newestOf(records: SourceRecord[]): SourceRecord[] {
  const newest = new Map<Id, SourceRecord>();
  for (const record of records) {
    const other = newest.get(record.id);
    if (other === undefined || (other.version ?? "") <= (record.version ?? "")) newest.set(record.id, record);
  }
  return newest.size === records.length ? records : [...newest.values()];
}

const tooLarge = (id: Id, bytes: number): Reject => ({
  id, code: "record_too_large", facts: { size: `${(bytes / 1_000_000).toFixed(1)} MB` }, sample: "",
});

/** Gathers JSON texts into arrays that stay under the limit. */
class Chunks {
  #done: string[] = [];
  #texts: string[] = [];
  #bytes = 0;

  add(text: string): void {
    const bytes = Buffer.byteLength(text) + 1;
    if (this.#bytes + bytes > chunkBytes) this.#close();
    this.#texts.push(text);
    this.#bytes += bytes;
  }

  #close(): void {
    if (this.#texts.length > 0) this.#done.push(`[${this.#texts.join(",")}]`);
    this.#texts = [];
    this.#bytes = 0;
  }

  finish(): string[] {
    this.#close();
    return this.#done;
  }
}
