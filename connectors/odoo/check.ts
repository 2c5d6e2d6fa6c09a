// The live checks of an Odoo connection, in the order in which a person would look for the trouble.
import type { Text } from "../../contract/json.ts";
import type { Check } from "../../contract/source.ts";
import { ConnectorError, type Link } from "../connector.ts";
import { isId } from "./call.ts";
import { concernsOneModel, sentenceOf } from "./discover.ts";
import { mapRows } from "./mapping.ts";
import { countRows, readRows, type Row } from "./questions.ts";
import { momentOf, optionsOf, tablesOf, targetOf } from "./reading.ts";
import { openSession, probeVersion } from "./session.ts";
import type { OdooSettings } from "./settings.ts";
import { plainText } from "./values.ts";

type OdooLink = Link<OdooSettings>;
type Outcome = Pick<Check, "status" | "seen" | "remedy">;

const same = (text: string): Text => ({ en: text, fr: text });
const passed = (seen: Text): Outcome => ({ status: "passed", seen, remedy: null });
const warning = (seen: Text, remedy: Text): Outcome => ({ status: "warning", seen, remedy });

const titles = {
  address: { en: "Address answers as Odoo", fr: "L’adresse répond comme Odoo" },
  database: { en: "Database exists", fr: "La base de données existe" },
  sign_in: { en: "Sign-in is accepted", fr: "La connexion est acceptée" },
  companies: { en: "Companies the account sees", fr: "Sociétés que voit le compte" },
  archived: { en: "Archived records are seen", fr: "Les enregistrements archivés sont visibles" },
  sample: { en: "Records can be read", fr: "Les enregistrements sont lisibles" },
} satisfies Record<string, Text>;

/** Models of the ready configurations, with the words people know them by. */
const models: { model: string; title: Text }[] = [
  { model: "account.move", title: { en: "Invoices can be read", fr: "Les factures sont lisibles" } },
  { model: "sale.order", title: { en: "Sale orders can be read", fr: "Les commandes sont lisibles" } },
  { model: "res.partner", title: { en: "Contacts can be read", fr: "Les contacts sont lisibles" } },
  { model: "hr.employee", title: { en: "Employees can be read", fr: "Les employés sont lisibles" } },
];

/** Yields one check after another; once the door is closed, what stands behind it is skipped. */
export async function* check(link: OdooLink): AsyncIterable<Check> {
  // A check is about now: what an earlier sign-in found out is no answer.
  link.remember("session", null);
  const address = await attempt("address", titles.address, () => checkAddress(link));
  yield address;
  const signIn = address.status === "failed" ? null : await attempt("sign_in", titles.sign_in, () => checkSignIn(link));
  const unknownDatabase = signIn?.failedBy === "database_unknown";
  yield databaseCheck(signIn, unknownDatabase);
  yield signIn === null || unknownDatabase ? skipped("sign_in", titles.sign_in) : withoutCause(signIn);
  const open = signIn?.status === "passed";
  for (const { model, title } of models) {
    const name = `rights_${model.replace(".", "_")}`;
    yield open ? await attempt(name, title, () => checkRights(link, model)) : skipped(name, title);
  }
  yield open ? await attempt("companies", titles.companies, () => checkCompanies(link)) : skipped("companies", titles.companies);
  yield open ? await attempt("archived", titles.archived, () => checkArchived(link)) : skipped("archived", titles.archived);
  yield open ? await attempt("sample", titles.sample, () => checkSample(link)) : skipped("sample", titles.sample);
}

type Attempt = Check & { failedBy?: string };

/** A failure of the source is the outcome of a check, with its sentence as the remedy. */
async function attempt(name: string, title: Text, work: () => Promise<Outcome>): Promise<Attempt> {
  try {
    return { name, title, ...(await work()) };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const { failure } = error;
    return { name, title, status: "failed", seen: null, remedy: sentenceOf(failure), failedBy: failure.code };
  }
}

const skipped = (name: string, title: Text): Check => ({ name, title, status: "skipped", seen: null, remedy: null });

const withoutCause = ({ name, title, status, seen, remedy }: Attempt): Check => ({ name, title, status, seen, remedy });

/** Odoo looks for the database before it looks at the password: a refused password proves that the database is there. */
function databaseCheck(signIn: Attempt | null, unknown: boolean): Check {
  if (signIn === null || (signIn.status === "failed" && !unknown && signIn.failedBy !== "sign_in_refused"))
    return skipped("database", titles.database);
  return {
    name: "database",
    title: titles.database,
    status: unknown ? "failed" : "passed",
    seen: null,
    remedy: unknown ? signIn.remedy : null,
  };
}

