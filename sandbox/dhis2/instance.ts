// One simulated DHIS2: its objects and values, a clock that is slightly off, and default categories
// of its own.
import type { Clock } from "../clock.ts";
import { uidFor } from "./uids.ts";
import { isObj, keyOf, type Json, type Obj, type Value } from "./objects.ts";
import type { ImportTask } from "./import-report.ts";

export type Minor = 40 | 41 | 42 | 43;
export type Name = "source" | "destination";

const clocks = {
  source: { skewMs: -3 * 60_000, zone: "Africa/Freetown", zoneMs: 0 },
  destination: { skewMs: 7 * 60_000, zone: "Africa/Lagos", zoneMs: 3_600_000 },
} as const satisfies Record<Name, unknown>;

/** One DHIS2 with its data. */
export class Instance {
  readonly name: Name;
  minor: Minor;
  readonly collections = new Map<string, Map<string, Obj>>();
  readonly values = new Map<string, Value>();
  readonly tasks = new Map<string, ImportTask>();
  /** Counts changes, so that each one differs and all are reproducible. */
  sequence = 0;
  /** The calendar of its periods; in any other than ISO's, the same names mean other days. */
  calendar = "iso8601";
  readonly #clock: Clock;

  constructor(name: Name, minor: Minor, clock: Clock) {
    this.name = name;
    this.minor = minor;
    this.#clock = clock;
    this.#makeDefaults();
  }

  /** The time of this system's own clock, in milliseconds. */
  now(): number {
    return this.#clock.now() + clocks[this.name].skewMs;
  }

  get zone(): string {
    return clocks[this.name].zone;
  }

  /** A time as this system writes it: on its wall clock, without a zone. */
  wall(ms: number): string {
    return new Date(ms + clocks[this.name].zoneMs).toISOString().slice(0, 23);
  }

  /** The instant that a text without a zone means here, in milliseconds. */
  fromWall(text: string): number {
    const whole = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text;
    return Date.parse(`${whole.replace(/(Z|[+-]\d{2}:?\d{2})$/, "")}Z`) - clocks[this.name].zoneMs;
  }

  collection(name: string): Map<string, Obj> {
    const kept = this.collections.get(name);
    if (kept) return kept;
    const made = new Map<string, Obj>();
    this.collections.set(name, made);
    return made;
  }

  uid(text: string): string {
    return uidFor(`${this.name} ${text}`);
  }

  /**
   * Stores an object as if written at a given time, with the members that a system computes itself.
   */
  save(collection: string, object: Obj, atMs = this.now()): Obj {
    const id = String(object["id"]);
    const before = this.collection(collection).get(id);
    const saved: Obj = {
      created: this.wall(atMs),
      ...(before === undefined ? {} : { created: before["created"] ?? null }),
      ...object,
      lastUpdated: this.wall(atMs),
      createdBy: before?.["createdBy"] ?? { id: this.uid("user admin"), username: "admin" },
      lastUpdatedBy: { id: this.uid("user admin"), username: "admin" },
      sharing: {
        owner: this.uid("user admin"),
        external: false,
        users: {},
        userGroups: {},
        public: "rw------",
      },
    };
    if (collection === "organisationUnits") this.#place(saved);
    this.collection(collection).set(id, saved);
    return saved;
  }

  #place(unit: Obj): void {
    const parent = isObj(unit["parent"])
      ? this.collection("organisationUnits").get(String(unit["parent"]["id"]))
      : undefined;
    unit["path"] =
      `${typeof parent?.["path"] === "string" ? parent["path"] : ""}/${String(unit["id"])}`;
    unit["level"] = String(unit["path"]).split("/").length - 1;
  }

  /**
   * Generates the option combinations of a category combination, with this system's own uids. The
   * real system does so when one is saved in the user interface, and not for an import (dhis2-core,
   * CategoryComboController and CategoryComboObjectBundleHook).
   */
  combine(combo: Obj, atMs = this.now()): void {
    const categories = listOf(combo["categories"]).map((one) =>
      this.collection("categories").get(idOf(one)),
    );
    const options = categories.map((category) => listOf(category?.["categoryOptions"]).map(idOf));
    const all = options.reduce<string[][]>(
      (made, more) => made.flatMap((one) => more.map((option) => [...one, option])),
      [[]],
    );
    for (const members of all) {
      const names = members.map((uid) =>
        String(this.collection("categoryOptions").get(uid)?.["name"] ?? uid),
      );
      const id = this.uid(`combination ${String(combo["id"])} ${[...members].sort().join(" ")}`);
      if (this.collection("categoryOptionCombos").has(id) || combo["name"] === "default") continue;
      const object = {
        id,
        name: names.join(", "),
        categoryCombo: { id: combo["id"] ?? null },
        categoryOptions: members.map((uid) => ({ id: uid })),
      };
      this.save("categoryOptionCombos", object, atMs);
    }
  }

  keep(value: Value): void {
    this.values.set(keyOf(value), value);
  }

  get defaults(): {
    category: string;
    categoryOption: string;
    categoryCombo: string;
    categoryOptionCombo: string;
  } {
    const [category, categoryOption] = [this.uid("default category"), this.uid("default option")];
    return {
      category,
      categoryOption,
      categoryCombo: this.uid("default combo"),
      categoryOptionCombo: this.uid("default combination"),
    };
  }

  #makeDefaults(): void {
    const at = Date.parse("2024-01-01T00:00:00Z");
    const { category, categoryOption, categoryCombo, categoryOptionCombo } = this.defaults;
    const named = { name: "default", code: "default" };
    this.save("categoryOptions", { id: categoryOption, ...named }, at);
    this.save(
      "categories",
      { id: category, ...named, categoryOptions: [{ id: categoryOption }] },
      at,
    );
    this.save(
      "categoryCombos",
      { id: categoryCombo, ...named, categories: [{ id: category }] },
      at,
    );
    const members = {
      categoryCombo: { id: categoryCombo },
      categoryOptions: [{ id: categoryOption }],
    };
    this.save("categoryOptionCombos", { id: categoryOptionCombo, ...named, ...members }, at);
    this.save("users", { id: this.uid("user admin"), name: "admin", username: "admin" }, at);
  }
}

export const listOf = (value: Json | undefined): Obj[] =>
  Array.isArray(value) ? value.filter(isObj) : [];
export const idOf = (object: Obj): string => String(object["id"]);
