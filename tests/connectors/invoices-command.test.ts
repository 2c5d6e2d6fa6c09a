// `npm run edi`: reads files with the settings of a connection; wrong settings are reported at
// their field.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, URL } from "node:url";
import { afterAll, expect, it } from "vitest";

const script = fileURLToPath(new URL("../../scripts/edi.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "freshet-edi-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kept = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const run = (...given: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...given], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

const table = {
  key: "acme",
  supplier: "ACME",
  currency: "EUR",
  columns: {
    number: "N",
    date: { from: ["D"], format: "DD/MM/YYYY" },
    net: "HT",
    tax: "TVA",
    total: "TTC",
  },
};
const file = kept("acme.csv", "N;D;HT;TVA;TTC\nF1;31/03/2026;100,00;20,00;120,00\n");

it.each([
  ["as JSON", { tables: [table] }],
  ["as a form keeps them", { tables: JSON.stringify([table]), suppliers: "ACME = as_sent" }],
])("reads a table with settings %s", (name, settings) => {
  const { status, stdout } = run(
    "--settings",
    kept(`${name}.json`, JSON.stringify(settings)),
    file,
  );
  expect([status, JSON.parse(stdout)]).toEqual([
    0,
    expect.objectContaining({ verdict: "accept", totals: { EUR: expect.anything() } }),
  ]);
});

it("reports the field of wrong settings, and reads nothing", () => {
  const wrong = {
    creditNotes: "sometimes",
    tables: [{ ...table, columns: { date: { from: ["D"], format: "DD/MM" } } }],
  };
  const { status, stdout, stderr } = run(
    "--settings",
    kept("wrong.json", JSON.stringify(wrong)),
    file,
  );
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("at creditNotes");
  expect(stderr).toContain("at tables[0].columns.date.format");
});

it("explains its usage for an unknown argument, and exits with 1 for an unusable file", () => {
  expect([run("--bogus", file).status, run("--bogus", file).stderr]).toEqual([
    2,
    expect.stringContaining("npm run edi --"),
  ]);
  expect(run(kept("empty.edi", "")).status).toBe(1);
});
