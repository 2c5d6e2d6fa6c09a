// How a Knack application is named: address, application, account and school, how it writes dates,
// and the pace it bears.
import { z } from "zod";
import type { Field } from "../../contract/api/catalog.ts";
import type { GateLimits } from "../../contract/rpc/gate.ts";

/** A Knack id. Capitals name the same thing; a filter compares as text. */
const knackId = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{24}$/);

export const Calendar = z.enum(["uk", "australia"]);
export type Calendar = z.infer<typeof Calendar>;

export const DateOrder = z.enum(["dd/mm/yyyy", "mm/dd/yyyy"]);
export type DateOrder = z.infer<typeof DateOrder>;

export const KnackSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .default("https://api.knack.com"),
  application: knackId,
  /**
   * The day's calls are those of the account, whatever application asks: applications of one
   * account share this name.
   */
  account: z.string().trim().max(120).default(""),
  /** The school. It may be given where a connection is shared, so it may be missing here. */
  establishment: z.union([z.literal(""), knackId]).default(""),
  calendar: Calendar.default("uk"),
  /**
   * As the application shows dates: filters must be written like that. `schema`: the application's
   * own says it.
   */
  dateOrder: z.enum(["schema", ...DateOrder.options]).default("schema"),
  /** Calls of the day that are kept for people. */
  dayReserve: z.int().min(0).max(100_000).default(100),
});
export type KnackSettings = z.infer<typeof KnackSettings>;

/** Every route stands under the origin: `…/v1` and other pages of it may be pasted. */
export function addressOf(settings: KnackSettings): URL {
  return new URL(new URL(settings.url).origin);
}

/** The address belongs to it: what another server says of its limits must not slow this one. */
export function accountOf(settings: KnackSettings): string {
  return `${addressOf(settings).origin}/${settings.account || settings.application}`;
}

/** Ten calls a second on every plan. How many there are in a day is told with each answer. */
export const usualPace: GateLimits = {
  callsPerSecond: 10,
  parallelCalls: 3,
  callsPerDay: null,
  dayReserve: 100,
};

export const paceOf = ({ dayReserve }: KnackSettings): GateLimits => ({ ...usualPace, dayReserve });

/** The form of the settings. */
export const settingsForm: Field[] = [
  {
    name: "application",
    type: "text",
    required: true,
    label: { en: "Application id", fr: "Identifiant de l’application" },
    hint: {
      en: "In Knack’s builder: Settings, then API & Code",
      fr: "Dans l’éditeur Knack : Settings, puis API & Code",
    },
  },
  {
    name: "establishment",
    type: "text",
    required: false,
    label: { en: "School’s record id", fr: "Identifiant de l’établissement" },
    hint: {
      en: "24 characters: the id of the school’s own record in Knack",
      fr: "24 caractères : l’identifiant de la fiche de l’établissement dans Knack",
    },
  },
  {
    name: "calendar",
    type: "select",
    required: false,
    label: { en: "Academic year", fr: "Année scolaire" },
    hint: null,
    choices: [
      {
        value: "uk",
        label: { en: "United Kingdom: August to July", fr: "Royaume-Uni : d’août à juillet" },
      },
      {
        value: "australia",
        label: { en: "Australia: the calendar year", fr: "Australie : l’année civile" },
      },
    ],
  },
  {
    name: "dateOrder",
    type: "select",
    required: false,
    label: { en: "Dates are written", fr: "Écriture des dates" },
    hint: { en: "As the application shows them", fr: "Comme l’application les affiche" },
    choices: [
      {
        value: "schema",
        label: { en: "As the application says", fr: "Comme l’application l’indique" },
      },
      { value: "dd/mm/yyyy", label: { en: "31/12/2026", fr: "31/12/2026" } },
      { value: "mm/dd/yyyy", label: { en: "12/31/2026", fr: "12/31/2026" } },
    ],
  },
  {
    name: "account",
    type: "text",
    required: false,
    label: { en: "Knack account", fr: "Compte Knack" },
    hint: {
      en: "The same name for all applications of one account: they share the day’s calls",
      fr: "Le même nom pour toutes les applications d’un compte : elles partagent les appels du jour",
    },
  },
  {
    name: "dayReserve",
    type: "integer",
    required: false,
    label: {
      en: "Calls kept for people each day",
      fr: "Appels réservés aux personnes chaque jour",
    },
    hint: {
      en: "Automatic refreshes stop there; 100 when empty",
      fr: "Les actualisations automatiques s’arrêtent là ; 100 si vide",
    },
  },
  {
    name: "url",
    type: "url",
    required: false,
    label: { en: "Address", fr: "Adresse" },
    hint: {
      en: "https://api.knack.com unless Knack gave you another one",
      fr: "https://api.knack.com, sauf si Knack vous en a donné une autre",
    },
  },
];
