// The pretend Knack account: its schools, made when first asked for, and everything that may happen to their rows.
import { knackSandbox } from "../accounts.ts";
import type { Clock } from "../clock.ts";
import { Random } from "../random.ts";
import { Ids, intakeOf, schoolNames, schoolRow, studentRow, type Row, type SchoolName } from "./data.ts";
import type { DateOrder } from "./fields.ts";
import { CallLimits } from "./limits.ts";
import { startYear } from "./year.ts";

export type Sizes = Record<SchoolName, number>;

export interface KnackOptions {
  sizes: Partial<Sizes>;
  perSecond: number;
  perDay: number;
}

/** Applications of the account, by id: the same data, and how each writes dates. */
export const applications: Record<string, DateOrder> = {
  [knackSandbox.application]: "dd/mm/yyyy",
  [knackSandbox.american]: "mm/dd/yyyy",
};

export class Knack {
  readonly clock: Clock;
  readonly limits: CallLimits;
  readonly #sizes: Sizes;
  #objects: Map<string, Row[]> | null = null;
  #ids = new Ids();
  #made = 100_000;

  constructor(clock: Clock, { sizes, perSecond, perDay }: KnackOptions) {
    this.clock = clock;
    this.limits = new CallLimits({ perSecond, perDay });
    const usual = Object.fromEntries(schoolNames.map((name) => [name, knackSandbox.schools[name].students])) as Sizes;
    this.#sizes = { ...usual, ...sizes };
  }

  /** The rows of an object, in the order of their ids; undefined for an object that is not there. */
  rows(object: string): Row[] | undefined {
    this.#objects ??= this.#fill();
    return this.#objects.get(object);
  }

  #fill(): Map<string, Row[]> {
    const nowMs = this.clock.now();
    const results = schoolNames.flatMap((name) => intakeOf(name, this.#sizes[name], { ids: this.#ids, nowMs }));
    return new Map([
      ["object_2", schoolNames.map(schoolRow)],
      ["object_10", results],
    ]);
  }

  /** Forgets everything that happened: the next call makes the schools anew. */
  forget(): void {
    this.#objects = null;
    this.#ids = new Ids();
  }

  /** Whether it has rows yet. */
  get isMade(): boolean {
    return this.#objects !== null;
  }

  /** A new student of this year. */
  add(school: SchoolName): Row {
    this.#made += 1;
    const { calendar } = knackSandbox.schools[school];
    const year = startYear(calendar, this.clock.now());
    const row = studentRow({ ids: this.#ids, school, year, random: new Random(`${school} late ${this.#made}`) }, this.#made);
    this.rows("object_10")?.push(row);
    return row;
  }

  remove(ids: ReadonlySet<string>): Row[] {
    const rows = this.rows("object_10") ?? [];
    const gone = rows.filter(({ id }) => ids.has(id));
    this.#objects?.set(
      "object_10",
      rows.filter(({ id }) => !ids.has(id)),
    );
    return gone;
  }

  /** The yearly upload: the same students come again, under new ids. */
  upload(rows: Row[]): Row[] {
    this.remove(new Set(rows.map(({ id }) => id)));
    const fresh = rows.map((row) => ({ ...row, id: this.#ids.next() }));
    this.rows("object_10")?.push(...fresh);
    return fresh;
  }
}
