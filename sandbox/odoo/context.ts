// What the context of a call asks for: a language, companies, archived records. It is followed, or
// refused as the version does.
import type { Database } from "./database.ts";
import { accessError, typeError, userError } from "./errors.ts";
import type { User } from "./rights.ts";
import type { Json } from "./values.ts";
import type { Lang } from "./version.ts";

export interface Context {
  /**
   * The language of labels and translated texts; English if the context names none, whatever the
   * account's language.
   */
  lang: Lang;
  /** A language of the context that is not installed here. */
  unknownLanguage: string | undefined;
  /** The language of error messages. */
  refusalLang: Lang;
  activeTest: boolean;
  /** As requested; empty if none were. */
  companies: Json;
}

/**
 * Parses the context of a call. `usual`: the language of error messages if the context names none.
 */
export function contextOf(
  database: Database,
  given: { [key: string]: Json },
  usual: Lang,
): Context {
  const asked = given["lang"];
  const known = asked === "en_US" || isInstalled(database, asked) ? asked : undefined;
  return {
    lang: known ?? "en_US",
    unknownLanguage: asked && known === undefined ? String(asked) : undefined,
    refusalLang: known ?? usual,
    activeTest: given["active_test"] !== false,
    companies: given["allowed_company_ids"] ?? [],
  };
}

/** Version 16 silently falls back to English; later versions refuse where the language matters. */
export function requireLanguage({ traits }: Database, { unknownLanguage }: Context): void {
  if (unknownLanguage !== undefined && traits.major > 16)
    throw userError(`Invalid language code: ${unknownLanguage}`);
}

/** The companies that a call may read: the requested ones, or all of the account's. */
export function companiesOf(
  database: Database,
  user: User,
  { companies, refusalLang }: Pick<Context, "companies" | "refusalLang">,
): number[] {
  const own = companiesOfUser(database, user);
  if (!companies || (Array.isArray(companies) && companies.length === 0)) return own;
  if (!Array.isArray(companies))
    throw typeError(`'${typeof companies === "number" ? "int" : "str"}' object is not iterable`);
  const allowed = companies.filter(
    (company) => typeof company === "number" && own.includes(company),
  );
  if (allowed.length < companies.length)
    throw accessError(unknownCompanies(database.traits.major < 19 ? refusalLang : "en_US"));
  return allowed.filter((company) => typeof company === "number");
}

/** The companies of an account, its default one first. */
export function companiesOfUser(database: Database, user: User): number[] {
  const account = database.table("res.users").store.get(user.id);
  const usual = account?.["company_id"];
  const ids = Array.isArray(account?.["company_ids"]) ? account["company_ids"] : [];
  return typeof usual === "number" ? [usual, ...ids.filter((id) => id !== usual)] : ids;
}

const unknownCompanies = (lang: Lang): string =>
  lang === "fr_FR"
    ? "Accès à des sociétés non autorisées ou invalides."
    : "Access to unauthorized or invalid companies.";

function isInstalled(database: Database, code: Json | undefined): code is Lang {
  return database
    .table("res.lang")
    .store.rows.some((row) => row["code"] === code && row["active"] === true);
}
