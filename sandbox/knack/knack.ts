// The simulated Knack account: its schools, created when first used, and all changes to their rows.
import { knackSandbox } from "../accounts.ts";
import type { Clock } from "../clock.ts";
import { Random } from "../random.ts";
import { Assets } from "./assets.ts";
import {
  Ids,
  intakeOf,
  schoolNames,
  schoolRow,
  staffRows,
  studentRow,
  type Row,
  type SchoolName,
} from "./data.ts";
import type { DateOrder } from "./fields.ts";
import { CallLimits } from "./limits.ts";
import { objects, type Sort } from "./objects.ts";
import { startYear } from "./year.ts";

export type Sizes = Record<SchoolName, number>;

export interface KnackOptions {
  sizes: Partial<Sizes>;
  perSecond: number;
  perDay: number;
}

export interface Application {
  id: string;
  name: string;
  slug: string;
  dateOrder: DateOrder;
  /** The time zone, by Knack's name and by the IANA name. */
  timezone: string;
  zone: string;
}

/**
 * The account's applications by id, all on the same data, with how each writes dates and which time
 * zone it has.
 */
export const applications: Record<string, Application> = Object.fromEntries(
  [
    {
      id: knackSandbox.application,
      name: "Schools",
      slug: "schools",
      dateOrder: "dd/mm/yyyy" as const,
      timezone: "Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London",
      zone: "Europe/London",
    },
    {
      id: knackSandbox.american,
      name: "Schools (US)",
      slug: "schools-us",
      dateOrder: "mm/dd/yyyy" as const,
      timezone: "Central Time (US & Canada)",
      zone: "America/Chicago",
    },
  ].map((application) => [application.id, application]),
);

/** The account with the rows of all its schools. */
export class Knack {
  readonly clock: Clock;
  readonly limits: CallLimits;
  readonly assets = new Assets();
  readonly #sizes: Sizes;
  #sorts = new Map<string, Sort>();
  #objects: Map<string, Row[]> | null = null;
  #ids = new Ids();
  #made = 100_000;

  constructor(clock: Clock, { sizes, perSecond, perDay }: KnackOptions) {
    this.clock = clock;
    this.limits = new CallLimits({ perSecond, perDay });
    const usual = Object.fromEntries(
      schoolNames.map((name) => [name, knackSandbox.schools[name].students]),
    ) as Sizes;
    this.#sizes = { ...usual, ...sizes };
  }

  /** The rows of an object, in order of their ids; undefined for an unknown object. */
  rows(object: string): Row[] | undefined {
    this.#objects ??= this.#fill();
    return this.#objects.get(object);
  }

  #fill(): Map<string, Row[]> {
    const nowMs = this.clock.now();
    const results = schoolNames.flatMap((name) =>
      intakeOf(name, this.#sizes[name], { ids: this.#ids, nowMs }),
    );
    return new Map([
      ["object_2", schoolNames.map(schoolRow)],
      ["object_5", schoolNames.flatMap(staffRows)],
      ["object_10", results],
    ]);
  }

  /** Forgets all changes: the next call creates the schools again. */
  forget(): void {
    this.#objects = null;
    this.#sorts = new Map();
    this.assets.forget();
    this.#ids = new Ids();
  }

  /** Whether it has rows yet. */
  get isMade(): boolean {
    return this.#objects !== null;
  }

  /** The default order of an object's rows. */
  sortOf(object: string): Sort | undefined {
    return this.#sorts.get(object) ?? objects[object]?.sort;
  }

  setSort(object: string, sort: Sort): void {
    this.#sorts.set(object, sort);
  }

  /** Creates a record of any object. */
  create(object: string, values: Row["values"]): Row {
    const rows = this.rows(object) ?? [];
    const row: Row = { id: this.#ids.next(), values, raw: new Map() };
    const counters = Object.entries(objects[object]?.fields ?? {}).filter(
      ([, { type }]) => type === "auto_increment",
    );
    for (const [field] of counters)
      values.set(field, 1 + Math.max(0, ...rows.map((one) => Number(one.values.get(field) ?? 0))));
    rows.push(row);
    return row;
  }

  /** Adds a student to this year. */
  add(school: SchoolName): Row {
    this.#made += 1;
    const { calendar } = knackSandbox.schools[school];
    const year = startYear(calendar, this.clock.now());
    const row = studentRow(
      { ids: this.#ids, school, year, random: new Random(`${school} late ${this.#made}`) },
      this.#made,
    );
    this.rows("object_10")?.push(row);
    return row;
  }

  remove(ids: ReadonlySet<string>, object = "object_10"): Row[] {
    const rows = this.rows(object) ?? [];
    const gone = rows.filter(({ id }) => ids.has(id));
    this.#objects?.set(
      object,
      rows.filter(({ id }) => !ids.has(id)),
    );
    return gone;
  }

  /** The yearly upload: the same students come again, with new ids. */
  upload(rows: Row[]): Row[] {
    this.remove(new Set(rows.map(({ id }) => id)));
    const fresh = rows.map((row) => ({ ...row, id: this.#ids.next() }));
    this.rows("object_10")?.push(...fresh);
    return fresh;
  }
}
