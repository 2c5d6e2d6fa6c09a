// The live checks of an Odoo connection, in the order in which a person would look for the cause.
import { counted, countedText } from "../../contract/values/count.ts";
import { testedSentenceOf } from "../../contract/sentences/tested.ts";
import type { Check } from "../../contract/source/check.ts";
import {
  Checklist,
  passed,
  untranslated,
  warning,
  type Probe,
  type Outcome,
} from "../checklist.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { isId } from "./call.ts";
import { concernsOneModel } from "./discover.ts";
import { mapRows } from "./mapping.ts";
import { countRows, readRows, type Row } from "./queries.ts";
import { mappingContextOf, optionsOf, tablesOf, targetOf } from "./resource.ts";
import { openSession, probeVersion } from "./session.ts";
import type { OdooSettings } from "./settings.ts";
import { requireCompanies, requireLanguage, requireAccount } from "./access.ts";
import { plainText } from "./values.ts";

type OdooClient = SourceClient<OdooSettings>;

const list = new Checklist({
  address: { en: "Address answers as Odoo", fr: "L’adresse répond comme Odoo" },
  database: { en: "Database exists", fr: "La base de données existe" },
  sign_in: { en: "Sign-in is accepted", fr: "La connexion est acceptée" },
  language: { en: "Language is installed", fr: "La langue est installée" },
  rights_account_move: { en: "Invoices can be read", fr: "Les factures sont lisibles" },
  rights_sale_order: { en: "Sale orders can be read", fr: "Les commandes sont lisibles" },
  rights_res_partner: { en: "Contacts can be read", fr: "Les contacts sont lisibles" },
  rights_hr_employee: { en: "Employees can be read", fr: "Les employés sont lisibles" },
  companies: { en: "Companies the account sees", fr: "Sociétés que voit le compte" },
  archived: { en: "Archived records are seen", fr: "Les enregistrements archivés sont visibles" },
  sample: { en: "Records can be read", fr: "Les enregistrements sont lisibles" },
});
type Name = Parameters<typeof list.skipped>[0];

/**
 * Checks that need a sign-in: the models of the built-in templates, and how much of them the
 * account sees.
 */
const signedInChecks: [Name, (client: OdooClient) => Promise<Outcome>][] = [
  ["rights_account_move", (client) => checkRights(client, "account.move")],
  ["rights_sale_order", (client) => checkRights(client, "sale.order")],
  ["rights_res_partner", (client) => checkRights(client, "res.partner")],
  ["rights_hr_employee", (client) => checkRights(client, "hr.employee")],
  ["companies", checkCompanies],
  ["archived", checkArchived],
  ["sample", checkSample],
];

/** Yields one check after another. Without a sign-in, the checks that need one are skipped. */
export async function* check(client: OdooClient): AsyncIterable<Check> {
  // A check is about the present, so an earlier sign-in does not count.
  client.remember("session", null);
  const address = await list.look("address", () => checkAddress(client));
  yield address;
  const signIn =
    address.status === "failed"
      ? null
      : await list.probe("sign_in", async () => ({
          outcome: await checkSignIn(client),
          found: true,
        }));
  const unknownDatabase = signIn?.code === "database_unknown";
  yield databaseCheck(signIn, unknownDatabase);
  yield signIn === null || unknownDatabase ? list.skipped("sign_in") : signIn.check;
  const open = signIn !== null && signIn.code === null;
  yield* checkSignedIn(client, open);
}

/**
 * An invalid language or company makes every call fail, so it is reported once, by its own check.
 */
async function* checkSignedIn(client: OdooClient, open: boolean): AsyncIterable<Check> {
  const language = open
    ? await list.look("language", () => checkLanguage(client))
    : list.skipped("language");
  yield language;
  const companies = isWhole(language)
    ? await list.look("companies", () => checkCompanies(client))
    : list.skipped("companies");
  for (const [name, look] of signedInChecks) {
    if (name === "companies") yield companies;
    else yield isWhole(companies) ? await list.look(name, () => look(client)) : list.skipped(name);
  }
}

const isWhole = ({ status }: Check): boolean => status === "passed" || status === "warning";

/** Failures of an account that Odoo can only report after it has opened the database. */
const judgedByDatabase = new Set([
  "sign_in_refused",
  "key_refused",
  "key_needed",
  "key_of_another",
  "second_factor",
  "account_external",
]);

/**
 * Odoo opens the database before it checks the password, so a refused password proves that the
 * database exists.
 */
function databaseCheck(signIn: Probe<unknown> | null, unknown: boolean): Check {
  if (signIn !== null && unknown) return list.result("database", { ...signIn.check, seen: null });
  const known = signIn !== null && (signIn.code === null || judgedByDatabase.has(signIn.code));
  return known ? list.result("database", passed(null)) : list.skipped("database");
}

