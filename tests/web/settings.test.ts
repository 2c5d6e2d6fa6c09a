// What people type into settings, and what is kept of it.
import { expect, it } from "vitest";
import type { Field } from "../../contract/api/catalog.ts";
import { InvoiceSettings } from "../../connectors/invoices/settings.ts";
import { formOf } from "../../connectors/setting.ts";
import { cleanUrl, isMoved, toSettings, toInputs } from "../../web/lib/settings/field-values.ts";

const aField = (part: Partial<Field>): Field => ({
  name: "company",
  type: "text",
  label: { en: "", fr: "" },
  hint: null,
  required: false,
  default: null,
  ...part,
});

it.each([
  ["company.odoo.com", { url: "https://company.odoo.com", httpsAdded: true }],
  [" https://company.odoo.com/ ", { url: "https://company.odoo.com", httpsAdded: false }],
  ["http://localhost:8069", { url: "http://localhost:8069", httpsAdded: false }],
  ["ftp://company.example", null],
  ["two words", null],
])("takes the address %j as %j", (typed, cleaned) => {
  expect(cleanUrl(typed)).toEqual(cleaned);
});

it("leaves out what was left empty, and sends numbers as numbers", () => {
  const fields = [aField({ name: "company", type: "integer" }), aField({ name: "note" })];
  expect(toSettings(fields, { company: " 3 ", note: " " })).toEqual({ company: 3 });
});

it("shows what is kept, and the default choice where nothing is", () => {
  const choices = ["xmlrpc", "auto"].map((value) => ({ value, label: { en: "", fr: "" } }));
  const fields = [
    aField({ name: "login" }),
    aField({ name: "transport", type: "select", default: "auto", choices }),
    aField({ name: "port", type: "integer", default: 5432 }),
  ];
  expect(toInputs(fields, { login: "api" })).toEqual({ login: "api", transport: "auto", port: "" });
});

it.each<[Field["type"], string, string, boolean]>([
  ["url", "https://a.example.org", "https://a.example.org/web/login", false],
  ["url", "https://a.example.org", "https://b.example.org", true],
  ["url", "https://a.example.org", "http://a.example.org", true],
  ["host", "db.example.org", " DB.example.org ", false],
  ["host", "db.example.org", "db2.example.org", true],
  ["text", "one", "other", false],
])("asks for the secret again where the %s %s becomes %s: %s", (type, kept, typed, moved) => {
  const fields = [aField({ name: "at", type }), aField({ name: "login" })];
  expect(isMoved(fields, { at: typed, login: "x" }, { at: kept, login: "y" })).toBe(moved);
});

it("shows lists as they can be typed again", () => {
  const settingsForm = formOf(InvoiceSettings);
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
  const typed = toInputs(settingsForm, kept);
  expect(typed["suppliers"]).toBe("FR1 = as_sent, LUNETTES INVENTEES = negative");
  expect(InvoiceSettings.parse(toSettings(settingsForm, typed))).toEqual(kept);
  expect(
    InvoiceSettings.parse(
      toSettings(settingsForm, toInputs(settingsForm, InvoiceSettings.parse({}))),
    ),
  ).toEqual(InvoiceSettings.parse({}));
});
