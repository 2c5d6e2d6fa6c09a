// One database of the simulated Odoo: its version, tables, users, and the names of its records.
import { hashOf } from "../random.ts";
import type { Clock } from "../clock.ts";
import { dateTimeText } from "./dates.ts";
import { schemaOf } from "./schema.ts";
import { Store, Table } from "./table.ts";
import type { Row } from "./values.ts";
import { traitsOf, type VersionTraits } from "./versions.ts";
import type { Lang, Version } from "./version.ts";

/** How many records of each kind a database holds. */
export interface Sizes {
  partners: number;
  invoices: number;
  orders: number;
  employees: number;
}

export interface DatabasePlan {
  name: string;
  version: Version;
  sizes: Sizes;
  /** False: a plain Odoo without `custom_rate`. */
  customFields: boolean;
}

export class Database {
  /** A database of the simulated server. */
  readonly name: string;
  readonly sizes: Sizes;
  readonly traits: VersionTraits;
  readonly seed: number;
  readonly clock: Clock;
  readonly tables = new Map<string, Table>();
  /** How many changes were made on demand; part of their seed. */
  changeSequence = 0;

  constructor({ name, version, sizes, customFields }: DatabasePlan, clock: Clock) {
    this.name = name;
    this.sizes = sizes;
    this.traits = traitsOf(version);
    this.seed = hashOf(`freshet/${name}`);
    this.clock = clock;
    const employees = new Store();
    for (const [model, definition] of schemaOf(version, customFields)) {
      this.tables.set(
        model,
        new Table(definition, model.startsWith("hr.employee") ? employees : undefined),
      );
    }
  }

  /** The table of a model that the schema is known to have. */
  table(model: string): Table {
    const table = this.tables.get(model);
    if (!table) throw new RangeError(`no table for ${model}`);
    return table;
  }

  /** The name of a record in a many2one, in the caller's language. */
  label(model: string, id: number, lang: Lang): string {
    const row = this.tables.get(model)?.store.get(id);
    return row ? this.displayName(model, row, lang) : `${model},${id}`;
  }

  /** The `display_name` of a record. */
  displayName(model: string, row: Row, lang: Lang): string {
    if (model === "res.partner" && typeof row["parent_id"] === "number") {
      const parent = this.table(model).store.get(row["parent_id"]);
      return parent ? `${text(parent["name"])}, ${text(row["name"])}` : text(row["name"]);
    }
    if (model === "account.move" && row["state"] === "draft") return draftLabel(row, lang);
    if (pathNamed.has(model)) return this.#pathOf(model, row, lang);
    return nameIn(row, lang);
  }

  /** "Sales / Export": the names from the top down. */
  #pathOf(model: string, row: Row, lang: Lang, depth = 0): string {
    const name = nameIn(row, lang);
    const parent =
      typeof row["parent_id"] === "number"
        ? this.table(model).store.get(row["parent_id"])
        : undefined;
    return parent && depth < 20
      ? `${this.#pathOf(model, parent, lang, depth + 1)} / ${name}`
      : name;
  }

  /** The current time with microseconds, which the table stores and the API hides. */
  stamp(): string {
    return dateTimeText(this.clock.now(), Math.floor(performance.now() * 1000) % 1000);
  }
}

function draftLabel(row: Row, lang: Lang): string {
  const kind = text(row["move_type"]).endsWith("refund")
    ? ["Draft Credit Note", "Avoir en brouillon"]
    : ["Draft Invoice", "Facture en brouillon"];
  return `${kind[lang === "fr_FR" ? 1 : 0]} (* ${row.id})`;
}

/** Models whose record names include those of all parents. */
const pathNamed = new Set(["hr.department", "res.partner.category"]);

function nameIn(row: Row, lang: Lang): string {
  return text(lang === "fr_FR" ? (row["name@fr"] ?? row["name"]) : row["name"]);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
