// Whatever becomes a heading, in both languages: words, and never a code or an id that only
// programs use.
import { describe, expect, it } from "vitest";
import { Role } from "../../contract/api/access.ts";
import { Verdict } from "../../contract/api/file.ts";
import type { Json, Locale, Text } from "../../contract/values/json.ts";
import { ChangeKind, RunStatus, StepStatus } from "../../contract/api/run.ts";
import type { Check } from "../../contract/source/check.ts";
import type { Resource } from "../../contract/source/resource.ts";
import { catalog, connectors } from "../../connectors/index.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { System } from "../../connectors/connector.ts";
import { treasuryTables } from "../../connectors/odoo/treasury.ts";
import { modulesTables } from "../../connectors/odoo/modules.ts";
import { schemaOf } from "../../sandbox/odoo/schema.ts";
import { recordTitle, isCoded } from "../../web/lib/data/columns.ts";
import { resourcesOf } from "../../web/lib/refresh/resources.ts";
import { en } from "../../web/lib/i18n/en.ts";
import { fr } from "../../web/lib/i18n/fr.ts";

const words = { en, fr };
const locales = ["en", "fr"] as const satisfies Locale[];

/**
 * What looks like a program's: `credit_note`, `optionSets`, `674a03ff-…`, `6606c1c5a5…`, `#12`,
 * `(ID:12)`, `fbfJHSPpUQD`, `202608`.
 */
const raw =
  /\b[a-z]+(_[a-z0-9]+)+\b|\b[a-z]+[A-Z][a-zA-Z]*\b|[0-9a-f]{8}-[0-9a-f]{4}|\b(?=\w*\d)[0-9a-f]{12,}\b|#\w|\(ID:|\b(?=\w*[A-Z])(?=\w*[a-z])[A-Za-z]\w{10}\b(?<=\w*([a-z][A-Z]|\d)\w*)|^\d+$|^\W*$|\bundefined\b/;

const codes = { en: new Map(Object.entries(en.values)), fr: new Map(Object.entries(fr.values)) };
const wordOf = (locale: Locale) => (code: string) => codes[locale].get(code) ?? code;
const templates = catalog.kinds.flatMap((kind) => kind.templates);

it.each([
  "credit_note",
  "optionSets",
  "674a03ff-11aa-4b1c",
  "6606c1c5a5b1f20012ab34cd",
  "#12",
  "(ID:12)",
  "fbfJHSPpUQD",
  "202608",
  "/",
])("%s would be noticed", (code) => expect(code).toMatch(raw));
it.each([
  "Credit note",
  "Programming",
  "FAC/2026/00012 (2)",
  "E-mail",
  "VE-4647 · VERRES",
  "Optique Lumière",
])("%s would not", (text) => expect(text).not.toMatch(raw));

/** Everything that the catalog gives a name. */
function namesIn(part: unknown, path = ""): [path: string, text: Text][] {
  if (typeof part !== "object" || part === null) return [];
  if ("en" in part && "fr" in part) return [[path, { en: String(part.en), fr: String(part.fr) }]];
  // A hint may show what is to be typed.
  return Object.entries(part).flatMap(([name, inner]) =>
    name === "hint" ? [] : namesIn(inner, `${path}.${name}`),
  );
}

/** The checks of a system on a way out on which nothing answers. */
function checksOf<Settings>(system: System<Settings>, settings: Json): () => AsyncIterable<Check> {
  const dead = () =>
    Promise.reject(
      new ConnectorError("busy", "source_unreachable", { facts: { host: "example.org" } }),
    );
  const files = { list: () => Promise.resolve([]), open: () => Promise.resolve(null) };
  const memory = { recall: () => null, remember: () => undefined };
  return () =>
    system.check({
      settings: system.settings.parse(settings),
      secret: "s",
      host: "example.org",
      call: dead,
      withSocket: dead,
      files,
      ...memory,
    });
}

const [url, login, username] = ["https://example.org", "reader", "reader"];
const checked = {
  odoo: checksOf(connectors.odoo, { url, login, database: "company" }),
  knack: checksOf(connectors.knack, { url, application: "6606c1c5a5b1f20012ab34cd" }),
  dhis2: checksOf(connectors.dhis2, { url, username }),
  invoices: checksOf(connectors.invoices, {}),
  postgres: checksOf(connectors.postgres, {
    host: "example.org",
    database: "data",
    user: "writer",
  }),
} satisfies Record<keyof typeof connectors, unknown>;

