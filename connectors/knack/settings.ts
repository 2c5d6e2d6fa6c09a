// How a Knack application is named: address, application, account and school, how it writes dates,
// and the pace it bears.
import { z } from "zod";
import type { GateLimits } from "../../contract/rpc/gate.ts";
import { setting } from "../setting.ts";

/** A Knack id. Capitals name the same thing; a filter compares as text. */
const knackId = () =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{24}$/);

export const Calendar = z.enum(["uk", "australia"]);
export type Calendar = z.infer<typeof Calendar>;

export const DateOrder = z.enum(["dd/mm/yyyy", "mm/dd/yyyy"]);
export type DateOrder = z.infer<typeof DateOrder>;

export const KnackSettings = z.strictObject({
  application: knackId().register(setting, {
    widget: "text",
    label: { en: "Application id", fr: "Identifiant de l’application" },
    hint: {
      en: "In Knack’s builder: Settings, then API & Code",
      fr: "Dans l’éditeur Knack : Settings, puis API & Code",
    },
  }),
  /** The school. It may be given where a connection is shared, so it may be missing here. */
  establishment: z
    .union([z.literal(""), knackId()])
    .default("")
    .register(setting, {
      widget: "text",
      label: { en: "School’s record id", fr: "Identifiant de l’établissement" },
      hint: {
        en: "24 characters: the id of the school’s own record in Knack",
        fr: "24 caractères : l’identifiant de la fiche de l’établissement dans Knack",
      },
    }),
  calendar: Calendar.default("uk").register(setting, {
    widget: "select",
    label: { en: "Academic year", fr: "Année scolaire" },
    choices: [
      {
        value: "uk",
        label: { en: "United Kingdom: August to July", fr: "Royaume-Uni : d’août à juillet" },
      },
      {
        value: "australia",
        label: { en: "Australia: the calendar year", fr: "Australie : l’année civile" },
      },
    ],
  }),
  /**
   * How the application shows dates, because filters must be written the same way. `schema`: the
   * application's own schema says it.
   */
  dateOrder: z
    .enum(["schema", ...DateOrder.options])
    .default("schema")
    .register(setting, {
      widget: "select",
      label: { en: "Date format", fr: "Format des dates" },
      hint: { en: "As the application shows them", fr: "Comme l’application les affiche" },
      choices: [
        {
          value: "schema",
          label: { en: "As the application says", fr: "Comme l’application l’indique" },
        },
        { value: "dd/mm/yyyy", label: { en: "31/12/2026", fr: "31/12/2026" } },
        { value: "mm/dd/yyyy", label: { en: "12/31/2026", fr: "12/31/2026" } },
      ],
    }),
  /**
   * Calls are counted per account and day, whatever application makes them: the applications of one
   * account share this name.
   */
  account: z
    .string()
    .trim()
    .max(120)
    .default("")
    .register(setting, {
      widget: "text",
      label: { en: "Knack account", fr: "Compte Knack" },
      hint: {
        en: "The same name for all applications of one account: they share the day’s calls",
        fr: "Le même nom pour toutes les applications d’un compte : elles partagent les appels du jour",
      },
    }),
  /** Calls of the day that are kept for people. */
  dayReserve: z
    .int()
    .min(0)
    .max(100_000)
    .default(100)
    .register(setting, {
      widget: "integer",
      label: {
        en: "Calls reserved for people each day",
        fr: "Appels réservés aux personnes chaque jour",
      },
      hint: {
        en: "Automatic refreshes leave these calls untouched",
        fr: "Les actualisations automatiques n’y touchent pas",
      },
    }),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .default("https://api.knack.com")
    .register(setting, {
      widget: "url",
      label: { en: "Address", fr: "Adresse" },
      hint: {
        en: "Only if Knack gave you another one",
        fr: "Seulement si Knack vous en a donné une autre",
      },
    }),
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
