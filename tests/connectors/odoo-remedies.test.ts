// What keeps a connection from being read as intended, each case with a remedy of its own, in a
// test of the connection and in a refresh. The simulated Odoo answers as real 17, 18 and 19 do.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { say } from "../../contract/sentences/say.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { SourceClient } from "../../connectors/source-client.ts";
import { failureOf } from "../../connectors/odoo/faults.ts";
import { odoo } from "../../connectors/odoo/odoo.ts";
import type { OdooSettings } from "../../connectors/odoo/settings.ts";
import { companiesIn } from "../../connectors/odoo/access.ts";
import { odooSandbox } from "../../sandbox/accounts.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { startVersions } from "../sandbox/client.ts";
import { aClient } from "./source-client.ts";
import { odooWorld, type Version } from "./odoo-world.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startVersions();
});
afterAll(() => sandbox.close());

const first = { cursor: null, complete: false };
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof ConnectorError ? error.failure : String(error)),
  );
const surveyOf = (client: SourceClient<OdooSettings>, resource = "local_sales", options = {}) =>
  refusalOf(
    odoo.survey(
      client,
      { template: resource === "contacts" ? "odoo_modules" : "treasury", resource, options },
      first,
    ),
  );
const checksOf = async (client: SourceClient<OdooSettings>) =>
  Object.fromEntries(
    (await Array.fromAsync(odoo.check(client))).map((check) => [check.name, check] as const),
  );

const { guarded, portal, archived, expiredKey, reader, limited } = odooSandbox;
type Account = { settings: Partial<OdooSettings>; secret?: string };
const by = (
  transport: OdooSettings["transport"],
  { login }: { login: string },
  secret: string,
): Account => ({
  settings: { login, transport },
  secret,
});

const everywhere: Version[] = ["19.0", "18.0", "16.0"];
const versionsAndTransports = everywhere.flatMap((version) =>
  (["jsonrpc", "xmlrpc"] as const).map((transport) => [version, transport] as const),
);

describe.each(versionsAndTransports)("Odoo %s through %s", (version, transport) => {
  const openClient = (account: Account) => odooWorld(() => sandbox, version).openClient(account);

  it.each<[string, string, Account]>([
    [
      "a password that needs a second factor",
      "second_factor",
      by(transport, guarded, guarded.password),
    ],
    ["a wrong password before a second factor", "sign_in_refused", by(transport, guarded, "wrong")],
    ["an expired key", "key_refused", by(transport, reader, expiredKey)],
    ["another account's key", "key_refused", by(transport, reader, portal.apiKey)],
    ["an archived account", "sign_in_refused", by(transport, archived, archived.password)],
    ["the key of an archived account", "key_refused", by(transport, archived, archived.apiKey)],
    ["a portal account", "account_external", by(transport, portal, portal.password)],
  ])("%s is %s, and the database is known", async (_name, code, account) => {
    expect(await surveyOf(openClient(account))).toMatchObject({ kind: "refused", code });
    const {
      database,
      sign_in: signIn,
      language,
      rights_account_move: rights,
    } = await checksOf(openClient(account));
    expect([database?.status, signIn?.status, language?.status, rights?.status]).toEqual([
      "passed",
      "failed",
      "skipped",
      "skipped",
    ]);
    const { host } = openClient(account);
    expect(signIn?.remedy?.fr).toBe(say(code, { host, login: account.settings.login ?? "" }, "fr"));
  });

  it("a key opens the account that has a second factor", async () => {
    expect(await surveyOf(openClient(by(transport, guarded, guarded.apiKey)))).toBeNull();
  });

  it.each(["de_DE", "xx_YY"])(
    "the language %s, which is not installed, is reported and never read",
    async (language) => {
      const strange = { settings: { transport, language } };
      for (const resource of ["local_sales", "contacts"])
        expect(await surveyOf(openClient(strange), resource)).toMatchObject({
          kind: "refused",
          code: "language_not_installed",
          facts: { language },
        });
      const {
        sign_in: signIn,
        language: looked,
        companies,
        sample,
      } = await checksOf(openClient(strange));
      expect([signIn?.status, looked?.status, companies?.status, sample?.status]).toEqual([
        "passed",
        "failed",
        "skipped",
        "skipped",
      ]);
      expect(looked?.remedy?.en).toContain(language);
    },
  );

  it("a language that is installed is read", async () => {
    expect(
      await surveyOf(openClient({ settings: { transport, language: "fr_FR" } }), "contacts"),
    ).toBeNull();
  });

  it.each<[string, Partial<OdooSettings>, object, string | null]>([
    [
      "of the connection that does not belong to the account",
      { ...limited, companies: "1, 2" } as Partial<OdooSettings>,
      {},
      "company_not_accounts",
    ],
    ["of the connection that does not exist", { companies: "1, 77" }, {}, "company_not_accounts"],
    ["of the connection that belongs to the account", { companies: "2" }, { company: null }, null],
    [
      "of the configuration that does not belong to the account",
      {},
      { company: 77 },
      "company_outside",
    ],
    [
      "of the configuration that the connection leaves out",
      { companies: "2" },
      { company: 1 },
      "company_outside",
    ],
    ["of the configuration that both have", { companies: "1, 2" }, { company: 2 }, null],
  ])("a company %s: %s", async (_name, { login, companies = "" }, options, code) => {
    const settings = { transport, companies, ...(login === undefined ? {} : { login }) };
    const account = { settings, ...(login === undefined ? {} : { secret: limited.password }) };
    const refusal = await surveyOf(openClient(account), "purchase_imports", options);
    expect(refusal === null || typeof refusal === "string" ? refusal : refusal.code).toBe(code);
  });

  it("an unknown company of the connection is reported once, by its own check", async () => {
    const {
      companies,
      rights_account_move: rights,
      sample,
    } = await checksOf(openClient({ settings: { transport, companies: "77" } }));
    expect([rights?.status, companies?.status, sample?.status]).toEqual([
      "skipped",
      "failed",
      "skipped",
    ]);
    expect(companies?.remedy?.en).toContain("(77)");
  });
});

