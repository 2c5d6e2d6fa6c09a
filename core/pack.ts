// Packing a page for the store: each record as hashed text, too large ones set aside.
import type { Page } from "../contract/source/page.ts";
import type { Reject, SourceRecord } from "../contract/source/record.ts";
import type { Claim, PackedPage, PackedRecord } from "../contract/rpc/task.ts";
import { canonical } from "../contract/values/canonical.ts";
import { withoutCollisions } from "../contract/source/collision.ts";
import { rulesOf } from "./coverage.ts";
import { hashOf } from "./hash.ts";

/** UTF-8 bytes of one record: the platform stores no value above 2 MB. */
export const recordBytes = 1_900_000;

/**
 * A page as the tenant's object takes it. Of two versions of one record the higher stays; several
 * records that claim one id are rejects, all of them. Where records never change, the first one
 * stays, and another one is a reject.
 */
export function packPage(
  page: Page,
  { coverage, idTakenCode }: Pick<Claim, "coverage" | "idTakenCode"> = unsurveyed,
): PackedPage {
  const { records, rejects: others } =
    rulesOf({ coverage }).sameId === "first_stays"
      ? firstOf(page.records, idTakenCode)
      : withoutCollisions(page.records, page.rejects);
  const rejects = [...page.rejects, ...others];
  const packed: PackedRecord[] = [];
  for (const { id, version, data: fields, origin } of records) {
    const data = canonical(fields);
    if (isTooLarge(data)) rejects.push(tooLarge(id, data));
    else
      packed.push({
        id,
        hash: hashOf(data),
        version,
        data,
        ...(origin === undefined ? {} : { origin }),
      });
  }
  const read = records.length + page.rejects.length + others.length;
  const total = page.total === undefined ? {} : { total: page.total };
  const rows = page.rows === undefined ? {} : { rows: page.rows };
  const found = page.found === undefined ? {} : { found: page.found };
  const warning = page.warning === undefined ? {} : { warning: page.warning };
  return {
    type: "page",
    records: packed,
    read,
    rejects,
    covers: page.covers,
    rest: page.rest,
    ...total,
    ...rows,
    ...found,
    ...warning,
  };
}

const unsurveyed = { coverage: null, idTakenCode: null };

/** A record whose id another one has taken: the one that is kept stays. */
const takenId = (code: string | null, id: SourceRecord["id"], data: string): Reject => ({
  id,
  code: code ?? "record_id_taken",
  facts: { id: String(id) },
  sample: data.slice(0, sampleLength),
});

/** A page without the records whose ids are taken: they are among its rejects. */
export function setAside(
  page: PackedPage,
  ids: SourceRecord["id"][],
  idTakenCode: string | null,
): PackedPage {
  if (ids.length === 0) return page;
  const taken = new Set(ids);
  const others = page.records
    .filter(({ id }) => taken.has(id))
    .map(({ id, data }) => takenId(idTakenCode, id, data));
  return {
    ...page,
    records: page.records.filter(({ id }) => !taken.has(id)),
    rejects: [...page.rejects, ...others],
  };
}

/** As much of a sample as a reject keeps. */
const sampleLength = 4_000;

function firstOf(
  records: SourceRecord[],
  idTakenCode: string | null,
): { records: SourceRecord[]; rejects: Reject[] } {
  const first = new Map<SourceRecord["id"], SourceRecord>();
  const rejects: Reject[] = [];
  for (const record of records) {
    const kept = first.get(record.id);
    if (kept === undefined) first.set(record.id, record);
    else if (!isSame(kept, record))
      rejects.push(takenId(idTakenCode, record.id, canonical(record.data)));
  }
  return { records: [...first.values()], rejects };
}

/**
 * Records that never change have the hash of their content as version; without one the content
 * itself is asked.
 */
const isSame = (a: SourceRecord, b: SourceRecord): boolean =>
  a.version === b.version && (a.version !== null || canonical(a.data) === canonical(b.data));

/** A character takes three bytes of UTF-8 at the most, so short texts need no counting. */
const isTooLarge = (text: string): boolean =>
  text.length > recordBytes / 3 && Buffer.byteLength(text) > recordBytes;

const tooLarge = (id: SourceRecord["id"], text: string): Reject => ({
  id,
  code: "record_too_large",
  facts: { size: `${(Buffer.byteLength(text) / 1_000_000).toFixed(1)} MB` },
  sample: "",
});
