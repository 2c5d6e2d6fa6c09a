// The checks of an invoice inbox: whether its settings make sense together, and what files it
// holds.
import { counted, countedText } from "../../contract/values/count.ts";
import type { Text } from "../../contract/values/json.ts";
import { testedSentenceOf } from "../../contract/sentences/tested.ts";
import type { Check } from "../../contract/source/check.ts";
import {
  Checklist,
  passed,
  untranslated,
  skippedOutcome,
  warning,
  type Outcome,
} from "../checklist.ts";
import type { SourceClient } from "../source-client.ts";
import { bbgrTables } from "./csv/bbgr.ts";
import { parseInvoiceFile } from "./parse.ts";
import { isError } from "./problem.ts";
import type { InvoiceSettings } from "./settings.ts";
import { listFiles } from "./survey.ts";

type InvoiceClient = SourceClient<InvoiceSettings>;

const list = new Checklist({
  tables: { en: "Supplier tables", fr: "Tableaux des fournisseurs" },
  files: { en: "Files have arrived", fr: "Des fichiers sont arrivés" },
  newest: { en: "The newest file can be read", fr: "Le dernier fichier est lisible" },
});

/** Yields the checks of an inbox: settings, tables, and the newest file. */
export async function* check(client: InvoiceClient): AsyncIterable<Check> {
  yield list.result("tables", tablesOf(client.settings));
  const files = await listFiles(client, 0);
  yield list.result("files", whatArrived(files.length));
  const newest = files.at(-1);
  yield newest === undefined
    ? list.skipped("newest")
    : list.result("newest", await readNewest(client, newest.key));
}

function whatArrived(count: number): Outcome {
  if (count > 0)
    return passed(countedText(count, { en: ["file", "files"], fr: ["fichier", "fichiers"] }));
  return warning(
    { en: "no file yet", fr: "aucun fichier" },
    {
      en: "Bring a first file to this connection.",
      fr: "Déposez un premier fichier dans cette connexion.",
    },
  );
}

function tablesOf({ tables }: InvoiceSettings): Outcome {
  const keys = tables.map(({ key }) => key);
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  const count = String(tables.length + bbgrTables.length);
  const seen: Text = {
    en: `${count}, ${bbgrTables.length} of them built in`,
    fr: `${count}, dont ${counted("fr", bbgrTables.length, ["intégré", "intégrés"])}`,
  };
  const undated = tables.find(
    ({ columns, fixed }) => columns.date === undefined && fixed.date === undefined,
  );
  if (twice === undefined && undated !== undefined) {
    return warning(seen, {
      en: `The table “${undated.key}” names no column for the date: none of its invoices can be used. Add one.`,
      fr: `Le tableau « ${undated.key} » ne nomme pas de colonne pour la date : aucune de ses factures n’est utilisable. Ajoutez-en une.`,
    });
  }
  if (twice === undefined) return passed(seen);
  return warning(seen, {
    en: `Two tables are called “${twice}”: give one another key.`,
    fr: `Deux tableaux s’appellent « ${twice} » : changez la clé de l’un.`,
  });
}

async function readNewest(client: InvoiceClient, key: string): Promise<Outcome> {
  const opened = await client.files.open(key);
  if (opened === null) return skippedOutcome;
  const { file, bytes } = opened;
  for await (const item of parseInvoiceFile(bytes, file.name, client.settings)) {
    if (item.type === "problem" && isError(item.problem)) {
      const facts = {
        ...item.problem.facts,
        file: file.name,
        segment: String(item.problem.segment ?? ""),
        line: String(item.problem.line ?? ""),
      };
      return warning(untranslated(file.name), testedSentenceOf({ code: item.problem.code, facts }));
    }
    if (item.type !== "summary") continue;
    const { documents, refused, type } = item.summary;
    const what = type ?? file.name;
    const seen: Text = {
      en: `${what}: ${counted("en", documents, ["document", "documents"])}, ${refused} left out`,
      fr: `${what} : ${counted("fr", documents, ["document", "documents"])}, ${counted("fr", refused, ["écarté", "écartés"])}`,
    };
    return refused > 0 ? warning(seen, leftOut) : passed(seen);
  }
  throw new Error("a file ends with its summary");
}

const leftOut: Text = {
  en: "Look at the file to see why some documents are left out.",
  fr: "Consultez le fichier pour voir pourquoi des documents sont écartés.",
};
