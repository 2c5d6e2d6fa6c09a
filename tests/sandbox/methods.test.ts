// What client libraries call besides reading: access, defaults, copies, names, and the
// documentation of methods.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { odooClient } from "./client.ts";

const { admin, reader } = odooSandbox;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, size: 0.1 });
});
afterAll(() => sandbox.close());

const asReader = (database = "trading") => odooClient(sandbox, database);
const asAdmin = (database = "trading") =>
  odooClient(sandbox, database, { id: 2, password: admin.password });

describe("what an account may see", () => {
  it("is listed by get_available_models, although ir.model itself is refused", async () => {
    const models = await asReader().call<{ model: string; display_name: string }[]>(
      "ir.model",
      "get_available_models",
    );
    expect(models).toContainEqual({ model: "account.move", display_name: "Journal Entry" });
    expect(models.map(({ model }) => model)).not.toContain("ir.model");
    await expect(asReader().call("ir.model", "search", [[]])).rejects.toThrow("(ir.model)");
    expect(await asAdmin().call("ir.model", "search_count", [[["model", "=", "ir.model"]]])).toBe(
      1,
    );
  });

  it("is answered by ir.model.access, with true or an error", async () => {
    const { call } = asReader();
    expect(await call("ir.model.access", "check", ["sale.order", "read"])).toBe(true);
    expect(await call("ir.model.access", "check", ["sale.order", "write", false])).toBe(false);
    await expect(call("ir.model.access", "check", ["sale.order", "write"])).rejects.toThrow(
      "(sale.order)",
    );
  });

  it.each([
    ["trading16", ["base.group_user"]],
    ["trading18", [[7], "base.group_user"]],
    ["trading", [[7], "base.group_user"]],
  ] as const)("is answered by groups on %s", async (database, args) => {
    expect(await asReader(database).call("res.users", "has_group", [...args])).toBe(true);
    expect(
      await asReader(database).call("res.users", "has_group", [
        ...args.slice(0, -1),
        "base.group_system",
      ]),
    ).toBe(false);
  });

  it("includes the installed languages", async () => {
    expect(
      (await asReader().call<[string, string][]>("res.lang", "get_installed")).map(
        ([code]) => code,
      ),
    ).toEqual(["en_US", "fr_FR"]);
  });
});

it.each([
  ["trading16", true],
  ["trading18", undefined],
  ["trading", undefined],
])(
  "check_access_rights answers on %s as its version does when nothing is refused",
  async (database, said) => {
    expect(await asReader(database).call("res.partner", "check_access_rights", ["read"])).toBe(
      said,
    );
    expect(
      await asReader(database).call("res.partner", "check_access_rights", ["read"], {
        raise_exception: false,
      }),
    ).toBe(true);
  },
);

describe("a version has exactly its own methods", () => {
  it.each([
    ["name_get", [[1]], ["trading16"]],
    ["fields_get_keys", [], ["trading16"]],
    ["exists", [[1]], ["trading16", "trading18"]],
    ["has_access", [[1], "read"], ["trading18", "trading"]],
    ["get_metadata", [[1]], ["trading16", "trading18", "trading"]],
  ])("%s", async (method, args, having) => {
    const answers = await Promise.all(
      ["trading16", "trading18", "trading"].map((database) =>
        asReader(database)
          .call("res.partner", method, args)
          .then(
            () => database,
            () => null,
          ),
      ),
    );
    expect(answers.filter((database) => database !== null)).toEqual(having);
  });

  it.each(["res.partner", "sale.order"])("%s has no methods of another model", async (model) => {
    await expect(asAdmin().call(model, "action_post", [[1]])).rejects.toThrow(
      `The method '${model}.action_post' does not exist`,
    );
  });
});

describe("records", () => {
  it("are created with the model's defaults and the caller's company", async () => {
    const asked = { fields_list: ["state", "company_id", "move_type", "ref"] };
    expect(await asAdmin().call("account.move", "default_get", [], asked)).toEqual({
      state: "draft",
      move_type: "entry",
    });
    expect(
      await asAdmin().call("sale.order", "default_get", [["company_id"]], {
        context: { allowed_company_ids: [2] },
      }),
    ).toEqual({
      company_id: 2,
    });
  });

  it.each([
    ["trading16", (id: unknown) => typeof id === "number"],
    ["trading18", (id: unknown) => Array.isArray(id)],
  ])("are copied on %s as its version does", async (database, isCopy) => {
    const id = await asAdmin(database).call<number | number[]>("res.partner", "copy", [
      [8],
      { ref: "C" },
    ]);
    expect(isCopy(id)).toBe(true);
    expect(
      await asAdmin(database).call("res.partner", "read", [id, ["name", "ref"]]),
    ).toMatchObject([{ name: "Lecteur Api (copy)", ref: "C" }]);
  });

  it("accept the commands of x2many fields", async () => {
    const { call } = asAdmin();
    const id = await call<number>("res.partner", "create", [
      { name: "Un", category_id: [[6, 0, [1, 2]]], child_ids: [[0, 0, { name: "Deux" }]] },
    ]);
    const tags = async () =>
      (await call<{ category_id: number[] }[]>("res.partner", "read", [[id], ["category_id"]]))[0]
        ?.category_id;
    expect(await tags()).toEqual([1, 2]);
    await call("res.partner", "write", [
      [id],
      {
        category_id: [
          [3, 1],
          [4, 3],
          [0, 0, { name: "Neuf" }],
        ],
      },
    ]);
    expect(await tags()).toEqual([2, 3, 5]);
    await call("res.partner", "write", [[id], { category_id: [[5]] }]);
    expect(await tags()).toEqual([]);
  });
});

describe("the documentation of a model on 19", () => {
  const doc = async (key: string, name = "res.partner", database = "trading") => {
    const headers = { Authorization: `Bearer ${key}`, "X-Odoo-Database": database };
    const response = await fetch(`${sandbox.url}/doc-bearer/${name}.json`, { headers });
    return { status: response.status, text: await response.text() };
  };

  it("names the parameters of its methods to accounts that may read it", async () => {
    const { methods } = JSON.parse((await doc(admin.apiKey)).text) as {
      methods: Record<string, { parameters: object; api?: string[] }>;
    };
    expect(methods["search"]).toMatchObject({
      api: ["model"],
      parameters: { domain: { name: "domain" } },
    });
    expect(methods["read"]?.api).toBeUndefined();
  });

  it("is refused to others, and missing before 19", async () => {
    expect(await doc(reader.apiKey)).toMatchObject({
      status: 403,
      text: expect.stringContaining("Technical Documentation"),
    });
    expect((await doc(admin.apiKey, "no.model")).status).toBe(404);
    expect((await doc(admin.apiKey, "res.partner", "trading18")).status).toBe(404);
    expect((await doc("wrong")).status).toBe(401);
  });
});
