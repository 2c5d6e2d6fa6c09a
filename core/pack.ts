// Packing a page for the store: each record as hashed text, too large ones set aside.
import type { Page, Reject, SourceRecord } from "../contract/source.ts";
import type { PackedPage, PackedRecord } from "../contract/task.ts";
import { canonical, hashOf } from "./hash.ts";

/** UTF-8 bytes of one record: the platform stores no value above 2 MB. */
export const recordBytes = 1_900_000;

/** A page as the tenant's object takes it. Of two answers for one id the higher source version stays. */
export function packPage(page: Page): PackedPage {
  const rejects = [...page.rejects];
  const packed: PackedRecord[] = [];
  const records = newestOf(page.records);
  for (const { id, version, data: fields } of records) {
    const data = canonical(fields);
    if (isTooLarge(data)) rejects.push(tooLarge(id, data));
    else packed.push({ id, hash: hashOf(data), version, data });
  }
  return { type: "page", records: packed, read: records.length + page.rejects.length, rejects, covers: page.covers, rest: page.rest };
}

function newestOf(records: SourceRecord[]): SourceRecord[] {
  const newest = new Map<SourceRecord["id"], SourceRecord>();
  for (const record of records) {
    const other = newest.get(record.id);
    if (other === undefined || (other.version ?? "") <= (record.version ?? "")) newest.set(record.id, record);
  }
  return newest.size === records.length ? records : [...newest.values()];
}

/** A character takes three bytes of UTF-8 at the most, so short texts need no counting. */
const isTooLarge = (text: string): boolean => text.length > recordBytes / 3 && Buffer.byteLength(text) > recordBytes;

const tooLarge = (id: SourceRecord["id"], text: string): Reject => ({
  id,
  code: "record_too_large",
  facts: { size: `${(Buffer.byteLength(text) / 1_000_000).toFixed(1)} MB` },
  sample: "",
});
