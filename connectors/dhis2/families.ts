// The metadata families, in the order DHIS2 needs to import them: what is referred to comes first.
import { z } from "zod";
import type { Template } from "../../contract/api/catalog.ts";
import type { Text } from "../../contract/values/json.ts";
import type { Column, Resource } from "../../contract/source/resource.ts";
import { formOf, setting } from "../setting.ts";

export type Family = {
  /** The name of the collection, and of the resource. */
  key: string;
  label: Text;
  /** One of the objects is called "default" and differs between systems. */
  hasDefault?: true;
  /**
   * A member that a later family fills. It is left out when reading; when writing, what the system
   * has there stays.
   */
  filledLater?: string;
  /**
   * The member whose `lastUpdated` shows that an object's place in it changed, because the object's
   * own stamp does not.
   */
  placedBy?: string;
  /** Members that each system generates itself. */
  own?: string[];
  /** Expressions or entry forms of the objects name other objects, and do not work without them. */
  naming?: true;
  /**
   * Objects refer to each other by level: the id begins with the level, so that parents are written
   * first.
   */
  byLevel?: true;
};

/**
 * Each system generates its own option combinations, so lists of them would point nowhere in
 * another one.
 */
const madeByItself = ["categoryOptionCombos"];

export const families: Family[] = [
  { key: "attributes", label: { en: "Attributes", fr: "Attributs" } },
  { key: "constants", label: { en: "Constants", fr: "Constantes" } },
  {
    key: "optionSets",
    label: { en: "Option sets", fr: "Ensembles d’options" },
    filledLater: "options",
  },
  { key: "options", label: { en: "Options", fr: "Options" }, placedBy: "optionSet" },
  { key: "optionGroups", label: { en: "Option groups", fr: "Groupes d’options" } },
  {
    key: "optionGroupSets",
    label: { en: "Option group sets", fr: "Ensembles de groupes d’options" },
  },
  { key: "legendSets", label: { en: "Legends", fr: "Légendes" } },
  {
    key: "organisationUnits",
    label: { en: "Organisation units", fr: "Unités d’organisation" },
    byLevel: true,
  },
  {
    key: "organisationUnitLevels",
    label: { en: "Organisation unit levels", fr: "Niveaux d’unités d’organisation" },
  },
  {
    key: "organisationUnitGroups",
    label: { en: "Organisation unit groups", fr: "Groupes d’unités d’organisation" },
  },
  {
    key: "organisationUnitGroupSets",
    label: {
      en: "Organisation unit group sets",
      fr: "Ensembles de groupes d’unités d’organisation",
    },
  },
  {
    key: "categoryOptions",
    label: { en: "Category options", fr: "Options de catégorie" },
    hasDefault: true,
    own: madeByItself,
  },
  {
    key: "categoryOptionGroups",
    label: { en: "Category option groups", fr: "Groupes d’options de catégorie" },
  },
  {
    key: "categoryOptionGroupSets",
    label: { en: "Category option group sets", fr: "Ensembles de groupes d’options de catégorie" },
  },
  { key: "categories", label: { en: "Categories", fr: "Catégories" }, hasDefault: true },
  {
    key: "categoryCombos",
    label: { en: "Category combinations", fr: "Combinaisons de catégories" },
    hasDefault: true,
    own: madeByItself,
  },
  { key: "dataElements", label: { en: "Data elements", fr: "Éléments de données" } },
  {
    key: "dataElementGroups",
    label: { en: "Data element groups", fr: "Groupes d’éléments de données" },
  },
  {
    key: "dataElementGroupSets",
    label: { en: "Data element group sets", fr: "Ensembles de groupes d’éléments de données" },
  },
  { key: "indicatorTypes", label: { en: "Indicator types", fr: "Types d’indicateurs" } },
  { key: "indicators", label: { en: "Indicators", fr: "Indicateurs" }, naming: true },
  { key: "indicatorGroups", label: { en: "Indicator groups", fr: "Groupes d’indicateurs" } },
  {
    key: "indicatorGroupSets",
    label: { en: "Indicator group sets", fr: "Ensembles de groupes d’indicateurs" },
  },
  {
    key: "dataApprovalLevels",
    label: { en: "Data approval levels", fr: "Niveaux d’approbation des données" },
  },
  {
    key: "dataApprovalWorkflows",
    label: { en: "Data approval workflows", fr: "Circuits d’approbation des données" },
  },
  {
    key: "dataEntryForms",
    label: { en: "Data entry forms", fr: "Formulaires de saisie" },
    naming: true,
  },
  { key: "dataSets", label: { en: "Data sets", fr: "Ensembles de données" } },
  {
    key: "sections",
    label: { en: "Sections of data sets", fr: "Sections des ensembles de données" },
  },
  {
    key: "validationRules",
    label: { en: "Validation rules", fr: "Règles de validation" },
    naming: true,
  },
  {
    key: "validationRuleGroups",
    label: { en: "Validation rule groups", fr: "Groupes de règles de validation" },
  },
  { key: "predictors", label: { en: "Predictors", fr: "Prédicteurs" }, naming: true },
  { key: "predictorGroups", label: { en: "Predictor groups", fr: "Groupes de prédicteurs" } },
];

/** The family with this key; undefined if there is none. */
export const familyOf = (key: string): Family | undefined =>
  families.find((family) => family.key === key);

const columns: Column[] = [
  { name: "name", type: "text", label: { en: "Name", fr: "Nom" } },
  { name: "code", type: "text", label: { en: "Code", fr: "Code" } },
  { name: "object", type: "json", label: { en: "As in DHIS2", fr: "Tel que dans DHIS2" } },
];

/** The options of the metadata template. */
export const MetadataOptions = z.object({
  /**
   * What happens at the destination to objects that are gone at the source: kept and listed, or
   * deleted as well.
   */
  removals: z
    .enum(["keep", "delete"])
    .default("keep")
    .register(setting, {
      widget: "select",
      label: { en: "Objects gone at the source", fr: "Objets disparus à la source" },
      hint: {
        en: "Deleting them elsewhere can take data with them",
        fr: "Les supprimer ailleurs peut entraîner la perte de données",
      },
      choices: [
        {
          value: "keep",
          label: {
            en: "Keep them at the destination and list them",
            fr: "Les garder à destination et les lister",
          },
        },
        {
          value: "delete",
          label: { en: "Delete them at the destination", fr: "Les supprimer à destination" },
        },
      ],
    }),
});

export const metadataTemplate: Template = {
  key: "dhis2_metadata",
  label: { en: "DHIS2 metadata", fr: "Métadonnées DHIS2" },
  description: {
    en: "Organisation units, categories, data elements, indicators, data sets and what belongs to them, then whatever changes.",
    fr: "Unités d’organisation, catégories, éléments de données, indicateurs, ensembles de données et ce qui s’y rattache, puis tout ce qui change.",
  },
  resources: families.map(({ key, label }): Resource => ({ key, label, columns })),
  options: formOf(MetadataOptions),
  gated: true,
  plots: [],
};