async function checkAddress(link: OdooLink): Promise<Outcome> {
  const { version, major } = await probeVersion(link);
  const seen = same(`Odoo ${version}`);
  if (major >= 16) return passed(seen);
  return warning(seen, {
    en: "Versions before 16 are not tried; most of it may work.",
    fr: "Les versions antérieures à 16 ne sont pas éprouvées ; l’essentiel peut fonctionner.",
  });
}

async function checkSignIn(link: OdooLink): Promise<Outcome> {
  const { transport, userId } = await openSession(link);
  const protocol = { json2: "JSON-2", jsonrpc: "JSON-RPC", xmlrpc: "XML-RPC" }[transport];
  return passed({ en: `User ${userId}, ${protocol}`, fr: `Utilisateur ${userId}, ${protocol}` });
}

/** Lost rights raise an error; a count of zero is an empty model, or rules that hide everything. */
async function checkRights(link: OdooLink, model: string): Promise<Outcome> {
  try {
    const { count } = await countRows(link, { model, domain: [] });
    const seen = { en: `${count} records`, fr: `${count} enregistrements` };
    if (count > 0) return passed(seen);
    return warning(seen, {
      en: "Nothing is refused, but nothing is there. If you expect records, check the companies and the rules of the account.",
      fr: "Rien n’est refusé, mais rien n’est présent. Si vous attendez des enregistrements, vérifiez les sociétés et les règles du compte.",
    });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.failure.code !== "model_missing") throw error;
    // A module that is not installed is no fault of the connection.
    return warning({ en: "Not installed", fr: "Non installé" }, sentenceOf(error.failure));
  }
}

async function checkCompanies(link: OdooLink): Promise<Outcome> {
  const { rows } = await readRows(link, { model: "res.company", domain: [], fields: ["name"], order: "id asc", limit: 50 });
  const names = rows.slice(0, 50).map(companyIn).join(", ");
  if (rows.length > 0) return passed({ en: `${rows.length} companies: ${names}`, fr: `${rows.length} sociétés : ${names}` });
  return warning(
    { en: "No company", fr: "Aucune société" },
    { en: "Give the account access to a company in Odoo.", fr: "Donnez au compte l’accès à une société dans Odoo." },
  );
}

/** A server may answer with anything: only a number and a text are shown. */
function companyIn({ id, name }: Row): string {
  return `${isId(id) ? id : "?"} ${typeof name === "string" ? plainText(name.slice(0, 60)) : "?"}`;
}

async function checkArchived(link: OdooLink): Promise<Outcome> {
  const { count } = await countRows(link, { model: "res.partner", domain: [["active", "=", false]] });
  const seen = { en: `${count} archived contacts`, fr: `${count} contacts archivés` };
  if (count > 0) return passed(seen);
  return warning(seen, {
    en: "There may be none. If you know of archived contacts, the account is not shown them.",
    fr: "Il n’y en a peut-être pas. Si vous savez qu’il en existe, le compte ne les voit pas.",
  });
}

/** Reads a few records of each resource as a refresh would, and counts those that can be used. */
async function checkSample(link: OdooLink): Promise<Outcome> {
  let [read, used] = [0, 0];
  for (const template of ["treasury", "odoo_modules"]) {
    const moment = momentOf(link, optionsOf(template).parse({}), null);
    for (const table of tablesOf(template)) {
      const rows = await sampleRows(link, table).catch(whenNotForUs);
      if (rows === null) continue;
      read += rows.rows.length;
      used += mapRows(rows.rows, table, rows.columns, moment).records.length;
    }
  }
  const seen = { en: `${used} of ${read} sample records can be used`, fr: `${used} enregistrements sur ${read} utilisables` };
  if (read > 0 && used === read) return passed(seen);
  return warning(seen, {
    en: "Start a refresh: it lists each record it cannot use, with the reason.",
    fr: "Lancez une actualisation : elle liste chaque enregistrement inutilisable avec sa raison.",
  });
}

async function sampleRows(link: OdooLink, table: ReturnType<typeof tablesOf>[number]) {
  const { model, columns } = await targetOf(link, table);
  const fields = columns.map(({ field }) => field);
  const { rows } = await readRows(link, { model, domain: [], fields: [...fields, "write_date"], order: "id desc", limit: 3 });
  return { rows, columns };
}

/** A model that the account may not read has its own check. */
function whenNotForUs(error: unknown): null {
  if (error instanceof ConnectorError && concernsOneModel(error.failure)) return null;
  throw error;
}
