// The checks of a box of files: that its settings make sense together, and what lies in it.
import type { Text } from "../../contract/json.ts";
import type { Check } from "../../contract/source.ts";
import type { Link } from "../connector.ts";
import { bbgrTables } from "./csv/bbgr.ts";
import { parseInvoiceFile } from "./parse.ts";
import { isError } from "./problem.ts";
import type { InvoiceSettings } from "./settings.ts";
import { listFiles } from "./survey.ts";
import { say } from "../../contract/sentences.ts";

type InvoiceLink = Link<InvoiceSettings>;
type Outcome = Pick<Check, "status" | "seen" | "remedy">;

export async function* check(link: InvoiceLink): AsyncIterable<Check> {
  yield { name: "tables", title: { en: "Tables of suppliers", fr: "Tableaux des fournisseurs" }, ...tablesOf(link.settings) };
  const files = await listFiles(link, 0);
  const count = String(files.length);
  yield {
    name: "files",
    title: { en: "Files have arrived", fr: "Des fichiers sont arrivés" },
    ...(files.length > 0
      ? { status: "passed", seen: { en: `${count} files`, fr: `${count} fichiers` }, remedy: null }
      : {
          status: "warning",
          seen: { en: "no file yet", fr: "aucun fichier" },
          remedy: { en: "Bring a first file to this connection.", fr: "Déposez un premier fichier dans cette connexion." },
        }),
  };
  const newest = files.at(-1);
  const title = { en: "The newest file can be read", fr: "Le dernier fichier est lisible" };
  yield {
    name: "newest",
    title,
    ...(newest === undefined ? { status: "skipped", seen: null, remedy: null } : await readNewest(link, newest.key)),
  };
}

function tablesOf({ tables }: InvoiceSettings): Outcome {
  const keys = tables.map(({ key }) => key);
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  const count = String(tables.length + bbgrTables.length);
  const seen: Text = { en: `${count}, ${bbgrTables.length} of them built in`, fr: `${count}, dont ${bbgrTables.length} intégrés` };
  if (twice === undefined) return { status: "passed", seen, remedy: null };
  const remedy = {
    en: `Two tables are called “${twice}”: give one another key.`,
    fr: `Deux tableaux s’appellent « ${twice} » : changez la clé de l’un.`,
  };
  return { status: "warning", seen, remedy };
}

async function readNewest(link: InvoiceLink, key: string): Promise<Outcome> {
  const opened = await link.files.open(key);
  if (opened === null) return { status: "skipped", seen: null, remedy: null };
  const { file, bytes } = opened;
  for await (const item of parseInvoiceFile(bytes, file.name, link.settings)) {
    if (item.type === "problem" && isError(item.problem)) {
      const facts = {
        ...item.problem.facts,
        file: file.name,
        segment: String(item.problem.segment ?? ""),
        line: String(item.problem.line ?? ""),
      };
      const remedy = { en: say(item.problem.code, facts, "en"), fr: say(item.problem.code, facts, "fr") };
      return { status: "warning", seen: { en: file.name, fr: file.name }, remedy };
    }
    if (item.type !== "summary") continue;
    const { documents, refused, type } = item.summary;
    const what = type ?? file.name;
    const seen: Text = {
      en: `${what}: ${documents} documents, ${refused} left out`,
      fr: `${what} : ${documents} documents, ${refused} écartés`,
    };
    return { status: refused > 0 ? "warning" : "passed", seen, remedy: refused > 0 ? leftOut : null };
  }
  throw new Error("a file ends with its summary");
}

const leftOut: Text = {
  en: "Look at the file to see why some documents are left out.",
  fr: "Consultez le fichier pour voir pourquoi des documents sont écartés.",
};
