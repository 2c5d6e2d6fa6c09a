// The multi-company rules of the models: which records an account sees, and the error for a hidden
// record that it names.
import type { Database } from "./database.ts";
import { companiesOf, companiesOfUser, type Context } from "./context.ts";
import type { RowTest } from "./domain.ts";
import { accessError } from "./errors.ts";
import type { Operation, User } from "./rights.ts";
import type { Model } from "./schema.ts";
import type { Row } from "./values.ts";

type Scope = { database: Database; user: User; context: Context };
type RecordRule = (row: Row, companies: Set<unknown>, user: User) => boolean;

const belongs: RecordRule = (row, companies) => companies.has(row["company_id"]);
const belongsOrIsShared: RecordRule = (row, companies) =>
  row["company_id"] === false || companies.has(row["company_id"]);
const everyone: RecordRule = () => true;

/** Models without a rule ignore the companies of a context. */
const rules: Record<string, RecordRule> = {
  "account.move": belongs,
  "account.journal": belongs,
  "sale.order": belongs,
  "res.partner": belongsOrIsShared,
  "hr.employee": (row, companies, user) =>
    row["user_id"] === user.id || belongsOrIsShared(row, companies, user),
  "hr.employee.public": (row, companies, user) =>
    row["user_id"] === user.id || belongsOrIsShared(row, companies, user),
  "res.company": (row, companies, user) => user.role === "admin" || companies.has(row.id),
  "res.users": everyone,
  "account.payment.term": everyone,
  "hr.department": everyone,
  "product.product": everyone,
};

/** Whether a model has rules. */
export function hasRules({ name }: Pick<Model, "name">): boolean {
  return Object.hasOwn(rules, name);
}

/** The test that a model's rules add to every search; undefined if they hide nothing. */
export function rulesFor(
  { database, user, context }: Scope,
  { name }: Pick<Model, "name">,
): RowTest | undefined {
  if (user.role === "portal" && Object.hasOwn(ownOnly, name))
    return ownOf(database, user, ownOnly[name] ?? "id");
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (!rule) return undefined;
  const companies = new Set<unknown>(companiesOf(database, user, context));
  const all = database.table("res.company").store.rows;
  return rule === everyone || all.every((company) => companies.has(company.id))
    ? undefined
    : (row) => rule(row, companies, user);
}

/** The field that must hold a portal user's own contact. */
const ownOnly: Record<string, string> = {
  "account.move": "partner_id",
  "sale.order": "partner_id",
  "res.partner": "id",
};

function ownOf(database: Database, user: User, field: string): RowTest {
  const contact = database.table("res.users").store.get(user.id)?.["partner_id"];
  return (row) => row[field] === contact;
}

/** Raises an error if a call names records that the rules hide. */
export function requireVisible(
  { database, user, context, visible }: Scope & { visible: RowTest | undefined },
  model: Model,
  rows: Row[],
  operation: Operation,
): void {
  const hidden = visible ? rows.filter((row) => !visible(row)) : [];
  if (hidden.length > 0)
    throw accessError(topSecret({ database, user, context }, model, hidden, operation));
}

function topSecret(
  { database, user }: Scope,
  { name, description }: Model,
  hidden: Row[],
  operation: Operation,
): string {
  const isFrench = user.lang === "fr_FR";
  const account = database.table("res.users").store.get(user.id);
  const who = `${String(account?.["name"])} (id=${user.id})`;
  const head = isFrench
    ? `Oups ! On dirait que vous êtes tombé sur des enregistrements top secrets.\n\nDésolé, ${who} n'a pas d'accès '${frenchOperations[operation]}' à :`
    : `Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, ${who} doesn't have '${operation}' access to:`;
  const way = isFrench
    ? "Si vous avez vraiment besoin d'un accès, vous pouvez peut-être convaincre votre sympathique administrateur en lui offrant des cookies maison."
    : "If you really, really need access, perhaps you can win over your friendly administrator with a batch of freshly baked cookies.";
  return `${head}\n- ${description} (${name})\n\n${way}${otherCompany(database, user, hidden, isFrench)}`;
}

const frenchOperations: Record<Operation, string> = {
  read: "lire",
  write: "écrire",
  create: "créer",
  unlink: "supprimer",
};

function otherCompany(database: Database, user: User, hidden: Row[], isFrench: boolean): string {
  const companies = new Set(hidden.map((row) => row["company_id"]));
  const [company] = companies;
  if (companies.size !== 1 || typeof company !== "number") return "";
  const label = database.label("res.company", company, "en_US");
  if (companiesOfUser(database, user).includes(company))
    return isFrench
      ? `\n\nIl semble s'agir d'un problème concernant plusieurs entreprises. Vous pourriez éventuellement accéder aux données en passant par l'entreprise : ${label}.`
      : `\n\nThis seems to be a multi-company issue, you might be able to access the record by switching to the company: ${label}.`;
  return isFrench
    ? "\n\nIl semble s'agir d'un problème concernant plusieurs entreprises. Vous n'avez cependant pas accès à l'entreprise concernée pour accéder à ces données."
    : "\n\nThis seems to be a multi-company issue, but you do not have access to the proper company to access the record anyhow.";
}
