// The outside system's data: what it holds now, and what it held at any moment before.
import type { Id, SourceRecord } from "../../contract/source/record.ts";
import type { Chance } from "./chance.ts";

/** A record at the source. `stamp` is its write time in whole seconds, as sources show it. */
export type Held = { stamp: number; name: string };

type Past = { since: number; value: Held | null };

/** A kind of record, and the way it can be read. */
export type TableKind = "range" | "changes" | "pages" | "prefixes" | "files";

/** What text ids begin with, and how many digits follow. */
export const beginnings = ["a", "b", "c"] as const;
export const digits = 3;
/**
 * Ids that follow one another mostly begin alike, as those do that a source makes from its clock.
 */
const blockLength = 12;

const secondMs = 1_000;
export const wholeSecond = (at: number): number => Math.floor(at / secondMs) * secondMs;

export class SourceTable {
  readonly resource: string;
  readonly kind: TableKind;
  /** How the source shows its ids, and whether it can list them. */
  readonly texts: boolean;
  readonly listable: boolean;
  readonly records = new Map<number, Held>();
  readonly #past = new Map<number, Past[]>();
  #lastId = 0;
  #names = 0;
  /**
   * Records that came and that went so far: where as many of one as of the other happen at once, no
   * total tells of it.
   */
  added = 0;
  removed = 0;
  /** What was old has been tidied away: those who tidy may close the room meanwhile. */
  tidied = false;

  constructor(
    resource: string,
    kind: TableKind,
    { texts, listable }: { texts: boolean; listable: boolean },
  ) {
    this.resource = resource;
    this.kind = kind;
    this.texts = texts || kind === "prefixes";
    this.listable = listable;
  }

  /** The id of a record as the source shows it: a number, or a text of one length. */
  idOf(number: number): Id {
    return this.texts
      ? `${beginnings[Math.floor(number / blockLength) % beginnings.length]}${String(number).padStart(digits, "0")}`
      : number;
  }

  numberOf(id: Id): number {
    return typeof id === "number" ? id : Number(id.slice(1));
  }

  everyId(): Id[] {
    return [...this.#past.keys()].map((number) => this.idOf(number));
  }

  get highestId(): number {
    let highest = 0;
    for (const id of this.records.keys()) if (id > highest) highest = id;
    return highest;
  }

  /** Ids below the highest bring gaps, as real tables have them. */
  add(at: number, chance: Chance): void {
    this.#lastId += chance.happens(0.2) ? chance.between(2, 9) : 1;
    this.#put(this.#lastId, { stamp: wholeSecond(at), name: this.#name(chance) }, at);
  }

  /** Few names, so that a record may become again what it was. */
  #name(chance: Chance): string {
    this.#names += 1;
    return chance.happens(0.5) ? `name ${chance.between(1, 3)}` : `name ${this.#names}`;
  }

  /** @param lateMs how long before its commit the writing transaction began and stamped */
  edit(id: number, { at, lateMs, chance }: { at: number; lateMs: number; chance: Chance }): void {
    const old = this.records.get(id);
    if (old === undefined) return;
    this.#put(
      id,
      { stamp: Math.max(old.stamp, wholeSecond(at - lateMs)), name: this.#name(chance) },
      at,
    );
  }

  remove(id: number, at: number): void {
    if (this.records.has(id)) this.#put(id, null, at);
  }

  #put(id: number, value: Held | null, at: number): void {
    if (value === null) this.removed += 1;
    else if (!this.records.has(id)) this.added += 1;
    if (value === null) this.records.delete(id);
    else this.records.set(id, value);
    const past = this.#past.get(id) ?? [];
    past.push({ since: at, value });
    this.#past.set(id, past);
  }

  ids(): number[] {
    return [...this.records.keys()].sort((a, b) => a - b);
  }

  /** Whether a record was, at some moment of a stretch of time, what is claimed of it. */
  wasEver(id: number, from: number, to: number, is: (value: Held | null) => boolean): boolean {
    const past = this.#past.get(id) ?? [];
    const first = past[0];
    if ((first === undefined || first.since > from) && is(null)) return true;
    return past.some(({ since, value }, index) => {
      const until = past[index + 1]?.since ?? Infinity;
      return since <= to && until >= from && is(value);
    });
  }
}

/** The record as it arrives under a mapping version: keys sorted, as the store keeps them. */
export const textOf = ({ name, stamp }: Held, mapping: number): string =>
  JSON.stringify(dataOf({ name, stamp }, mapping));

const dataOf = ({ name }: Held, mapping: number) => ({ amount: "12.50", mapping, name });

export const recordOf = (id: Id, held: Held, mapping: number): SourceRecord => ({
  id,
  version: versionOf(held),
  data: dataOf(held, mapping),
});

const versions = new Map<number, string>();

/** The write time as text; worlds share their seconds. */
export function versionOf({ stamp }: Held): string {
  let version = versions.get(stamp);
  if (version === undefined) versions.set(stamp, (version = new Date(stamp).toISOString()));
  return version;
}