describe("names", () => {
  it("of systems, configurations, data sources, columns, charts and choices are words", () => {
    const names = namesIn(catalog);
    expect(names.length).toBeGreaterThan(300);
    const wrong = names.filter(([, { en: one, fr: other }]) =>
      [one, other].some((text) => text.trim() === "" || raw.test(text)),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ["a refresh", RunStatus.options, (locale: Locale) => words[locale].status],
    ["a data source", StepStatus.options, (locale: Locale) => words[locale].step],
    ["a change", ChangeKind.options, (locale: Locale) => words[locale].runs.kinds],
    ["a file", Verdict.options, (locale: Locale) => words[locale].files.verdicts],
    ["a member", Role.options, (locale: Locale) => words[locale].tenants.roles],
  ] as const)("of the states of %s are words", (_, codes, of) => {
    for (const locale of locales) {
      const known = new Map(Object.entries<string>(of(locale)));
      expect(codes.filter((code) => !known.has(code) || raw.test(known.get(code) ?? ""))).toEqual(
        [],
      );
    }
  });

  it.each(Object.entries(checked))("of the checks of %s are words", async (_, check) => {
    const checks = await Array.fromAsync(check());
    expect(checks.length).toBeGreaterThan(0);
    const told = checks.flatMap(({ name, title }) =>
      locales.map((locale) => [name, title[locale]] as const),
    );
    expect(told.filter(([name, title]) => title === name || raw.test(title))).toEqual([]);
  });

  it("of the kinds and states that Odoo's records have are words", () => {
    const models = schemaOf("19.0", true);
    const all = [...treasuryTables, ...modulesTables].flatMap(({ model, columns }) =>
      columns.filter(isCoded).flatMap(
        ({ from }) =>
          models
            .get(model)
            ?.fields.get(from?.field ?? "")
            ?.selection?.map(([code]) => code) ?? [],
      ),
    );
    expect(new Set(all).size).toBeGreaterThan(15);
    for (const locale of locales)
      expect(all.filter((code) => wordOf(locale)(code) === code)).toEqual([]);
  });

  it.each(["invoice", "credit_note", "line", "charge", "current"])(
    "of what files and results mark %s are words",
    (code) => {
      for (const locale of locales) expect(wordOf(locale)(code)).not.toBe(code);
    },
  );
});

/** Of each data source, records that make it hard to call them by anything. */
const hard: Record<string, Record<string, Json>[]> = {
  "treasury.purchase_imports": [
    {
      reference: "(ID:22)",
      number: null,
      partner: "Zoé Taylor",
      currency: "TND",
      kind: "in_refund",
    },
  ],
  "treasury.local_sales": [
    { reference: "(ID:5)", partner: null, currency: "EUR", kind: "out_invoice", state: "draft" },
  ],
  "treasury.local_purchases": [
    { reference: "(ID:7)", partner: null, currency: "EUR", kind: "made_up", state: "made_up" },
  ],
  "odoo_modules.sale_orders": [
    { number: null, customer: null, state: "sale", invoice_status: "to invoice" },
  ],
  "odoo_modules.invoices": [
    { number: "/", kind: "out_refund", partner: "Zoé", state: "draft", payment_state: "not_paid" },
  ],
  "odoo_modules.contacts": [{ name: null, email: null, is_company: true }],
  "odoo_modules.employees": [{ name: null, job: null }],
  "school_results.students": [
    { name: null, email: null, year_group: null, key: "674a03ff-11aa-4b1c", academic_year: null },
  ],
  "school_results.scores": [
    { cycle: "current", name: null, year_group: null, student: "6606c1c5a5b1f20012ab34cd" },
    { cycle: "1", name: null, group: "12A Science", key: "674a03ff-11aa-4b1c" },
  ],
  "school_results.comments": [
    { cycle: "3", name: null, reflection: null, student: "6606c1c5a5b1f20012ab34cd" },
  ],
  "dhis2_values.dataValues": [
    {
      data_element: "fbfJHSPpUQD",
      period: "202608",
      org_unit: "DiszpKrYNg8",
      category_options: "default",
      value: "12",
    },
  ],
  "supplier_invoices.invoices": [
    {
      supplier: "BBGR",
      number: null,
      type: "credit_note",
      currency: "EUR",
      supplier_code: "0abc_d",
    },
  ],
  "supplier_invoices.invoice_lines": [
    { invoice: "BB-4555", supplier: "BBGR", kind: "charge", reference: "ref_1" },
  ],
};
const ofMetadata = [{ name: null, code: "OU_559" }];
const recordsOf = (template: string, { key }: Resource) =>
  template === "dhis2_metadata" ? ofMetadata : hard[`${template}.${key}`];

describe("a record that changed", () => {
  it.each(
    templates.flatMap((template) =>
      template.resources.map((resource) => [template.key, resource.key, resource] as const),
    ),
  )("of %s, %s is called by words", (template, _, resource) => {
    const records = recordsOf(template, resource) ?? [];
    expect(records).not.toEqual([]);
    for (const data of records)
      for (const locale of locales)
        expect(
          recordTitle(resource.columns, data, wordOf(locale)) ?? words[locale].runs.record,
        ).not.toMatch(raw);
  });

  const steps = (...resources: string[]) => resources.map((resource) => ({ resource }));
  const configured = (template: string) => [
    {
      id: "f1",
      name: "F",
      connection: "c1",
      destination: null,
      template,
      resources: ["invoices"],
      mayStart: true,
    },
  ];
  const columnsOf = (resources: Resource[]) =>
    resources.find(({ key }) => key === "invoices")?.columns.map(({ name }) => name);

  it.each(["odoo_modules", "supplier_invoices"])(
    "has the columns of its own system, where others have invoices, too: %s",
    (template) => {
      const own = templates.find(({ key }) => key === template);
      expect(
        resourcesOf(catalog, configured(template), {
          configuration: "f1",
          steps: steps("invoices"),
        }),
      ).toBe(own?.resources);
    },
  );

  it("has those of the only system that fits where its configuration is gone, and none where several do", () => {
    const gone = (...resources: string[]) =>
      resourcesOf(catalog, [], { configuration: "f1", steps: steps(...resources) });
    expect(columnsOf(gone("invoices", "invoice_lines"))).toContain("supplier_vat");
    expect(columnsOf(gone("invoices", "contacts"))).toContain("payment_state");
    expect(gone("invoices")).toEqual([]);
    expect(gone("nowhere")).toEqual([]);
  });
});
