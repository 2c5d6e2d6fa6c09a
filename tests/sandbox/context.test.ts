// The context of a call: languages and companies are followed, and unknown ones are refused.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { control, odooClient } from "./client.ts";

const { reader, admin } = odooSandbox;
const [main, french, nowhere] = [1, 2, 99];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, size: 0.2 });
});
afterAll(() => sandbox.close());

const journals = (database: string, context: object) =>
  odooClient(sandbox, database).call<{ name: string }[]>(
    "account.journal",
    "search_read",
    [[["code", "=", "FAC"]]],
    {
      fields: ["name"],
      limit: 1,
      context,
    },
  );

describe("a language", () => {
  it.each([
    ["fr_FR", "Factures clients"],
    ["en_US", "Customer Invoices"],
  ])("that is installed is used for names: %s", async (lang, name) => {
    expect(await journals("trading", { lang })).toMatchObject([{ name }]);
  });

  it("is English if none is requested, whatever the account's language", async () => {
    expect(await journals("trading", {})).toMatchObject([{ name: "Customer Invoices" }]);
  });

  it.each(["trading", "trading18"])("that is not installed is refused on %s", async (database) => {
    await expect(journals(database, { lang: "de_DE" })).rejects.toThrow(
      "Invalid language code: de_DE",
    );
    await expect(
      odooClient(sandbox, database).call("res.partner", "fields_get", [["name"]], {
        context: { lang: "de_DE" },
      }),
    ).rejects.toThrow("Invalid language code: de_DE");
    await expect(
      odooClient(sandbox, database).call("sale.order", "search_read", [[]], {
        fields: ["partner_id"],
        context: { lang: "xx" },
      }),
    ).rejects.toThrow("Invalid language code: xx");
  });

  it("that is not installed falls back to English on 16", async () => {
    expect(await journals("trading16", { lang: "de_DE" })).toMatchObject([
      { name: "Customer Invoices" },
    ]);
  });

  it("that is not installed is refused by a model's rules, even if only numbers are requested", async () => {
    await expect(
      odooClient(sandbox).call("account.move", "search_count", [[]], {
        context: { lang: "de_DE" },
      }),
    ).rejects.toThrow("Invalid language code: de_DE");
  });

  it("that is not installed is ignored if nothing is translated", async () => {
    const { call } = odooClient(sandbox);
    expect(
      await call("res.currency", "search_read", [[]], {
        fields: ["name"],
        limit: 1,
        context: { lang: "de_DE" },
      }),
    ).toHaveLength(1);
    expect(
      await call("account.move", "fields_get", [["name"]], {
        attributes: ["type"],
        context: { lang: "de_DE" },
      }),
    ).toEqual({
      name: { type: "char" },
    });
    await expect(
      call("res.country", "search_read", [[]], { fields: ["code"], context: { lang: "de_DE" } }),
    ).rejects.toThrow("Invalid language code");
  });

  it("is refused once it is uninstalled", async () => {
    await control(sandbox, "POST", "write", {
      database: "trading-3",
      model: "res.lang",
      id: 2,
      values: { active: false },
    });
    await expect(journals("trading-3", { lang: "fr_FR" })).rejects.toThrow(
      "Invalid language code: fr_FR",
    );
  });
});

describe("companies", () => {
  type Move = { company_id: [number, string] };
  const moves = async (context: object, database = "trading") => {
    const rows = await odooClient(sandbox, database).call<Move[]>(
      "account.move",
      "search_read",
      [[]],
      { fields: ["company_id"], context },
    );
    return new Set(rows.map((row) => row.company_id[0]));
  };

  it("are all of the account's unless some are requested", async () =>
    expect(await moves({})).toEqual(new Set([main, french])));
  it("that are requested are the only ones", async () => {
    expect(await moves({ allowed_company_ids: [french] })).toEqual(new Set([french]));
    const { call } = odooClient(sandbox);
    const each = (allowed: number[]) =>
      call<number>("account.move", "search_count", [[]], {
        context: { allowed_company_ids: allowed },
      });
    const [both, one, other] = await Promise.all([
      each([main, french]),
      each([main]),
      each([french]),
    ]);
    expect(one + other).toBe(both);
    expect(
      await call("account.move", "read_group", [[], ["amount_total"], ["company_id"]], {
        context: { allowed_company_ids: [french] },
      }),
    ).toMatchObject([{ company_id: [french, "Levant France"], company_id_count: other }]);
    expect(
      await call("res.company", "search", [[]], { context: { allowed_company_ids: [french] } }),
    ).toEqual([french]);
  });

  it.each([
    ["trading", "Access to unauthorized or invalid companies."],
    ["trading18", "Accès à des sociétés non autorisées ou invalides."],
  ])("that do not belong to the account are refused on %s", async (database, message) => {
    const refused = expect.objectContaining({ name: "odoo.exceptions.AccessError", message });
    await expect(moves({ allowed_company_ids: [main, nowhere] }, database)).rejects.toEqual(
      refused,
    );
    const limited = odooClient(sandbox, database, {
      id: 8,
      password: odooSandbox.limited.password,
    });
    await expect(
      limited.call("res.partner", "search", [[]], {
        context: { allowed_company_ids: [french], lang: "fr_FR" },
      }),
    ).rejects.toEqual(refused);
  });

  it("are ignored by a model without rules", async () => {
    expect(
      await odooClient(sandbox).call("res.currency", "search_count", [[]], {
        context: { allowed_company_ids: [nowhere] },
      }),
    ).toBe(3);
  });

  it("hide their records, and refuse a call that names one", async () => {
    const { call } = odooClient(sandbox);
    const [id] = await call<number[]>("account.move", "search", [[["company_id", "=", french]]], {
      limit: 1,
    });
    await expect(
      call("account.move", "read", [[id], ["name"]], { context: { allowed_company_ids: [main] } }),
    ).rejects.toThrow(/top secrets.*\(account\.move\)/s);
    const ours = odooClient(sandbox, "trading", { id: 2, password: admin.password });
    await expect(
      ours.call("account.move", "write", [[id], { ref: "x" }], {
        context: { allowed_company_ids: [main] },
      }),
    ).rejects.toThrow("top secrets");
    expect(await ours.call("account.move", "write", [[id], { ref: "x" }])).toBe(true);
  });

  it("that an account has lost are missing from its responses", async () => {
    const database = "trading-4";
    await control(sandbox, "POST", "write", {
      database,
      model: "res.users",
      id: 7,
      values: { company_ids: [main] },
    });
    expect(await moves({}, database)).toEqual(new Set([main]));
    await expect(moves({ allowed_company_ids: [french] }, database)).rejects.toThrow(
      "unauthorized or invalid companies",
    );
  });

  it("work through JSON-2 as well", async () => {
    const response = await fetch(`${sandbox.url}/json/2/account.move/search_count`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `bearer ${reader.apiKey}`,
        "X-Odoo-Database": "trading",
      },
      body: JSON.stringify({ domain: [], context: { allowed_company_ids: [nowhere] } }),
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ name: "odoo.exceptions.AccessError" });
  });
});
