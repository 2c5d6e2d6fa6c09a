// What people call a record, and what its amounts count.
import { expect, it } from "vitest";
import type { Column, MoneyColumn } from "../../contract/source/resource.ts";
import { signedAmount, recordTitle, listItems } from "../../web/lib/data/columns.ts";

const text = (name: string): Column => ({ name, type: "text", label: { en: name, fr: name } });
const wordOf = (code: string) => (code === "credit_note" ? "Avoir" : code);

it.each([
  [{ reference: "FAC/1", name: "x" }, "FAC/1"],
  [{ number: "", name: "Marie" }, "Marie"],
  [{ type: "credit_note", supplier: "BBGR", place: "Lyon" }, "Avoir · BBGR"],
  [{ supplier: "BBGR" }, "BBGR"],
  [{ number: "/", customer: "Marie" }, "Marie"],
  [{ reference: "(ID:22)", partner: "Zoé" }, "Zoé"],
  [{ invoice: "F1", supplier: "BBGR", reference: "REF" }, "F1 · BBGR"],
  [{ state: "made_up", partner: "Zoé" }, "Zoé"],
  [{ data_element: "fbfJHSPpUQD", period: "202608", org_unit: "DiszpKrYNg8", value: "12" }, null],
  [{ lines: 4 }, null],
])("%j is called %s", (data, called) => {
  expect(recordTitle(Object.keys(data).map(text), data, wordOf)).toBe(called);
});

it.each([
  ["orders", ["CE1", "CE2"], ["CE1", "CE2"]],
  ["type", ["credit_note", 4], ["Avoir", "4"]],
  ["checks", ["invoice_code_unknown", "invoice_price_unit"], ["2 remarques"]],
  ["checks", [], []],
])("of the list %s, %j is shown as %j", (name, items, shown) => {
  expect(listItems({ name }, items, { of: wordOf, many: (count) => `${count} remarques` })).toEqual(
    shown,
  );
});

const amount: MoneyColumn = {
  name: "amount",
  type: "money",
  label: { en: "Amount", fr: "Montant" },
  currency: "currency",
  adds: { minus: { column: "kind", values: ["out_refund"] } },
};

it.each([
  [
    { amount: "10.5", kind: "out_invoice", currency: "EUR" },
    amount,
    { amount: "10.5", currency: "EUR" },
  ],
  [
    { amount: "10.5", kind: "out_refund", currency: "EUR" },
    amount,
    { amount: "-10.5", currency: "EUR" },
  ],
  [{ amount: "-10.5", kind: "out_refund" }, amount, { amount: "10.5", currency: null }],
  [
    { amount: "10.5", kind: "out_refund" },
    { ...amount, adds: "signed" as const },
    { amount: "10.5", currency: null },
  ],
])("the amount of %j", (data, column, shown) => {
  expect(signedAmount(column, { id: 1, data })).toEqual(shown);
});
