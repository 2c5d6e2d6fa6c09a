// The simulated Odoo server: its databases, created when first used, and the single entry point to
// its methods.
import type { Clock } from "../clock.ts";
import { odooSandbox } from "../accounts.ts";
import { rulesFor } from "./company-rules.ts";
import { contextOf, requireLanguage } from "./context.ts";
import { fill } from "./data.ts";
import { Database, type Sizes } from "./database.ts";
import {
  attributeError,
  accessError,
  notFound,
  unprocessable,
  userError,
  missingDatabase,
} from "./errors.ts";
import { methodsOf } from "./methods.ts";
import { requireAccess, type User } from "./rights.ts";
import { Sessions } from "./sessions.ts";
import { bind, type Given } from "./signature.ts";
import { isObject, type Result } from "./values.ts";
import type { Version } from "./version.ts";
import { dependsOnLanguage } from "./language-dependence.ts";

export interface OdooOptions {
  sizes: Sizes;
  /** The database of JSON-2 calls that name none, as on a server with one database. */
  soleDatabase?: string | undefined;
}

/** The default company: 600 partners, 2,500 invoices, 300 orders, 60 employees. */
export const defaultSizes: Sizes = { partners: 600, invoices: 2_500, orders: 300, employees: 60 };

const named: Record<string, { version: Version; customFields: boolean }> = {
  [odooSandbox.databases.trading]: { version: "19.0", customFields: true },
  [odooSandbox.databases.trading18]: { version: "18.0", customFields: true },
  [odooSandbox.databases.trading16]: { version: "16.0", customFields: true },
  [odooSandbox.databases.plain]: { version: "19.0", customFields: false },
};

/** All databases of the simulated server. */
export class Odoo {
  readonly clock: Clock;
  readonly soleDatabase: string | undefined;
  readonly sessions = new Sessions();
  readonly #sizes: Sizes;
  readonly #databases = new Map<string, Database>();

  constructor(clock: Clock, { sizes, soleDatabase }: OdooOptions) {
    this.clock = clock;
    this.#sizes = sizes;
    this.soleDatabase = soleDatabase;
  }

  /** The databases that a server of a version lists. */
  names(version: Version): string[] {
    return Object.keys(named)
      .filter((name) => named[name]?.version === version)
      .sort();
  }

  /** The plan of a database, without creating it; undefined for an unknown name. */
  planOf(name: string): { version: Version; customFields: boolean } | undefined {
    const suffixed = /^(trading(?:16|18)?|plain)-\d{1,5}$/.exec(name);
    return Object.hasOwn(named, name)
      ? named[name]
      : suffixed
        ? named[suffixed[1] ?? ""]
        : undefined;
  }

  /** A database, filled at the first call. Raises PostgreSQL's error for an unknown name. */
  database(name: string): Database {
    const made = this.#databases.get(name);
    if (made) return made;
    const plan = this.planOf(name);
    if (!plan) throw missingDatabase(name);
    const database = new Database({ name, sizes: this.#sizes, ...plan }, this.clock);
    fill(database);
    this.#databases.set(name, database);
    return database;
  }

  /** The databases created so far. */
  made(): Database[] {
    return [...this.#databases.values()];
  }

  /** Drops one database, or all: the next call creates it again. */
  forget(name?: string): void {
    if (name === undefined) this.#databases.clear();
    else this.#databases.delete(name);
  }
}

export interface Execution {
  database: Database;
  user: User;
  model: string;
  method: string;
  given: Given;
}

/** Runs a public method of a model, or raises the error of the simulated version. */
export function execute({ database, user, model, method, given }: Execution): Result {
  const { context: contextGiven, ...kwargs } = given.kwargs;
  // The older protocols write errors in the account's own language, JSON-2 in English.
  const context = contextOf(
    database,
    isObject(contextGiven) ? contextGiven : {},
    given.isNamedOnly ? "en_US" : user.lang,
  );
  const { lang, refusalLang, activeTest } = context;
  const table = database.tables.get(model);
  if (!table)
    throw given.isNamedOnly
      ? notFound(`the model '${model}' does not exist`)
      : userError(`Object ${model} doesn't exist`);
  const { traits } = database;
  if (traits.isPrivate(method)) throw accessError(traits.privateMethod(model, method, refusalLang));
  const found = methodsOf(model, traits.major).get(method);
  if (!found)
    throw given.isNamedOnly
      ? notFound(traits.missingMethod(model, method))
      : attributeError(traits.missingMethod(model, method));
  if (given.isNamedOnly && !found.signature.onRecords && "ids" in kwargs)
    throw unprocessable(`cannot call ${model}.${method} with ids`);
  const bound = bind(database, method, found.signature, { ...given, kwargs });
  if (found.needs) requireAccess(database, user, table.model, found.needs, refusalLang);
  const visible = found.needs ? rulesFor({ database, user, context }, table.model) : undefined;
  if (dependsOnLanguage(database, table, method, bound)) requireLanguage(database, context);
  return found.run({
    database,
    user,
    context,
    lang,
    refusalLang,
    table,
    bound,
    activeTest,
    visible,
  });
}