async function checkAddress(client: OdooClient): Promise<Outcome> {
  const { version, major } = await probeVersion(client);
  const seen = untranslated(`Odoo ${version}`);
  if (major >= 16) return passed(seen);
  return warning(seen, {
    en: "Versions before 16 are not tried; most of it may work.",
    fr: "Les versions antérieures à 16 ne sont pas éprouvées ; l’essentiel peut fonctionner.",
  });
}

async function checkSignIn(client: OdooClient): Promise<Outcome> {
  const { transport, userId } = await openSession(client);
  await requireAccount(client);
  const protocol = { json2: "JSON-2", jsonrpc: "JSON-RPC", xmlrpc: "XML-RPC" }[transport];
  return passed({ en: `User ${userId}, ${protocol}`, fr: `Utilisateur ${userId}, ${protocol}` });
}

/**
 * Missing rights raise an error; a count of zero means an empty model or record rules that hide
 * everything.
 */
async function checkRights(client: OdooClient, model: string): Promise<Outcome> {
  try {
    const { count } = await countRows(client, { model, domain: [] });
    const seen = countedText(count, {
      en: ["record", "records"],
      fr: ["enregistrement", "enregistrements"],
    });
    if (count > 0) return passed(seen);
    return warning(seen, {
      en: "Nothing is refused, but nothing is there. If you expect records, check the companies and the rules of the account.",
      fr: "Rien n’est refusé, mais rien n’est présent. Si vous attendez des enregistrements, vérifiez les sociétés et les règles du compte.",
    });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.failure.code !== "model_missing") throw error;
    // A module that is not installed is not a failure of the connection.
    return warning({ en: "Not installed", fr: "Non installé" }, testedSentenceOf(error.failure));
  }
}

async function checkLanguage(client: OdooClient): Promise<Outcome> {
  await requireLanguage(client);
  return passed(untranslated(client.settings.language));
}

async function checkCompanies(client: OdooClient): Promise<Outcome> {
  requireCompanies(client, await requireAccount(client));
  const { rows } = await readRows(client, {
    model: "res.company",
    domain: [],
    fields: ["name"],
    order: "id asc",
    limit: 50,
  });
  const names = rows.slice(0, 50).map(companyIn).join(", ");
  const seen = countedText(rows.length, {
    en: ["company", "companies"],
    fr: ["société", "sociétés"],
  });
  if (rows.length > 0) return passed({ en: `${seen.en}: ${names}`, fr: `${seen.fr} : ${names}` });
  return warning(
    { en: "No company", fr: "Aucune société" },
    {
      en: "Give the account access to a company in Odoo.",
      fr: "Donnez au compte l’accès à une société dans Odoo.",
    },
  );
}

/** A server may answer with anything; only a number and a text are shown. */
function companyIn({ id, name }: Row): string {
  return `${isId(id) ? id : "?"} ${typeof name === "string" ? plainText(name.slice(0, 60)) : "?"}`;
}

async function checkArchived(client: OdooClient): Promise<Outcome> {
  const { count } = await countRows(client, {
    model: "res.partner",
    domain: [["active", "=", false]],
  });
  const seen = countedText(count, {
    en: ["archived contact", "archived contacts"],
    fr: ["contact archivé", "contacts archivés"],
  });
  if (count > 0) return passed(seen);
  return warning(seen, {
    en: "There may be none. If you know of archived contacts, the account is not shown them.",
    fr: "Il n’y en a peut-être pas. Si vous savez qu’il en existe, le compte ne les voit pas.",
  });
}

/** Reads a few records of each resource as a refresh would, and counts the usable ones. */
async function checkSample(client: OdooClient): Promise<Outcome> {
  let [read, used] = [0, 0];
  for (const template of ["treasury", "odoo_modules"]) {
    const mapping = mappingContextOf(client, optionsOf(template).parse({}), null);
    for (const table of tablesOf(template)) {
      const rows = await sampleRows(client, table).catch(whenNotForUs);
      if (rows === null) continue;
      read += rows.rows.length;
      used += mapRows(rows.rows, table, rows.columns, mapping).records.length;
    }
  }
  const seen = {
    en: `${used} of ${counted("en", read, ["sample record", "sample records"])} can be used`,
    fr: `${counted("fr", used, ["enregistrement utilisable", "enregistrements utilisables"])} sur ${read}`,
  };
  if (read > 0 && used === read) return passed(seen);
  return warning(seen, {
    en: "Start a refresh: it lists each record it cannot use, with the reason.",
    fr: "Lancez une actualisation : elle liste chaque enregistrement inutilisable avec sa raison.",
  });
}

async function sampleRows(client: OdooClient, table: ReturnType<typeof tablesOf>[number]) {
  const { model, columns } = await targetOf(client, table);
  const fields = columns.map(({ field }) => field);
  const { rows } = await readRows(client, {
    model,
    domain: [],
    fields: [...fields, "write_date"],
    order: "id desc",
    limit: 3,
  });
  return { rows, columns };
}

/** Null for a model the account may not read; that model has its own check. */
function whenNotForUs(error: unknown): null {
  if (error instanceof ConnectorError && concernsOneModel(error.failure)) return null;
  throw error;
}
