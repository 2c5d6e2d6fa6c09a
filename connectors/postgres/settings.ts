// How a PostgreSQL is named: host, database, account and schema, and what becomes of records that
// are gone.
import { z } from "zod";
import { isWhole } from "./names.ts";
import { setting } from "../setting.ts";
import type { GateLimits } from "../../contract/rpc/gate.ts";

/** A name or an address, nothing that a driver could read as a list of hosts, a path or a port. */
const hostForm = /^[a-z0-9]([a-z0-9._-]*[a-z0-9.])?$/i;
const name = () =>
  z
    .string()
    .trim()
    .min(1)
    .refine((text) => !text.includes("\0") && isWhole(text));

export const PostgresSettings = z.strictObject({
  host: z
    .string()
    .trim()
    .max(253)
    .refine((text) => hostForm.test(text) && URL.canParse(`https://${text}`))
    .register(setting, {
      widget: "host",
      label: { en: "Host", fr: "Hôte" },
      hint: { en: "For example db.example.org", fr: "Par exemple db.example.org" },
    }),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .default(5_432)
    .register(setting, { widget: "integer", label: { en: "Port", fr: "Port" } }),
  database: name().register(setting, {
    widget: "text",
    label: { en: "Database", fr: "Base de données" },
  }),
  user: name().register(setting, {
    widget: "text",
    label: { en: "User name", fr: "Identifiant" },
    hint: {
      en: "A dedicated account that may create tables in the schema",
      fr: "Un compte dédié, qui peut créer des tables dans le schéma",
    },
  }),
  schema: name()
    .default("public")
    .register(setting, { widget: "text", label: { en: "Schema", fr: "Schéma" } }),
  /** Before the name of every table, so that several uses of one schema stay apart. */
  prefix: z
    .string()
    .trim()
    .regex(/^[a-z0-9_]{0,30}$/)
    .default("")
    .register(setting, {
      widget: "text",
      label: { en: "Table prefix", fr: "Préfixe des tables" },
      hint: { en: "Lowercase letters, digits and _", fr: "Minuscules, chiffres et _" },
    }),
  /** `off` only for hosts that the operator allows to be called in clear. */
  tls: z
    .enum(["require", "off"])
    .default("require")
    .register(setting, {
      widget: "select",
      label: { en: "Encryption", fr: "Chiffrement" },
      hint: {
        en: "Turn it off only inside the operator’s own network",
        fr: "Sans chiffrement : réseau privé de l’exploitant seulement",
      },
      choices: [
        { value: "require", label: { en: "Always (TLS)", fr: "Toujours (TLS)" } },
        { value: "off", label: { en: "Off", fr: "Sans" } },
      ],
    }),
  removed: z
    .enum(["delete", "mark"])
    .default("delete")
    .register(setting, {
      widget: "select",
      label: { en: "Removed records", fr: "Enregistrements disparus" },
      choices: [
        { value: "delete", label: { en: "Delete their rows", fr: "Supprimer leurs lignes" } },
        {
          value: "mark",
          label: {
            en: "Keep and mark them (_removed_at)",
            fr: "Les garder, marqués (_removed_at)",
          },
        },
      ],
    }),
  /** `hyperdrive`: through the operator's own pool; only for shared connections. */
  route: z
    .enum(["direct", "hyperdrive"])
    .default("direct")
    .register(setting, {
      widget: "select",
      label: { en: "Route", fr: "Accès" },
      hint: {
        en: "Hyperdrive must be set up by the operator and serves shared connections only",
        fr: "Hyperdrive doit être configuré par l’exploitant et ne sert que les connexions partagées",
      },
      choices: [
        { value: "direct", label: { en: "Direct", fr: "Direct" } },
        {
          value: "hyperdrive",
          label: { en: "Cloudflare Hyperdrive", fr: "Cloudflare Hyperdrive" },
        },
      ],
    }),
});
export type PostgresSettings = z.infer<typeof PostgresSettings>;

/**
 * Scheme, host and port. The scheme says whether the way is encrypted: a secret given for the one
 * is not sent over the other.
 */
export function addressOf({ host, port, tls }: PostgresSettings): URL {
  // The web's parser turns every spelling of an address into one: what is judged is what is called.
  const { hostname } = new URL(`https://${host}`);
  return new URL(`${tls === "require" ? "postgres" : "postgres+plain"}://${hostname}:${port}`);
}

/** One account is one database: all who write into it share its connections. */
export const accountOf = (settings: PostgresSettings): string =>
  `${addressOf(settings).href}/${settings.database}`;

/**
 * How tables are named; tables that were named otherwise have got nothing of what is sent to these.
 */
const naming = "template_resource";

/** The tables that are written: encrypted or not, they are the same. */
export function targetOf(settings: PostgresSettings): string {
  const { host } = addressOf(settings);
  return JSON.stringify([host, settings.database, settings.schema, settings.prefix, naming]);
}

/**
 * Each page is a connection and a transaction: few side by side leave room for those who read the
 * warehouse.
 */
export const pace: GateLimits = {
  callsPerSecond: 20,
  parallelCalls: 4,
  callsPerDay: null,
  dayReserve: 0,
};
