// What only Odoo refuses or lacks.
import type { Text } from "../../values/json.ts";

export const odoo = {
  second_factor: {
    en: "{login} signs in to {host} with a second factor, so Odoo accepts no password from other systems. Your data has not changed. Create an API key for this account in Odoo (My preferences, Account security) and enter it in the connection instead of the password.",
    fr: "{login} se connecte à {host} avec un second facteur : Odoo n’accepte donc aucun mot de passe venant d’un autre système. Vos données n’ont pas changé. Créez une clé d’API pour ce compte dans Odoo (Mes préférences, Sécurité du compte) et saisissez-la dans la connexion à la place du mot de passe.",
  },
  key_refused: {
    en: "{host} does not accept the API key of {login}: the key has expired, was deleted or belongs to another account, or the account is archived. Your data has not changed. Create a new key for this account in Odoo (My preferences, Account security) and enter it in the connection.",
    fr: "{host} n’accepte pas la clé d’API pour {login} : la clé a expiré, a été supprimée ou appartient à un autre compte, ou le compte est archivé. Vos données n’ont pas changé. Créez une nouvelle clé pour ce compte dans Odoo (Mes préférences, Sécurité du compte) et saisissez-la dans la connexion.",
  },
  key_needed: {
    en: "The JSON-2 protocol accepts only API keys, and {host} does not know the one stored here. Your data has not changed. Enter an API key in the connection, or choose the automatic protocol.",
    fr: "Le protocole JSON-2 n’accepte que des clés d’API, et {host} ne connaît pas celle qui est enregistrée ici. Vos données n’ont pas changé. Saisissez une clé d’API dans la connexion, ou choisissez le protocole automatique.",
  },
  key_of_another: {
    en: "The API key stored for {host} does not belong to {login} but to another account, which may see other records. Your data has not changed. Enter a key of {login} in the connection, or the user name of the account that created the key.",
    fr: "La clé d’API enregistrée pour {host} n’appartient pas à {login}, mais à un autre compte, qui voit peut-être d’autres enregistrements. Vos données n’ont pas changé. Saisissez une clé de {login} dans la connexion, ou l’identifiant du compte qui a créé la clé.",
  },
  account_external: {
    en: "{login} is a portal account on {host}: Odoo shows it only its own documents. Your data has not changed. Enter the account of an internal user in the connection.",
    fr: "{login} est un compte portail sur {host} : Odoo ne lui montre que ses propres documents. Vos données n’ont pas changé. Saisissez le compte d’un utilisateur interne dans la connexion.",
  },
  language_not_installed: {
    en: "{host} does not have the language {language}, so names would arrive in another one. Your data has not changed. Install it there (Settings, Languages), or choose another language in the connection.",
    fr: "{host} n’a pas la langue {language} : les libellés arriveraient dans une autre. Vos données n’ont pas changé. Installez-la là-bas (Paramètres, Langues), ou choisissez une autre langue dans la connexion.",
  },
  company_not_accounts: {
    en: "The account on {host} does not belong to every company of the connection ({company}). Your data has not changed. Correct the companies in the connection, or ask the administrator of that system to add the account to them.",
    fr: "Le compte sur {host} n’appartient pas à toutes les sociétés de la connexion ({company}). Vos données n’ont pas changé. Corrigez les sociétés dans la connexion, ou demandez à l’administrateur de ce système d’y ajouter le compte.",
  },
  company_outside: {
    en: "This configuration reads the company {company}, which the connection to {host} does not include. The data already here has not changed. Choose one of its companies in the configuration, or ask the administrator of that system to add the account to it.",
    fr: "Cette configuration lit la société {company}, que la connexion à {host} ne comprend pas. Les données déjà enregistrées n’ont pas changé. Choisissez une de ses sociétés dans la configuration, ou demandez à l’administrateur de ce système d’y ajouter le compte.",
  },
  version_unsupported: {
    en: "{host} runs version {version}, which does not support the chosen protocol. {unchanged} Choose the automatic protocol in the connection.",
    fr: "{host} utilise la version {version}, qui ne prend pas en charge le protocole choisi. {unchanged} Choisissez le protocole automatique dans la connexion.",
  },
  rate_missing: {
    en: "The exchange rate to {currency} is missing or zero, so the amount cannot be converted. Enter the rate in Odoo.",
    fr: "Le taux de change vers {currency} est absent ou nul : le montant ne peut pas être converti. Saisissez le taux dans Odoo.",
  },
  names_unchecked: {
    en: "The account may not read {model} on {host}, so names from there may be out of date. The rest is up to date, and a complete refresh reads those names again. Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host} : les noms qui en viennent ne sont peut-être plus à jour. Le reste est à jour, et une actualisation complète relit ces noms. Demandez ce droit de lecture à l’administrateur de ce système.",
  },
  names_hidden: {
    en: "The account may not read {model} on {host}, so its names are shown as numbers. The rest is up to date. Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host} : des numéros remplacent ses noms. Le reste est à jour. Demandez ce droit de lecture à l’administrateur de ce système.",
  },
} as const satisfies Record<string, Text>;
