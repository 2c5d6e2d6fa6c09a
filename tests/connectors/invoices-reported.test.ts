// EDIFACT files modelled on what people report from their trade: each is read as a purchasing clerk
// needs it.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, URL } from "node:url";
import { describe, expect, it } from "vitest";
import { isCode } from "../../contract/sentences/sentences.ts";
import { amountText, textOrNull } from "../../connectors/invoices/amount.ts";
import { readFile } from "./invoices-world.ts";

const folder = fileURLToPath(new URL("../../../shared/fixtures/reported/", import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.warn("reported files are not beside the project: their tests are skipped");

type Want = {
  verdict?: string[];
  net?: string;
  tax?: string;
  total?: string;
  number?: string;
  supplier?: string;
  documents?: number;
  lines?: number;
};
type Reported = { file: string; want: Want & { oneOf?: Want[] } };

const reported: Reported[] = isThere
  ? (
      JSON.parse(readFileSync(`${folder}manifest.json`, "utf8")) as { files: Reported[] }
    ).files.filter(({ file }) => file.endsWith(".edi"))
  : [];

async function differencesOf(file: string, want: Want): Promise<string[]> {
  const { summary, documents, codes } = await readFile(
    new Uint8Array(readFileSync(`${folder}${file}`)),
    { name: file },
  );
  const [first] = documents.map(({ document }) => document);
  const found: Record<keyof Want, unknown> = {
    verdict: summary.verdict,
    net: first && amountText(first.net),
    tax: first && textOrNull(first.tax),
    total: first && textOrNull(first.total),
    number: first?.number,
    supplier: first?.supplier,
    documents: summary.documents,
    lines: first?.lines.filter(({ kind }) => kind === "line").length,
  };
  const wrong = Object.entries(want).filter(([name, value]) => {
    const here = found[name as keyof Want];
    return Array.isArray(value) ? !value.includes(String(here)) : here !== value;
  });
  return [
    ...wrong.map(([name]) => `${name} is ${String(found[name as keyof Want])}`),
    ...codes.filter((code) => !isCode(code)),
  ];
}

describe.skipIf(!isThere)("reported EDIFACT files", () => {
  it("are all there", () => {
    expect(reported.length).toBeGreaterThan(13);
  });

  it.each(reported)("$file", async ({ file, want }) => {
    const { oneOf = [], ...one } = want;
    const answers = await Promise.all(
      (oneOf.length > 0 ? oneOf : [one]).map((each) => differencesOf(file, each)),
    );
    expect(answers.some((wrong) => wrong.length === 0) ? [] : answers).toEqual([]);
  });
});
