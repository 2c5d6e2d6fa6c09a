// What only Odoo refuses or lacks.
import type { Text } from "../../values/json.ts";

export const odoo = {
  second_factor: {
    en: "{login} signs in to {host} with a second factor, so Odoo takes no password from other systems. Your data has not changed. Make an API key for it in Odoo (My preferences, Account security) and enter it in the connection in place of the password.",
    fr: "{login} se connecte à {host} avec un second facteur : Odoo n’accepte donc pas son mot de passe venant d’un autre système. Vos données n’ont pas changé. Créez-lui une clé d’API dans Odoo (Mes préférences, Sécurité du compte) et saisissez-la dans la connexion à la place du mot de passe.",
  },
  key_refused: {
    en: "{host} does not accept the API key for {login}: it has expired or was deleted, it is another account’s, or the account is archived. Your data has not changed. Make a new key for that account in Odoo (My preferences, Account security) and enter it in the connection.",
    fr: "{host} n’accepte pas la clé d’API pour {login} : elle a expiré ou a été supprimée, elle appartient à un autre compte, ou le compte est archivé. Vos données n’ont pas changé. Créez une nouvelle clé pour ce compte dans Odoo (Mes préférences, Sécurité du compte) et saisissez-la dans la connexion.",
  },
  key_needed: {
    en: "The JSON-2 protocol takes API keys only, and what is kept for {host} is none that it knows. Your data has not changed. Enter an API key in the connection, or choose the automatic protocol.",
    fr: "Le protocole JSON-2 n’accepte que des clés d’API, et celle enregistrée pour {host} n’en est pas une qu’il connaît. Vos données n’ont pas changé. Saisissez une clé d’API dans la connexion, ou choisissez le protocole automatique.",
  },
  key_of_another: {
    en: "The API key that is kept for {host} belongs to another account than {login}, who may see other records. Your data has not changed. Enter a key of {login} in the connection, or the user name of the account that made the key.",
    fr: "La clé d’API enregistrée pour {host} appartient à un autre compte que {login}, qui voit peut-être d’autres enregistrements. Vos données n’ont pas changé. Saisissez une clé de {login} dans la connexion, ou l’identifiant du compte qui a créé la clé.",
  },
  account_external: {
    en: "{login} is a portal account on {host}: Odoo shows it its own documents only. Your data has not changed. Enter an account of an internal user in the connection.",
    fr: "{login} est un compte portail sur {host} : Odoo ne lui montre que ses propres documents. Vos données n’ont pas changé. Saisissez un compte d’utilisateur interne dans la connexion.",
  },
  language_not_installed: {
    en: "The language {language} is not installed on {host}, so its names would come in another one. Your data has not changed. Install it there (Settings, Languages), or choose another language in the connection.",
    fr: "La langue {language} n’est pas installée sur {host} : les libellés arriveraient dans une autre. Vos données n’ont pas changé. Installez-la là-bas (Paramètres, Langues), ou choisissez une autre langue dans la connexion.",
  },
  company_not_accounts: {
    en: "The account on {host} does not belong to every company of the connection ({company}). Your data has not changed. Correct the companies in the connection, or ask the administrator of that system to allow the account there.",
    fr: "Le compte sur {host} n’appartient pas à toutes les sociétés de la connexion ({company}). Vos données n’ont pas changé. Corrigez les sociétés dans la connexion, ou demandez à l’administrateur de ce système d’y autoriser le compte.",
  },
  company_outside: {
    en: "This configuration asks for company {company}, which the connection to {host} does not read. The data kept from it has not changed. Choose one of its companies in the configuration, or ask the administrator of that system to allow the account there.",
    fr: "Cette configuration demande la société {company}, que la connexion à {host} ne lit pas. Les données déjà enregistrées n’ont pas changé. Choisissez une de ses sociétés dans la configuration, ou demandez à l’administrateur de ce système d’y autoriser le compte.",
  },
  version_unsupported: {
    en: "{host} runs version {version}, which does not speak the chosen protocol. {unchanged} Choose the automatic protocol in the connection.",
    fr: "{host} utilise la version {version}, qui ne parle pas le protocole choisi. {unchanged} Choisissez le protocole automatique dans la connexion.",
  },
  rate_missing: {
    en: "The exchange rate to {currency} is missing or zero, so the amount cannot be converted. Enter the rate in Odoo.",
    fr: "Le taux de change vers {currency} est absent ou nul : le montant ne peut pas être converti. Saisissez le taux dans Odoo.",
  },
  names_unchecked: {
    en: "The account may not read {model} on {host}, so names from there may have changed since they were read. The rest is up to date, and a complete refresh reads those names anew. Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host} : des noms qui en viennent ont pu changer depuis leur lecture. Le reste est à jour, et une actualisation complète relit ces noms. Demandez ce droit de lecture à l’administrateur de ce système.",
  },
  names_hidden: {
    en: "The account may not read {model} on {host}, so numbers stand in place of its names. The rest is up to date. Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host} : des numéros tiennent lieu de noms. Le reste est à jour. Demandez ce droit de lecture à l’administrateur de ce système.",
  },
} as const satisfies Record<string, Text>;
