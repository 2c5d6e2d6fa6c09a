// Odoo's domains: compiles prefix notation into one test for rows, with id bounds that an index can
// use.
import type { Database } from "./database.ts";
import { pythonError, valueError } from "./errors.ts";
import { familyOf, familyOperators } from "./family.ts";
import { compileLeaf, knowsOperator } from "./leaf.ts";
import type { Field, Model } from "./schema.ts";
import { pythonRepr, type Json, type Row } from "./values.ts";
import type { Lang } from "./version.ts";

export type RowTest = (row: Row) => boolean;

export interface Domain {
  /** Undefined if the bounds say everything. */
  test: RowTest | undefined;
  /** Only rows with `low <= id <= high` can match. */
  low: number;
  high: number;
  /** A domain that mentions `active` turns off the filter for archived records. */
  mentionsActive: boolean;
}

interface Scope {
  database: Database;
  model: Model;
  lang: Lang;
}

type Node = { type: "leaf"; leaf: Json[] } | { type: "and" | "or" | "not"; of: Node[] };

/** Compiles a domain, or raises the error of the simulated version. */
export function compileDomain(scope: Scope, domain: Json): Domain {
  const { traits } = scope.database;
  if (domain === null || domain === false) return everything;
  if (!Array.isArray(domain)) {
    const { name, message } = traits.invalidDomain(pythonRepr(domain));
    throw pythonError(name, message);
  }
  const terms = new Parser(scope, domain).terms();
  const bounds = { low: 1, high: Number.MAX_SAFE_INTEGER };
  const tests = terms.filter((term) => !narrows(term, bounds)).map((term) => testOf(scope, term));
  return { ...bounds, test: allOf(tests), mentionsActive: terms.some(speaksOfActive) };
}

const everything: Domain = {
  test: undefined,
  low: 1,
  high: Number.MAX_SAFE_INTEGER,
  mentionsActive: false,
};

class Parser {
  readonly #scope: Scope;
  readonly #tokens: Json[];
  #at = 0;

  constructor(scope: Scope, tokens: Json[]) {
    this.#scope = scope;
    this.#tokens = tokens;
  }

  /** Adjacent terms, joined by an implicit "and". */
  terms(): Node[] {
    const terms: Node[] = [];
    while (this.#at < this.#tokens.length) {
      const node = this.#node();
      if (node.type === "and") terms.push(...node.of);
      else terms.push(node);
    }
    return terms;
  }

