// What must hold before anything is read: the account is the one that was meant, the language is
// installed, the companies are its own.
import type { SourceClient } from "../source-client.ts";
import type { ResourceSpec } from "../connector.ts";
import { accountCall, accountIn, refusalOf, type Account } from "./account.ts";
import { isId } from "./call.ts";
import { failure } from "./faults.ts";
import { readLanguage, type Domain } from "./questions.ts";
import { domainOf, momentOf, tableOf } from "./reading.ts";
import { hearOut, openSession } from "./session.ts";
import { companiesOf, type OdooSettings } from "./settings.ts";

type OdooClient = SourceClient<OdooSettings>;

/**
 * Raises where a reading would be answered with less, or in another language, than it asks for.
 * Odoo does not always say so.
 */
export async function requireStanding(client: OdooClient, reading: ResourceSpec): Promise<void> {
  const account = await requireReader(client);
  await requireLanguage(client);
  const { table, options } = tableOf(client, reading);
  requireCompanies(client, account, companiesIn(domainOf(table, momentOf(client, options, null))));
}

/** The account, unless it is another's or an outsider's: those read without any error. */
export async function requireReader(client: OdooClient): Promise<Account> {
  const { userId } = await openSession(client);
  const account = accountIn(await hearOut(client, accountCall(userId)), userId);
  const refusal = refusalOf(client, account);
  if (refusal !== null) throw refusal;
  return account;
}

/**
 * English is built in. Any other language is one that Odoo 17 and older leave out in silence where
 * it is not installed.
 */
export async function requireLanguage(client: OdooClient): Promise<void> {
  const { language } = client.settings;
  if (language === "en_US" || (await readLanguage(client, language))) return;
  throw failure(client, "refused", "language_not_installed", { language });
}

/**
 * A company that is not the account's is an error in a context and an empty answer in a condition.
 * @param asked those of which a configuration asks by itself
 */
export function requireCompanies(
  client: OdooClient,
  { companies: own }: Account,
  asked: number[] = [],
): void {
  const chosen = companiesOf(client.settings);
  const strange = own === null ? [] : chosen.filter((company) => !own.includes(company));
  if (strange.length > 0)
    throw failure(client, "refused", "company_not_accounts", { company: strange.join(", ") });
  const read = chosen.length > 0 ? chosen : own;
  const outside = read === null ? [] : asked.filter((company) => !read.includes(company));
  if (outside.length > 0)
    throw failure(client, "refused", "company_outside", { company: outside.join(", ") });
}

/** The companies that the conditions of a domain name one by one. */
export function companiesIn(domain: Domain): number[] {
  const named = domain.flatMap((term) =>
    typeof term !== "string" && term[0] === "company_id" && term[1] === "=" ? [term[2]] : [],
  );
  return [...new Set(named.filter(isId))];
}
