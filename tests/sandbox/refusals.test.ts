// What a real server refuses to write, the simulated one refuses too, and nothing of a refused
// change remains.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { odooClient } from "./client.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, size: 0.1 });
});
afterAll(() => sandbox.close());

const asAdmin = (database = "trading") =>
  odooClient(sandbox, database, { id: 2, password: odooSandbox.admin.password });

describe("creating is refused", () => {
  it.each<[string, string, object, string]>([
    [
      "a contact without a name",
      "res.partner",
      { ref: "x" },
      "The operation cannot be completed: Contacts require a name",
    ],
    [
      "what a required field lacks",
      "account.journal",
      { name: "N" },
      "Missing required value for the field 'Short Code' (code).",
    ],
    [
      "a duplicate of a unique value",
      "res.lang",
      { name: "Anglais", code: "en_US" },
      "The code of the language must be unique!",
    ],
    [
      "a field that nobody knows",
      "res.partner",
      { name: "N", nonsense: 1 },
      "Invalid field 'nonsense' in 'res.partner'",
    ],
    [
      "a choice that is none",
      "account.move",
      { state: "open" },
      "Wrong value for account.move.state: 'open'",
    ],
    [
      "a date that is none",
      "account.move",
      { date: "29/11/2026" },
      "time data '29/11/2026' does not match format '%Y-%m-%d'",
    ],
    [
      "a number that is none",
      "res.partner",
      { name: "N", credit_limit: "much" },
      "could not convert string to float: 'much'",
    ],
    [
      "a reference to nothing",
      "res.partner",
      { name: "N", country_id: 99_999 },
      "Thanks to the following constraint: 'Country' (country_id)",
    ],
    [
      "a record of a company that was not requested",
      "account.move",
      { company_id: 2 },
      "(account.move)",
    ],
  ])("%s", async (_, model, values, message) => {
    const { call } = asAdmin();
    const count = () =>
      call<number>(model, "search_count", [[]], { context: { active_test: false } });
    const before = await count();
    await expect(
      call(model, "create", [values], { context: { allowed_company_ids: [1] } }),
    ).rejects.toThrow(message);
    expect(await count()).toBe(before);
  });

  it("in the words of the version", async () => {
    await expect(
      asAdmin("trading16").call("account.journal", "create", [{ name: "N" }]),
    ).rejects.toThrow("- Create/update: a mandatory field is not set.");
    await expect(
      asAdmin("trading18").call("res.partner", "create", [{ name: "N", nonsense: 1 }]),
    ).rejects.toThrow("Invalid field 'nonsense' on model 'res.partner'");
  });
});

it("a change that is refused changes nothing", async () => {
  const { call } = asAdmin();
  const read = () => call<object[]>("res.partner", "read", [[8], ["name", "ref", "write_date"]]);
  const before = await read();
  await expect(
    call("res.partner", "write", [[8], { ref: "changed", name: false }]),
  ).rejects.toThrow("Contacts require a name");
  expect(await read()).toEqual(before);
});

it.each([
  ["write", [[999_999], { ref: "x" }]],
  ["unlink", [[999_999]]],
  ["copy", [[999_999]]],
])("%s refuses an unknown contact, while reading leaves it out", async (method, args) => {
  const { call } = asAdmin();
  const missing = expect.objectContaining({
    name: "odoo.exceptions.MissingError",
    message: "Record does not exist or has been deleted.\n(Record: res.partner(999999,), User: 2)",
  });
  await expect(call("res.partner", method, args)).rejects.toEqual(missing);
  expect(await call("res.partner", "read", [[999_999], ["name"]])).toEqual([]);
});

describe("removing is refused", () => {
  it.each<[string, string, object[], string]>([
    ["of a contact that signs in", "res.partner", [["id", "=", 3]], "linked to an active user"],
    [
      "of a currency in use",
      "res.currency",
      [["name", "=", "TND"]],
      "Another model is using the record you are trying to delete.",
    ],
    ["of a posted invoice", "account.move", [["state", "=", "posted"]], "pièce comptable"],
  ])("%s", async (_, model, domain, message) => {
    const { call } = asAdmin();
    const [id] = await call<number[]>(model, "search", [domain], { limit: 1 });
    await expect(call(model, "unlink", [[id]])).rejects.toThrow(message);
    expect(await call(model, "search_count", [[["id", "=", id]]])).toBe(1);
  });

  it("of a contact that an invoice names", async () => {
    const { call } = asAdmin();
    const [move] = await call<{ partner_id: [number, string] }[]>(
      "account.move",
      "search_read",
      [[["partner_id", ">", 9]]],
      {
        fields: ["partner_id"],
        limit: 1,
      },
    );
    await expect(call("res.partner", "unlink", [[move?.partner_id[0]]])).rejects.toThrow(
      "used in Accounting",
    );
  });
});