  #node(): Node {
    if (this.#at >= this.#tokens.length) throw incomplete(this.#tokens);
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token === "&" || token === "|")
      return { type: token === "&" ? "and" : "or", of: [this.#node(), this.#node()] };
    if (token === "!") return { type: "not", of: [this.#node()] };
    if (!Array.isArray(token) || token.length !== 3)
      throw valueError(this.#scope.database.traits.invalidTerm(token ?? null));
    return { type: "leaf", leaf: token };
  }
}

function incomplete(tokens: Json[]) {
  return pythonError(
    "builtins.AssertionError",
    `This domain is syntactically not correct: ${pythonRepr(tokens)}`,
  );
}

/** Turns a condition on the id into bounds; false if it must be tested row by row. */
function narrows(node: Node, bounds: { low: number; high: number }): boolean {
  if (node.type !== "leaf" || node.leaf[0] !== "id") return false;
  const [, operator, value] = node.leaf;
  if (typeof value !== "number" || !Number.isInteger(value)) return false;
  if (operator === ">" || operator === ">=" || operator === "=")
    bounds.low = Math.max(bounds.low, operator === ">" ? value + 1 : value);
  if (operator === "<" || operator === "<=" || operator === "=")
    bounds.high = Math.min(bounds.high, operator === "<" ? value - 1 : value);
  return (
    operator === ">" ||
    operator === ">=" ||
    operator === "<" ||
    operator === "<=" ||
    operator === "="
  );
}

function speaksOfActive(node: Node): boolean {
  return node.type === "leaf" ? node.leaf[0] === "active" : node.of.some(speaksOfActive);
}

function testOf(scope: Scope, node: Node): RowTest {
  if (node.type === "leaf") return leafTest(scope, node.leaf);
  const tests = node.of.map((inner) => testOf(scope, inner));
  if (node.type === "and") return allOf(tests) ?? (() => true);
  if (node.type === "or") return (row) => tests.some((test) => test(row));
  return (row) => !tests.some((test) => test(row));
}

/** One test for several; undefined if there are none. */
export function allOf(tests: RowTest[]): RowTest | undefined {
  const [first, second] = tests;
  if (!first) return undefined;
  if (!second) return first;
  if (tests.length === 2) return (row) => first(row) && second(row);
  return (row) => tests.every((test) => test(row));
}

function leafTest(scope: Scope, leaf: Json[]): RowTest {
  const [path, operator, value = null] = leaf;
  const shown = pythonRepr(leaf, true);
  const { traits } = scope.database;
  // Odoo's constants: (1, '=', 1) is always true, (0, '=', 1) never.
  if (typeof path === "number" && operator === "=") return () => path === value;
  if (typeof operator !== "string" || !knowsOperator(operator, traits.major))
    throw valueError(traits.invalidOperator(shown));
  if (typeof path !== "string") throw valueError(traits.invalidOperator(shown));
  const [name = "", ...rest] = path.split(".");
  const field = scope.model.fields.get(name);
  if (!field) throw valueError(traits.invalidDomainField(scope.model.name, name, shown));
  if (rest.length > 0) return pathTest(scope, field, [rest.join("."), operator, value]);
  if (operator === "any" || operator === "not any")
    return anyTest(scope, field, value, operator === "any");
  if (familyOperators.has(operator)) return familyTest(scope, field, { operator, value, shown });
  const { database, lang } = scope;
  const relation = field.relation ?? "";
  const test = compileLeaf({
    field,
    operator,
    value,
    label: (id) => database.label(relation, id, lang),
  });
  if (name === "display_name")
    return (row) => test(database.displayName(scope.model.name, row, lang));
  if (name === "complete_name")
    return (row) => test(database.displayName(scope.model.name, row, lang));
  return (row) => test(row[name]);
}

/**
 * If a field refers to its own model, it is the parent field, and the records themselves are meant.
 */
function familyTest(
  scope: Scope,
  field: Field,
  { operator, value, shown }: { operator: string; value: Json; shown: string },
): RowTest {
  const table = scope.database.tables.get(
    field.name === "id" ? scope.model.name : (field.relation ?? ""),
  );
  if (!table)
    throw valueError(
      scope.database.traits.noFamily(`${scope.model.name}.${field.name}`, operator, shown),
    );
  const own =
    table.model.name === scope.model.name &&
    field.type !== "one2many" &&
    field.type !== "many2many";
  const by = own && field.name !== "id" ? field.name : "parent_id";
  if (!table.model.fields.has(by))
    throw valueError(
      scope.database.traits.invalidDomainField(
        table.model.name,
        by,
        `('${by}', 'in', ${shownIds(value)})`,
      ),
    );
  const label = (row: Row) => scope.database.displayName(table.model.name, row, scope.lang);
  const family = familyOf(table, { operator, value, by, label });
  if (own) return (row) => family.has(row.id);
  return (row) => {
    const held = row[field.name];
    return typeof held === "number"
      ? family.has(held)
      : Array.isArray(held) && held.some((id) => family.has(id));
  };
}

const shownIds = (value: Json): string =>
  `OrderedSet(${pythonRepr(Array.isArray(value) ? value : [value])})`;

/** A condition on a field of related records. */
function pathTest(scope: Scope, field: Field, leaf: Json[]): RowTest {
  return relatedTest(scope, field, pythonRepr(leaf, true), (model) =>
    leafTest({ ...scope, model }, leaf),
  );
}

/** A domain on related records. */
function anyTest(scope: Scope, field: Field, domain: Json, wanted: boolean): RowTest {
  const test = relatedTest(scope, field, pythonRepr(domain), (model) =>
    testOfDomain({ ...scope, model }, domain),
  );
  return wanted ? test : (row) => !test(row);
}

function testOfDomain(scope: Scope, domain: Json): RowTest {
  const { test, low, high } = compileDomain(scope, domain);
  return (row) => row.id >= low && row.id <= high && (!test || test(row));
}

function relatedTest(
  scope: Scope,
  field: Field,
  shown: string,
  testFor: (model: Model) => RowTest,
): RowTest {
  const table = scope.database.tables.get(field.relation ?? "");
  if (!table)
    throw valueError(scope.database.traits.invalidDomainField(scope.model.name, field.name, shown));
  const test = testFor(table.model);
  const passes = (id: number) => {
    const related = table.store.get(id);
    return related !== undefined && test(related);
  };
  return (row) => {
    const held = row[field.name];
    return typeof held === "number" ? passes(held) : Array.isArray(held) && held.some(passes);
  };
}
