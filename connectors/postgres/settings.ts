// How a PostgreSQL is named: host, database, account and schema, and what becomes of records that
// are gone.
import { z } from "zod";
import { isWhole } from "./names.ts";
import type { Field } from "../../contract/api/catalog.ts";
import type { GateLimits } from "../../contract/rpc/gate.ts";

/** A name or an address, nothing that a driver could read as a list of hosts, a path or a port. */
const hostForm = /^[a-z0-9]([a-z0-9._-]*[a-z0-9.])?$/i;
const name = z
  .string()
  .trim()
  .min(1)
  .refine((text) => !text.includes("\0") && isWhole(text));

export const PostgresSettings = z.strictObject({
  host: z
    .string()
    .trim()
    .max(253)
    .refine((text) => hostForm.test(text) && URL.canParse(`https://${text}`)),
  port: z.int().min(1).max(65_535).default(5_432),
  database: name,
  user: name,
  schema: name.default("public"),
  /** Before the name of every table, so that several uses of one schema stay apart. */
  prefix: z
    .string()
    .trim()
    .regex(/^[a-z0-9_]{0,30}$/)
    .default(""),
  /** `off` only for hosts that the operator allows to be called in clear. */
  tls: z.enum(["require", "off"]).default("require"),
  removed: z.enum(["delete", "mark"]).default("delete"),
  /** `hyperdrive`: through the operator's own pool; only for connections of the house. */
  route: z.enum(["direct", "hyperdrive"]).default("direct"),
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

/** The form of the settings. */
export const settingsForm: Field[] = [
  {
    name: "host",
    type: "text",
    required: true,
    label: { en: "Host", fr: "Hôte" },
    hint: { en: "db.example.org", fr: "db.example.org" },
  },
  {
    name: "port",
    type: "integer",
    required: false,
    label: { en: "Port", fr: "Port" },
    hint: { en: "5432 when empty", fr: "5432 si vide" },
  },
  {
    name: "database",
    type: "text",
    required: true,
    label: { en: "Database", fr: "Base de données" },
    hint: null,
  },
  {
    name: "user",
    type: "text",
    required: true,
    label: { en: "User name", fr: "Identifiant" },
    hint: {
      en: "One of its own, that may create tables in the schema",
      fr: "Un compte dédié, qui peut créer des tables dans le schéma",
    },
  },
  {
    name: "schema",
    type: "text",
    required: false,
    label: { en: "Schema", fr: "Schéma" },
    hint: { en: "public when empty", fr: "public si vide" },
  },
  {
    name: "prefix",
    type: "text",
    required: false,
    label: { en: "Prefix of the tables", fr: "Préfixe des tables" },
    hint: { en: "Small letters, figures and _", fr: "Minuscules, chiffres et _" },
  },
  {
    name: "tls",
    type: "select",
    required: false,
    label: { en: "Encryption", fr: "Chiffrement" },
    hint: {
      en: "Off only inside the operator’s own network",
      fr: "Sans chiffrement : réseau privé de l’exploitant seulement",
    },
    choices: [
      { value: "require", label: { en: "Always (TLS)", fr: "Toujours (TLS)" } },
      { value: "off", label: { en: "Off", fr: "Sans" } },
    ],
  },
  {
    name: "removed",
    type: "select",
    required: false,
    label: { en: "Records that are gone", fr: "Enregistrements disparus" },
    hint: null,
    choices: [
      { value: "delete", label: { en: "Delete their rows", fr: "Supprimer leurs lignes" } },
      {
        value: "mark",
        label: { en: "Keep and mark them (_removed_at)", fr: "Les garder, marqués (_removed_at)" },
      },
    ],
  },
  {
    name: "route",
    type: "select",
    required: false,
    label: { en: "Way", fr: "Chemin" },
    hint: {
      en: "Hyperdrive must be bound by the operator, and serves shared connections only",
      fr: "Hyperdrive doit être lié par l’exploitant, et ne sert que les connexions partagées",
    },
    choices: [
      { value: "direct", label: { en: "Direct", fr: "Direct" } },
      { value: "hyperdrive", label: { en: "Cloudflare Hyperdrive", fr: "Cloudflare Hyperdrive" } },
    ],
  },
];
