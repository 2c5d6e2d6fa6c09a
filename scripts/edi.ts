// `npm run edi -- FILE…`: previews supplier invoice files, one JSON line each; `--pretty` prints them
// for people, `-` reads standard input.
import { createReadStream, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { FilePreview } from "../contract/api/file.ts";
import { say } from "../contract/sentences/say.ts";
import { preview } from "../connectors/invoices/preview.ts";
import { InvoiceSettings } from "../connectors/invoices/settings.ts";

const usage =
  "npm run edi -- [--pretty] [--lang fr] [--settings FILE.json] FILE…   (- reads standard input)";

const { values, positionals } = readArguments();
if (positionals.length === 0) end(usage);

const settings = readSettings(values.settings);
const locale = values.lang === "fr" ? "fr" : "en";

let refused = false;
for (const path of positionals) {
  const name = path === "-" ? "standard input" : basename(path);
  const found = await preview(
    path === "-" ? process.stdin : createReadStream(path),
    name,
    settings,
  ).catch((error: unknown) => {
    console.error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
  refused ||= found === null || found.verdict === "reject-file";
  if (found !== null) console.log(values.pretty ? inWords(name, found) : inJson(path, found));
}
process.exitCode = refused ? 1 : 0;

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        pretty: { type: "boolean", default: false },
        /** A JSON file with the settings of a connection. */
        settings: { type: "string" },
        lang: { type: "string", default: "en" },
      },
    });
  } catch (error) {
    return end(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** Reads the settings of a connection; exits with a message per invalid field. */
function readSettings(path: string | undefined): InvoiceSettings {
  if (path === undefined) return InvoiceSettings.parse({});
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    return end(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = InvoiceSettings.safeParse(given);
  return read.success ? read.data : end(`${path}:\n${z.prettifyError(read.error)}`);
}

function end(message: string): never {
  console.error(message);
  return process.exit(2);
}

function inJson(file: string, { first: _, ...rest }: FilePreview): string {
  return JSON.stringify({
    file,
    ...rest,
    problems: rest.problems.map((problem) => ({
      ...problem,
      message: say(problem.code, problem.facts, locale),
    })),
  });
}

function inWords(
  file: string,
  {
    verdict,
    type,
    documents,
    refused: left,
    totals,
    suppliers,
    problems,
    problemCount,
    first,
  }: FilePreview,
): string {
  const sums = Object.entries(totals).map(
    ([currency, { net, tax, total }]) =>
      `  ${currency || "?"}  net ${net}  VAT ${tax}  total ${total}`,
  );
  const lines = first.map(
    (one) =>
      `  ${one.type === "invoice" ? " " : "-"} ${one.number}  ${one.date ?? "no date"}  ${one.supplier}  ${one.total ?? "?"} ${one.currency ?? ""}`,
  );
  const marks = { error: "x", warning: "!", notice: "i" };
  const said = problems.map(
    ({ severity, code, facts }) => `  ${marks[severity]} ${say(code, facts, locale)}`,
  );
  const more =
    problemCount > problems.length ? [`  … and ${problemCount - problems.length} more`] : [];
  const head = `${file}: ${verdict}${type === null ? "" : ` (${type})`}, ${documents} documents, ${left} left out${suppliers.length > 0 ? `, of ${suppliers.slice(0, 3).join(", ")}` : ""}`;
  return [head, ...sums, ...lines.slice(0, 20), ...said, ...more].join("\n");
}
