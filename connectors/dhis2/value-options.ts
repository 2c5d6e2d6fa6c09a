// The template for data values: the values of data sets, and the options that select them.
import { z } from "zod";
import type { Template } from "../../contract/api/catalog.ts";
import type { Column } from "../../contract/source/resource.ts";
import { formOf, setting } from "../setting.ts";

const uids = z
  .string()
  .trim()
  .regex(/^([A-Za-z][A-Za-z0-9]{10}(\s*,\s*[A-Za-z][A-Za-z0-9]{10})*)?$/)
  .max(2_000);

/** The options of the data values template. Lists are uids, separated by commas. */
export const ValuesOptions = z.object({
  /** Data sets to read; if empty, all that the account may read. */
  dataSets: uids.default("").register(setting, {
    widget: "text",
    label: { en: "Data sets", fr: "Ensembles de données" },
    hint: {
      en: "Their uids, separated by commas; all that the account may read when empty",
      fr: "Leurs identifiants, séparés par des virgules ; tous ceux que le compte peut lire si vide",
    },
  }),
  /** Units to read, with everything below them; if empty, those of the account. */
  orgUnits: uids.default("").register(setting, {
    widget: "text",
    label: { en: "Organisation units", fr: "Unités d’organisation" },
    hint: {
      en: "Uids of the units below which to read; those of the account when empty",
      fr: "Identifiants des unités sous lesquelles lire ; celles du compte si vide",
    },
  }),
  /**
   * How far back the first read goes. Fixed after that read, so that old values do not seem to
   * vanish.
   */
  monthsBack: z
    .int()
    .min(1)
    .max(600)
    .default(12)
    .register(setting, {
      widget: "integer",
      label: { en: "Months read the first time", fr: "Mois lus la première fois" },
    }),
});
export type ValuesOptions = z.infer<typeof ValuesOptions>;

/** The items of a comma-separated list, each once. */
export const listIn = (text: string): string[] =>
  text === "" ? [] : [...new Set(text.split(/\s*,\s*/))];

const columns: Column[] = [
  { name: "data_element", type: "text", label: { en: "Data element", fr: "Élément de données" } },
  { name: "period", type: "text", label: { en: "Period", fr: "Période" } },
  {
    name: "org_unit",
    type: "text",
    label: { en: "Organisation unit", fr: "Unité d’organisation" },
  },
  {
    name: "category_options",
    type: "text",
    label: { en: "Category options", fr: "Options de catégorie" },
  },
  {
    name: "attribute_options",
    type: "text",
    label: { en: "Attribute options", fr: "Options d’attribut" },
  },
  { name: "value", type: "text", label: { en: "Value", fr: "Valeur" } },
  { name: "comment", type: "text", label: { en: "Comment", fr: "Commentaire" } },
  { name: "follow_up", type: "boolean", label: { en: "Follow-up", fr: "À suivre" } },
];

export const valuesTemplate: Template = {
  key: "dhis2_values",
  label: { en: "DHIS2 data values", fr: "Valeurs de données DHIS2" },
  description: {
    en: "The data values of data sets below organisation units, from a number of months back, then whatever changes.",
    fr: "Les valeurs des ensembles de données sous des unités d’organisation, depuis un nombre de mois, puis tout ce qui change.",
  },
  resources: [
    { key: "dataValues", label: { en: "Data values", fr: "Valeurs de données" }, columns },
  ],
  options: formOf(ValuesOptions),
  gated: true,
  plots: [],
};