describe("JSON-2", () => {
  const openClient = (account: Account) => odooWorld(() => sandbox, "19.0").openClient(account);

  it.each<[string, string, Account]>([
    ["a password", "key_needed", by("json2", reader, reader.password)],
    [
      "a password that needs a second factor",
      "second_factor",
      by("json2", guarded, guarded.password),
    ],
    ["an expired key", "key_refused", by("json2", reader, expiredKey)],
    ["the key of an archived account", "key_refused", by("json2", archived, archived.apiKey)],
    ["a portal account", "account_external", by("json2", portal, portal.apiKey)],
    ["another account's key", "key_of_another", by("json2", reader, odooSandbox.admin.apiKey)],
    [
      "another account's key, detected automatically",
      "key_of_another",
      by("auto", reader, guarded.apiKey),
    ],
  ])("%s is %s", async (_name, code, account) => {
    expect(await surveyOf(openClient(account))).toMatchObject({ kind: "refused", code });
    expect((await checksOf(openClient(account)))["sign_in"]?.status).toBe("failed");
  });

  it("a language that is not installed is reported", async () => {
    const strange = {
      settings: { transport: "json2" as const, language: "de_DE" },
      secret: reader.apiKey,
    };
    expect(await surveyOf(openClient(strange))).toMatchObject({ code: "language_not_installed" });
  });
});

describe("a refusal during a refresh", () => {
  const fault = (name: string, text: string) => ({
    type: "fault" as const,
    name: `odoo.exceptions.${name}`,
    text,
  });
  const settled = (settings: Partial<OdooSettings>, said: ReturnType<typeof fault>) =>
    failureOf(said, { client: aClient(settings), model: "account.move", fields: [] }).failure;

  it.each([
    ["Access to unauthorized or invalid companies.", "1", "company_not_accounts"],
    ["Accès à des sociétés non autorisées ou invalides.", "1, 2", "company_not_accounts"],
    ["Access to unauthorized or invalid companies.", "", "rights_missing"],
    [
      "You are not allowed to access 'Journal Entry' (account.move) records.",
      "1",
      "rights_missing",
    ],
    [
      "Vous n'êtes pas autorisé à accéder aux enregistrements 'Pièce comptable' (account.move).'",
      "1",
      "rights_missing",
    ],
    [
      "Sorry, Reader (id=7) doesn't have 'read' access to:\n- Contact (res.partner)",
      "1",
      "rights_missing",
    ],
  ])("%j with the companies %j is %s", (text, companies, code) => {
    expect(settled({ companies }, fault("AccessError", text))).toMatchObject({
      kind: "refused",
      code,
    });
  });

  it.each([
    ["Invalid language code: fr_FR", "fr_FR", "language_not_installed"],
    ["The partner is not valid.", "fr_FR", "request_refused"],
  ])("%j is %s", (text, language, code) => {
    expect(settled({ language }, fault("UserError", text))).toMatchObject({
      kind: "refused",
      code,
    });
  });

  it.each([
    ["res.users", "database_unknown"],
    ["'res.users'", "database_unknown"],
  ])("a database without users (%s) is not an Odoo database", (text, code) => {
    expect(settled({}, { type: "fault", name: "builtins.KeyError", text })).toMatchObject({
      kind: "refused",
      code,
    });
  });
});

it("the companies of a domain are those that it lists", () => {
  expect(
    companiesIn([
      ["company_id", "=", 3],
      "|",
      ["company_id", "=", false],
      ["company_id", "in", [5]],
      ["id", "=", 4],
    ]),
  ).toEqual([3]);
});
