// Records of the source that claim one id: told apart, listed, and none of them folded into
// another.
import { canonical } from "../values/canonical.ts";
import type { Id, Reject, SourceRecord } from "./record.ts";

/**
 * `origins_collide`: several origins claim one id. `record_contradicts`: one record came several
 * times, each time different.
 */
const collisionCodes: ReadonlySet<string> = new Set(["origins_collide", "record_contradicts"]);

/**
 * One of the records that claim an id; no origin: nobody knows which record of the source it is.
 * `text` is its canonical data.
 */
export type Claimant = { origin: string | null; text: string };

/** As much of a sample as a reject keeps, and of other names as a sentence bears. */
const sampleLength = 4_000;
const mostNames = 5;

/**
 * Records of one answer without those whose ids are claimed more than once, which come back as
 * rejects, one each. The same record come again is no collision; of two versions of one record the
 * newer stays. Connectors that make ids of their own may ask it, and the engine asks it of every
 * page.
 * @param unusable rejects of the same answer: a record that could not be used claims its id all the
 * same
 */
export function withoutCollisions<One extends SourceRecord>(
  records: One[],
  unusable: Reject[] = [],
): { records: One[]; rejects: Reject[] } {
  const byId = new Map<Id, One[]>();
  for (const record of records) byId.set(record.id, [...(byId.get(record.id) ?? []), record]);
  const claimed = new Set(unusable.flatMap(({ id }) => (id !== null && byId.has(id) ? [id] : [])));
  if (byId.size === records.length && claimed.size === 0) return { records, rejects: [] };
  const rejects: Reject[] = [];
  const kept = [...byId].flatMap(([id, claiming]) => {
    const claimants = claiming.length === 1 ? claiming : newestOfEach(claiming);
    if (claimants.length === 1 && !claimed.has(id)) return claimants;
    rejects.push(...collision(id, claimants.map(claimantOf), claimed.has(id) ? 1 : 0));
    return [];
  });
  return { records: kept, rejects };
}

const claimantOf = ({ origin, data }: SourceRecord): Claimant => ({
  origin: origin ?? null,
  text: canonical(data),
});

/** Of each origin what it says last; more than one where nothing tells which of them is last. */
function newestOfEach<One extends SourceRecord>(claiming: One[]): One[] {
  const byOrigin = new Map<string | undefined, One[]>();
  for (const record of claiming)
    byOrigin.set(record.origin, [...(byOrigin.get(record.origin) ?? []), record]);
  return [...byOrigin.values()].flatMap((versions) => {
    const last = versions
      .map(({ version }) => version)
      .reduce((a, b) => (a === null || b === null ? null : a > b ? a : b));
    const newest = last === null ? versions : versions.filter(({ version }) => version === last);
    return [...new Map(newest.map((record) => [canonical(record.data), record])).values()];
  });
}

/**
 * The rejects of records that claim one id: each names itself and the others. @param unnamed others
 * that claim it and cannot be named
 */
export function collision(id: Id, claimants: Claimant[], unnamed = 0): Reject[] {
  const origins = [...new Set(claimants.map(({ origin }) => origin))];
  return claimants.map(({ origin, text }, index): Reject => {
    const sample = text.slice(0, sampleLength).toWellFormed();
    const others = origins.filter((one) => one !== origin && one !== null);
    if (origin === null || others.length === 0)
      return { id, ...contradiction(id, { index, of: claimants.length + unnamed }), sample };
    const names = others.length > mostNames ? [...others.slice(0, mostNames), "…"] : others;
    return {
      id,
      code: "origins_collide",
      facts: { id: String(id), origin, others: names.join(", ") },
      sample,
    };
  });
}

const contradiction = (
  id: Id,
  { index, of }: { index: number; of: number },
): Pick<Reject, "code" | "facts"> => ({
  code: "record_contradicts",
  facts: { id: String(id), count: String(of), which: String(index + 1) },
});

export const isCollision = ({ code }: Pick<Reject, "code">): boolean => collisionCodes.has(code);
