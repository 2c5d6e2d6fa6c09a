// Who may do what: the accounts of a database, and Odoo's error messages.
import { odooSandbox } from "../accounts.ts";
import type { Database } from "./database.ts";
import { accessDenied, accessError, missingRecord, type OdooError } from "./errors.ts";
import { ids } from "./making.ts";
import type { Model } from "./schema.ts";
import type { Lang } from "./version.ts";

export interface User {
  id: number;
  login: string;
  password: string;
  apiKey: string;
  lang: Lang;
  tz: string;
  role: "admin" | "reader" | "limited" | "portal";
  /** A password is only the first of two factors. */
  secondFactor?: true;
}

export type Operation = "read" | "write" | "create" | "unlink";

const users: User[] = [
  { id: ids.users.admin, ...odooSandbox.admin, lang: "fr_FR", tz: "Africa/Tunis", role: "admin" },
  {
    id: ids.users.reader,
    ...odooSandbox.reader,
    lang: "fr_FR",
    tz: "Africa/Tunis",
    role: "reader",
  },
  {
    id: ids.users.limited,
    ...odooSandbox.limited,
    lang: "en_US",
    tz: "Africa/Tunis",
    role: "limited",
  },
  {
    id: ids.users.guarded,
    ...odooSandbox.guarded,
    lang: "fr_FR",
    tz: "Africa/Tunis",
    role: "reader",
    secondFactor: true,
  },
  {
    id: ids.users.portal,
    ...odooSandbox.portal,
    lang: "en_US",
    tz: "Africa/Tunis",
    role: "portal",
  },
];

/** The user with a login and a password or API key; undefined if they do not match. */
export function signIn(login: unknown, secret: unknown): User | undefined {
  return users.find((user) => user.login === login && fits(user, secret));
}

/** The user with a login and a password, as Odoo's pages ask for it. */
export function userOfPassword(login: unknown, password: unknown): User | undefined {
  return users.find((user) => user.login === login && user.password === password);
}

/** A user by id. */
export function userById(id: number): User | undefined {
  return users.find((user) => user.id === id);
}

/** The user of an API key alone, as in JSON-2. */
export function userOfKey(key: string): User | undefined {
  return users.find((user) => user.apiKey === key);
}

/** The user with an id and a secret, or the error of execute_kw. */
export function userOfId(id: unknown, secret: unknown): User {
  const user = users.find((each) => each.id === id);
  if (!user) throw missingRecord("res.users", Number(id), Number(id));
  if (!fits(user, secret)) throw accessDenied();
  return user;
}

/** With a second factor, programs can only sign in by key. */
function fits(user: User, secret: unknown): boolean {
  return secret === user.apiKey || (secret === user.password && user.secondFactor !== true);
}

const closedToLimited = new Set([
  "account.move",
  "account.journal",
  "account.payment.term",
  "sale.order",
]);

/** Models that only administrators may read. */
const ofSettings = new Set(["ir.model", "ir.model.access", "ir.model.data"]);

const openToPortal = new Set([
  "account.move",
  "sale.order",
  "res.partner",
  "res.company",
  "res.users",
  "res.lang",
  "res.country",
  "res.currency",
]);

/** Whether a user may do an operation on a model at all. */
export function may(user: User, model: string, operation: Operation): boolean {
  if (user.role === "admin") return true;
  if (operation !== "read" || ofSettings.has(model)) return false;
  if (user.role === "portal") return openToPortal.has(model);
  return user.role === "reader" || !closedToLimited.has(model);
}

/** The operation that a call names; reading if it names none. */
export function operationOf(value: unknown): Operation {
  return value === "write" || value === "create" || value === "unlink" ? value : "read";
}

/** Raises the AccessError of a model if a user may not do an operation. */
export function requireAccess(
  database: Database,
  user: User,
  model: Model,
  operation: Operation,
  lang: Lang,
): void {
  if (!may(user, model.name, operation)) throw refusal(database, model, operation, lang);
}

/** The AccessError that names a model and the groups with access. */
export function refusal(
  database: Database,
  model: Pick<Model, "name" | "description">,
  operation: Operation,
  lang: Lang,
  before = "",
): OdooError {
  const { major } = database.traits;
  const groups = groupsOf(model.name, major)
    .map((group) => `\t- ${group}`)
    .join("\n");
  if (lang === "fr_FR") {
    const end = operation === "read" ? (major >= 19 ? ").'" : ").' ") : ").";
    return accessError(
      `${before}Vous n'êtes pas autorisé à ${frenchVerbs[operation]} '${model.description}' (${model.name}${end}\n\nCette opération est autorisée pour les groupes suivants :\n${groups}\n\nContactez votre administrateur pour demander l'accès si nécessaire.`,
    );
  }
  return accessError(
    `${before}You are not allowed to ${englishVerbs[operation]} '${model.description}' (${model.name}) records.\n\nThis operation is allowed for the following groups:\n${groups}\n\nContact your administrator to request access if necessary.`,
  );
}

const englishVerbs: Record<Operation, string> = {
  read: "access",
  write: "modify",
  create: "create",
  unlink: "delete",
};
const frenchVerbs: Record<Operation, string> = {
  read: "accéder aux enregistrements",
  write: "modifier les enregistrements",
  create: "créer des enregistrements",
  unlink: "supprimer les enregistrements",
};

function groupsOf(model: string, major: number): string[] {
  if (model === "discuss.channel.rtc.session") return ["Role / Administrator"];
  if (!model.startsWith("account."))
    return [major >= 19 ? "Access Rights" : "Administration/Access Rights"];
  if (major >= 19)
    return [
      "Accounting/Administrator",
      "Accounting/Invoicing",
      "Purchase/User",
      "Sales/User: Own Documents Only",
      "Role / Portal",
      "Show Accounting Features - Readonly",
    ];
  return [
    "Invoicing/Administrator",
    "Invoicing/Invoicing",
    "Purchase/User",
    "Sales/User: Own Documents Only",
    "Technical/Show Accounting Features - Readonly",
    "User types/Portal",
  ];
}
