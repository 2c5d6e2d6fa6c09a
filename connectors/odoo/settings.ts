// The settings of an Odoo connection: address, account, protocol and language, and the pace they
// allow.
import { z } from "zod";
import type { GateLimits } from "../../contract/rpc/gate.ts";
import { setting } from "../setting.ts";

export const Transport = z.enum(["json2", "jsonrpc", "xmlrpc"]);
export type Transport = z.infer<typeof Transport>;

export const OdooSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .register(setting, {
      widget: "url",
      label: { en: "Address", fr: "Adresse" },
      hint: {
        en: "As in the browser: https://yourcompany.odoo.com",
        fr: "Comme dans le navigateur : https://votresociete.odoo.com",
      },
    }),
  database: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .register(setting, {
      widget: "text",
      label: { en: "Database", fr: "Base de données" },
      hint: {
        en: "On Odoo Online, the name before .odoo.com",
        fr: "Sur Odoo Online, le nom avant .odoo.com",
      },
    }),
  login: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .register(setting, { widget: "text", label: { en: "User name", fr: "Identifiant" } }),
  transport: z
    .enum(["auto", ...Transport.options])
    .default("auto")
    .register(setting, {
      widget: "select",
      label: { en: "Protocol", fr: "Protocole" },
      hint: {
        en: "Automatic picks the best one that the server supports",
        fr: "Automatique choisit le meilleur que le serveur prend en charge",
      },
      choices: [
        { value: "auto", label: { en: "Automatic", fr: "Automatique" } },
        {
          value: "json2",
          label: {
            en: "JSON-2 (Odoo 19 and later, API key)",
            fr: "JSON-2 (Odoo 19 et suivants, clé d’API)",
          },
        },
        { value: "jsonrpc", label: { en: "JSON-RPC", fr: "JSON-RPC" } },
        { value: "xmlrpc", label: { en: "XML-RPC", fr: "XML-RPC" } },
      ],
    }),
  /** The language of related records' names. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(_[A-Z]{2})?(@[a-z]+)?$/)
    .default("en_US")
    .register(setting, {
      widget: "select",
      label: { en: "Language of names", fr: "Langue des libellés" },
      hint: { en: "It must be installed in Odoo", fr: "Elle doit être installée dans Odoo" },
      choices: [
        { value: "en_US", label: { en: "English", fr: "Anglais" } },
        { value: "fr_FR", label: { en: "French", fr: "Français" } },
      ],
    }),
  /** Ids of the companies to read, separated by commas; all that the account may see when empty. */
  companies: z
    .string()
    .trim()
    .regex(/^(\d{1,9}(\s*,\s*\d{1,9})*)?$/)
    .default("")
    .register(setting, {
      widget: "text",
      label: { en: "Companies", fr: "Sociétés" },
      hint: {
        en: "Their numbers, for example 1, 2; when empty, all that the account sees",
        fr: "Leurs numéros, par exemple 1, 2 ; si vide, toutes celles que voit le compte",
      },
    }),
});
export type OdooSettings = z.infer<typeof OdooSettings>;

/**
 * Odoo answers at the root of its host, so the origin of whatever page was pasted is the address.
 */
export function addressOf(settings: OdooSettings): URL {
  return new URL(new URL(settings.url).origin);
}

export function companiesOf(settings: OdooSettings): number[] {
  return settings.companies === "" ? [] : settings.companies.split(",").map(Number);
}

/** One account per database: Odoo throttles all its users together. */
export function accountOf(settings: OdooSettings): string {
  return `${addressOf(settings).origin}/${settings.database}`;
}

/** A self-hosted server: parallel lanes, as fast as pages can be read. */
export const ownServer: GateLimits = {
  callsPerSecond: 30,
  parallelCalls: 4,
  callsPerDay: null,
  dayReserve: 0,
};

/** Odoo Online asks for about one call a second and none in parallel. */
const odooOnline: GateLimits = {
  callsPerSecond: 1,
  parallelCalls: 1,
  callsPerDay: null,
  dayReserve: 0,
};

export function paceOf(settings: OdooSettings): GateLimits {
  return /(^|\.)odoo\.com$/.test(addressOf(settings).hostname) ? odooOnline : ownServer;
}
