// What must hold before anything is read: the intended account, an installed language, and
// companies the account belongs to.
import type { SourceClient } from "../source-client.ts";
import type { ResourceSpec } from "../connector.ts";
import { accountCall, accountIn, refusalOf, type Account } from "./account.ts";
import { isId } from "./call.ts";
import { failure } from "./faults.ts";
import { readLanguage, type Domain } from "./queries.ts";
import { domainOf, mappingContextOf, tableOf } from "./resource.ts";
import { tryCall, openSession } from "./session.ts";
import { companiesOf, type OdooSettings } from "./settings.ts";

type OdooClient = SourceClient<OdooSettings>;

/**
 * Throws when a read would return less than requested, or another language. Odoo does not always
 * report that itself.
 */
export async function requireAccess(client: OdooClient, reading: ResourceSpec): Promise<void> {
  const account = await requireAccount(client);
  await requireLanguage(client);
  const { table, options } = tableOf(client, reading);
  requireCompanies(
    client,
    account,
    companiesIn(domainOf(table, mappingContextOf(client, options, null))),
  );
}

/**
 * The account, unless it belongs to somebody else or is a portal user; both would read without any
 * error.
 */
export async function requireAccount(client: OdooClient): Promise<Account> {
  const { userId } = await openSession(client);
  const account = accountIn(await tryCall(client, accountCall(userId)), userId);
  const refusal = refusalOf(client, account);
  if (refusal !== null) throw refusal;
  return account;
}

/**
 * English is built in. Odoo 17 and older silently ignore any other language that is not installed.
 */
export async function requireLanguage(client: OdooClient): Promise<void> {
  const { language } = client.settings;
  if (language === "en_US" || (await readLanguage(client, language))) return;
  throw failure(client, "refused", "language_not_installed", { language });
}

/**
 * A company the account does not belong to is an error in a context, but an empty answer in a
 * domain.
 * @param asked companies that a configuration names itself
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

/** The companies that a domain names one by one. */
export function companiesIn(domain: Domain): number[] {
  const named = domain.flatMap((term) =>
    typeof term !== "string" && term[0] === "company_id" && term[1] === "=" ? [term[2]] : [],
  );
  return [...new Set(named.filter(isId))];
}
