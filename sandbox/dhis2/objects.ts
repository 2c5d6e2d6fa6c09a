// Objects and values of the simulated DHIS2, and the collection that each member refers to.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Obj = { [member: string]: Json };

export const isObj = (value: Json | undefined): value is Obj =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Collections in the importer's order, with the Java class that reports name. */
export const classes: Record<string, string> = {
  attributes: "org.hisp.dhis.attribute.Attribute",
  users: "org.hisp.dhis.user.User",
  userGroups: "org.hisp.dhis.user.UserGroup",
  constants: "org.hisp.dhis.constant.Constant",
  options: "org.hisp.dhis.option.Option",
  optionSets: "org.hisp.dhis.option.OptionSet",
  optionGroups: "org.hisp.dhis.option.OptionGroup",
  optionGroupSets: "org.hisp.dhis.option.OptionGroupSet",
  legendSets: "org.hisp.dhis.legend.LegendSet",
  organisationUnits: "org.hisp.dhis.organisationunit.OrganisationUnit",
  organisationUnitLevels: "org.hisp.dhis.organisationunit.OrganisationUnitLevel",
  organisationUnitGroups: "org.hisp.dhis.organisationunit.OrganisationUnitGroup",
  organisationUnitGroupSets: "org.hisp.dhis.organisationunit.OrganisationUnitGroupSet",
  categoryOptions: "org.hisp.dhis.category.CategoryOption",
  categoryOptionGroups: "org.hisp.dhis.category.CategoryOptionGroup",
  categoryOptionGroupSets: "org.hisp.dhis.category.CategoryOptionGroupSet",
  categories: "org.hisp.dhis.category.Category",
  categoryCombos: "org.hisp.dhis.category.CategoryCombo",
  categoryOptionCombos: "org.hisp.dhis.category.CategoryOptionCombo",
  dataElements: "org.hisp.dhis.dataelement.DataElement",
  dataElementGroups: "org.hisp.dhis.dataelement.DataElementGroup",
  dataElementGroupSets: "org.hisp.dhis.dataelement.DataElementGroupSet",
  indicatorTypes: "org.hisp.dhis.indicator.IndicatorType",
  indicators: "org.hisp.dhis.indicator.Indicator",
  indicatorGroups: "org.hisp.dhis.indicator.IndicatorGroup",
  indicatorGroupSets: "org.hisp.dhis.indicator.IndicatorGroupSet",
  dataEntryForms: "org.hisp.dhis.dataentryform.DataEntryForm",
  dataSets: "org.hisp.dhis.dataset.DataSet",
  sections: "org.hisp.dhis.dataset.Section",
  dataApprovalLevels: "org.hisp.dhis.dataapproval.DataApprovalLevel",
  dataApprovalWorkflows: "org.hisp.dhis.dataapproval.DataApprovalWorkflow",
  validationRules: "org.hisp.dhis.validation.ValidationRule",
  validationRuleGroups: "org.hisp.dhis.validation.ValidationRuleGroup",
  trackedEntityAttributes: "org.hisp.dhis.trackedentity.TrackedEntityAttribute",
  programs: "org.hisp.dhis.program.Program",
  programIndicators: "org.hisp.dhis.program.ProgramIndicator",
  predictors: "org.hisp.dhis.predictor.Predictor",
  predictorGroups: "org.hisp.dhis.predictor.PredictorGroup",
};

/** Members that hold references, and the collection they refer to. */
const targets: Record<string, string> = {
  ...Object.fromEntries(Object.keys(classes).map((name) => [name, name])),
  attribute: "attributes",
  attributeOptionCombo: "categoryOptionCombos",
  categoryOptionCombo: "categoryOptionCombos",
  categoryOptionGroupSet: "categoryOptionGroupSets",
  output: "dataElements",
  outputCombo: "categoryOptionCombos",
  workflow: "dataApprovalWorkflows",
  categoryCombo: "categoryCombos",
  createdBy: "users",
  dataElement: "dataElements",
  dataEntryForm: "dataEntryForms",
  dataSet: "dataSets",
  indicatorType: "indicatorTypes",
  lastUpdatedBy: "users",
  optionSet: "optionSets",
  parent: "organisationUnits",
  user: "users",
};

export type Reference = { member: string; collection: string; uid: string };

/** All references inside an object, at any depth. */
export function referencesIn(value: Json, member = ""): Reference[] {
  if (Array.isArray(value)) return value.flatMap((item) => referencesIn(item, member));
  if (!isObj(value)) return [];
  const collection = targets[member];
  const own =
    collection !== undefined && typeof value["id"] === "string"
      ? [{ member, collection, uid: value["id"] }]
      : [];
  return [...own, ...Object.entries(value).flatMap(([name, inner]) => referencesIn(inner, name))];
}

/** A stored value; a deleted one is kept with a flag. */
export type Value = {
  dataElement: string;
  period: string;
  orgUnit: string;
  categoryOptionCombo: string;
  attributeOptionCombo: string;
  value: string;
  comment: string | null;
  followup: boolean;
  storedBy: string;
  createdMs: number;
  lastUpdatedMs: number;
  deleted: boolean;
};

export const keyOf = ({
  dataElement,
  period,
  orgUnit,
  categoryOptionCombo,
  attributeOptionCombo,
}: Omit<Value, "value">): string =>
  [orgUnit, period, dataElement, categoryOptionCombo, attributeOptionCombo].join("-");
