// What people type into settings, and what is kept of it.
import { expect, it } from "vitest";
import type { Field } from "../../contract/api/catalog.ts";
import { InvoiceSettings, settingsForm } from "../../connectors/invoices/settings.ts";
import { cleanAddress, keptOf, typedOf } from "../../web/lib/settings/values.ts";

const aField = (part: Partial<Field>): Field => ({
  name: "company",
  type: "text",
  label: { en: "", fr: "" },
  hint: null,
  required: false,
  ...part,
});

it.each([
  ["company.odoo.com", { address: "https://company.odoo.com", added: true }],
  [" https://company.odoo.com/ ", { address: "https://company.odoo.com", added: false }],
  ["http://localhost:8069", { address: "http://localhost:8069", added: false }],
  ["ftp://company.example", null],
  ["two words", null],
])("takes the address %j as %j", (typed, cleaned) => {
  expect(cleanAddress(typed)).toEqual(cleaned);
});

it("leaves out what was left empty, and sends numbers as numbers", () => {
  const fields = [aField({ name: "company", type: "integer" }), aField({ name: "note" })];
  expect(keptOf(fields, { company: " 3 ", note: " " })).toEqual({ company: 3 });
});

it("shows what is kept, and the first choice where nothing is", () => {
  const choices = [{ value: "auto", label: { en: "", fr: "" } }];
  const fields = [
    aField({ name: "login" }),
    aField({ name: "transport", type: "select", choices }),
  ];
  expect(typedOf(fields, { login: "api" })).toEqual({ login: "api", transport: "auto" });
});

it("shows lists as they can be typed again", async () => {
  const kept = InvoiceSettings.parse({
    suppliers: "FR1 = as_sent, LUNETTES INVENTEES = negative",
    tables: [
      {
        key: "a",
        supplier: "A",
        columns: { number: "N", date: { from: ["D"], format: "DD/MM/YYYY" }, net: "HT" },
      },
    ],
  });
  const typed = typedOf(settingsForm, kept);
  expect(typed["suppliers"]).toBe("FR1 = as_sent, LUNETTES INVENTEES = negative");
  expect(InvoiceSettings.parse(keptOf(settingsForm, typed))).toEqual(kept);
  expect(
    InvoiceSettings.parse(keptOf(settingsForm, typedOf(settingsForm, InvoiceSettings.parse({})))),
  ).toEqual(InvoiceSettings.parse({}));
});
