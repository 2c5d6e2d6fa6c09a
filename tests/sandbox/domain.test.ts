// The simulated Odoo's domains have the meaning of Odoo's.
import { describe, expect, it } from "vitest";
import { Clock } from "../../sandbox/clock.ts";
import { Database } from "../../sandbox/odoo/database.ts";
import { createRow } from "../../sandbox/odoo/edit.ts";
import { select } from "../../sandbox/odoo/select.ts";
import type { Json } from "../../sandbox/odoo/values.ts";
import type { Version } from "../../sandbox/odoo/version.ts";

function aDatabase(version: Version = "19.0"): Database {
  const database = new Database(
    {
      name: "tiny",
      version,
      customFields: true,
      sizes: { partners: 0, invoices: 0, orders: 0, employees: 0 },
    },
    new Clock(),
  );
  const partners = database.table("res.partner");
  createRow(database, partners, {
    id: 1,
    name: "Épicerie Mirabel",
    ref: "CE100",
    is_company: true,
    category_id: [1, 2],
    write_date: "2026-01-05 10:00:00.500000",
  });
  createRow(database, partners, {
    id: 2,
    name: "Léa 100%",
    ref: "ce200",
    parent_id: 1,
    credit_limit: 50,
    write_date: "2026-01-05 10:00:00.000000",
  });
  createRow(database, partners, {
    id: 4,
    name: "Garage",
    ref: "FR-CE300",
    active: false,
    write_date: "2026-01-06 00:00:00.000000",
  });
  createRow(database, partners, {
    id: 7,
    name: "Zoé",
    parent_id: 1,
    credit_limit: 900,
    write_date: "2026-01-06 23:59:59.900000",
  });
  return database;
}

function found(domain: Json, activeTest = false): number[] {
  const database = aDatabase();
  return select(database, database.table("res.partner"), {
    domain,
    order: "id",
    offset: 0,
    limit: undefined,
    activeTest,
    lang: "en_US",
  }).map((row) => row.id);
}

describe("a domain finds", () => {
  it.each<[string, Json, number[]]>([
    ["everything when empty", [], [1, 2, 4, 7]],
    [
      "an id range",
      [
        ["id", ">", 1],
        ["id", "<=", 4],
      ],
      [2, 4],
    ],
    ["a record with all below it", [["id", "child_of", 1]], [1, 2, 7]],
    ["the same by the parent field", [["parent_id", "child_of", [1]]], [1, 2, 7]],
    ["a record with all above it", [["id", "parent_of", [7]]], [1, 7]],
    ["nothing below nothing", [["id", "child_of", false]], []],
    ["ids in a list", [["id", "in", [1, 7, 99]]], [1, 7]],
    [
      "with an implied and",
      [
        ["parent_id", "=", 1],
        ["credit_limit", ">=", 100],
      ],
      [7],
    ],
    ["with a prefix or", ["|", ["id", "=", 1], ["id", "=", 7]], [1, 7]],
    ["with or of or", ["|", "|", ["id", "=", 1], ["id", "=", 2], ["id", "=", 7]], [1, 2, 7]],
    ["with a prefix not", ["!", ["parent_id", "=", 1]], [1, 4]],
    ["with not over or", ["!", "|", ["id", "=", 1], ["id", "=", 2]], [4, 7]],
    ["=ilike anchored, in any case", [["ref", "=ilike", "ce%"]], [1, 2]],
    ["=like anchored, in its case", [["ref", "=like", "CE%"]], [1]],
    ["ilike anywhere, even with a % of its own", [["ref", "ilike", "CE%"]], [1, 2, 4]],
    ["like with an escaped percent", [["name", "like", "100\\%"]], [2]],
    ["not like, empty values included", [["ref", "not ilike", "CE"]], [7]],
    ["!= with empty values", [["ref", "!=", "CE100"]], [2, 4, 7]],
    ["empty text", [["ref", "=", false]], [7]],
    ["filled text", [["ref", "!=", false]], [1, 2, 4]],
    ["a list that holds false", [["ref", "in", ["CE100", false]]], [1, 7]],
    ["not in a list", [["ref", "not in", ["CE100"]]], [2, 4, 7]],
    ["an empty many2one", [["parent_id", "=", false]], [1, 4]],
    ["a many2one by its label", [["parent_id", "ilike", "mirabel"]], [2, 7]],
    ["through a dotted path", [["parent_id.ref", "=", "CE100"]], [2, 7]],
    ["an x2many that holds an id", [["category_id", "in", [2]]], [1]],
    ["a float that was never set as 0", [["credit_limit", "=", 0]], [1, 4]],
    ["archived records when it names them", [["active", "=", false]], [4]],
    [
      "times by microseconds that the API hides",
      [["write_date", ">", "2026-01-05 10:00:00"]],
      [1, 4, 7],
    ],
    ["times from a whole second on", [["write_date", ">=", "2026-01-05 10:00:00"]], [1, 2, 4, 7]],
    ["times up to a bare day", [["write_date", "<=", "2026-01-05"]], [1, 2]],
    ["by a domain on related records", [["parent_id", "any", [["ref", "=", "CE100"]]]], [2, 7]],
    ["by the negation of one", [["parent_id", "not any", [["ref", "=", "CE100"]]]], [1, 4]],
    ["a family by the name of its head", [["id", "child_of", "mirabel"]], [1, 2, 7]],
    ["not =ilike, as 19 writes it", [["ref", "not =ilike", "ce%"]], [4, 7]],
    ["nothing by Odoo's constant", [[0, "=", 1]], []],
  ])("%s", (_, domain, ids) => expect(found(domain)).toEqual(ids));

  it("no archived record by default", () => expect(found([], true)).toEqual([1, 2, 7]));
  it("archived ones if the domain names the field", () =>
    expect(found([["active", "in", [true, false]]], true)).toEqual([1, 2, 4, 7]));
});

describe("a wrong domain raises what the version raises", () => {
  it.each<[Version, Json, string]>([
    ["19.0", [["nope", "=", 1]], "Invalid field res.partner.nope in condition ('nope', '=', 1)"],
    ["18.0", [["nope", "=", 1]], "Invalid field res.partner.nope in leaf ('nope', '=', 1)"],
    ["19.0", [["name", "~~", "x"]], "Invalid operator in condition ('name', '~~', 'x')"],
    ["16.0", [["name", "~~", "x"]], "Invalid leaf ('name', '~~', 'x')"],
    ["19.0", [["name"]], "Domain() invalid item in domain: ['name']"],
    ["18.0", [["name"]], "Invalid leaf ('name')"],
    [
      "19.0",
      [["name", "child_of", 1]],
      "Cannot execute child_of for res.partner.name, works only for relational fields in condition ('name', 'child_of', 1)",
    ],
    [
      "19.0",
      [["country_id", "child_of", 1]],
      "Invalid field res.country.parent_id in condition ('parent_id', 'in', OrderedSet([1]))",
    ],
    ["16.0", [["parent_id", "any", []]], "Invalid leaf ('parent_id', 'any', [])"],
    ["18.0", [["ref", "not =ilike", "x"]], "Invalid leaf ('ref', 'not =ilike', 'x')"],
    [
      "18.0",
      "text",
      "Domains to normalize must have a 'domain' form: a list or tuple of domain components",
    ],
  ])("on %s: %j", (version, domain, message) => {
    const database = aDatabase(version);
    const query = {
      domain,
      order: undefined,
      offset: 0,
      limit: undefined,
      activeTest: true,
      lang: "en_US" as const,
    };
    expect(() => select(database, database.table("res.partner"), query)).toThrow(message);
  });
});
