// The Odoo connector: its description, its pace, and the functions that implement it.
import type { KindDescription, Source } from "../connector.ts";
import { check } from "./check.ts";
import { discover } from "./discover.ts";
import { fetchPage } from "./fetch.ts";
import { odooModules } from "./modules.ts";
import { countWithin, idsWithin } from "./inventory.ts";
import { optionsOf, tablesOf } from "./resource.ts";
import { requireAccess } from "./access.ts";
import { accountOf, addressOf, OdooSettings, ownServer, paceOf } from "./settings.ts";
import { survey } from "./survey.ts";
import { treasury } from "./treasury.ts";

/**
 * Raise this when the same row would be stored differently; stored data is then read again
 * completely.
 */
const mappingVersion = 3;

const kind: KindDescription = {
  kind: "odoo",
  label: { en: "Odoo", fr: "Odoo" },
  secret: {
    label: { en: "Password or API key", fr: "Mot de passe ou clé d’API" },
    hint: {
      en: "An API key is better: in Odoo, open your preferences, then Account security.",
      fr: "Préférez une clé d’API : dans Odoo, ouvrez vos préférences, puis Sécurité du compte.",
    },
  },
  roles: ["source"],
  files: false,
  templates: [treasury, odooModules],
};

export const odoo: Source<OdooSettings> = {
  kind,
  settings: OdooSettings,
  address: addressOf,
  pace: ownServer,
  paceOf,
  options: optionsOf,
  account: accountOf,
  fingerprint: (settings, { template, resource, options }) => {
    const { login, language, companies } = settings;
    const table = tablesOf(template).find(({ key }) => key === resource);
    const fields =
      table?.columns.map(({ name, from }) => [name, from?.field ?? null, from?.as ?? null]) ?? [];
    // Another account may see other companies.
    return JSON.stringify([
      mappingVersion,
      accountOf(settings),
      login,
      language,
      companies,
      template,
      resource,
      sorted(options),
      fields,
    ]);
  },
  check,
  discover,
  survey: async (client, reading, since) => {
    await requireAccess(client, reading);
    return survey(client, reading, since);
  },
  fetch: fetchPage,
  count: countWithin,
  ids: idsWithin,
};

const sorted = (options: { [name: string]: unknown }): unknown[] =>
  Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1));
