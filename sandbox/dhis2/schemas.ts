// The required and unique members of each collection, and the members its objects have (dhis2-core,
// the Hibernate mappings of 2.42).

export type Schema = { singular: string; required: string[]; unique: string[] };

const named = ["name"];
const short = ["name", "shortName"];
const code = ["code"];

const schema = (singular: string, required: string[], unique: string[] = code): Schema => ({
  singular,
  required,
  unique,
});

export const schemas: Record<string, Schema> = {
  attributes: schema("attribute", ["name", "valueType"], ["code", "name"]),
  constants: schema("constant", ["name", "value"], ["code", "name"]),
  options: schema("option", ["name", "code"], []),
  optionSets: schema("optionSet", ["name", "valueType"], ["code", "name"]),
  optionGroups: schema("optionGroup", short, ["code", "name", "shortName"]),
  optionGroupSets: schema("optionGroupSet", named, ["code", "name"]),
  legendSets: schema("legendSet", named, ["code", "name"]),
  organisationUnits: schema("organisationUnit", ["name", "shortName", "openingDate"]),
  organisationUnitLevels: schema("organisationUnitLevel", ["name", "level"], ["code", "level"]),
  organisationUnitGroups: schema("organisationUnitGroup", short, ["code", "name", "shortName"]),
  organisationUnitGroupSets: schema("organisationUnitGroupSet", short, [
    "code",
    "name",
    "shortName",
  ]),
  categoryOptions: schema("categoryOption", short, ["code", "name"]),
  categories: schema("category", ["name", "shortName", "dataDimensionType"], ["code", "name"]),
  categoryCombos: schema("categoryCombo", ["name", "dataDimensionType"], ["code", "name"]),
  dataElements: schema(
    "dataElement",
    ["name", "shortName", "valueType", "domainType", "aggregationType"],
    ["code", "name", "shortName"],
  ),
  dataElementGroups: schema("dataElementGroup", short, ["code", "name", "shortName"]),
  dataElementGroupSets: schema("dataElementGroupSet", short, ["code", "name", "shortName"]),
  indicatorTypes: schema("indicatorType", ["name", "factor"], ["code", "name"]),
  indicators: schema(
    "indicator",
    ["name", "shortName", "indicatorType", "numerator", "denominator"],
    ["code", "name", "shortName"],
  ),
  indicatorGroups: schema("indicatorGroup", named, ["code", "name"]),
  indicatorGroupSets: schema("indicatorGroupSet", short, ["code", "shortName"]),
  dataApprovalLevels: schema("dataApprovalLevel", ["name", "orgUnitLevel"], ["code", "name"]),
  dataApprovalWorkflows: schema("dataApprovalWorkflow", ["name", "periodType"], ["code", "name"]),
  dataEntryForms: schema("dataEntryForm", named, ["code", "name"]),
  dataSets: schema("dataSet", ["name", "shortName", "periodType"], ["code", "shortName"]),
  sections: schema("section", ["name", "dataSet"]),
  validationRules: schema(
    "validationRule",
    ["name", "operator", "periodType", "importance"],
    ["code", "name"],
  ),
  validationRuleGroups: schema("validationRuleGroup", named, ["code", "name"]),
  predictors: schema(
    "predictor",
    ["name", "shortName", "output", "generator", "periodType"],
    ["code", "name", "shortName"],
  ),
  predictorGroups: schema("predictorGroup", named, ["code", "name"]),
};

const common =
  "id uid name displayName shortName displayShortName code description created lastUpdated createdBy lastUpdatedBy user sharing access href translations attributeValues formName";

/** Members that a filter or a field may name, besides those of all objects. */
const own: Record<string, string> = {
  organisationUnits:
    "parent path level openingDate closedDate dataSets organisationUnitGroups children leaf",
  organisationUnitLevels: "level offlineLevels",
  organisationUnitGroups: "organisationUnits groupSets",
  organisationUnitGroupSets: "organisationUnitGroups dataDimension compulsory",
  categoryOptions: "categories organisationUnits startDate endDate isDefault categoryOptionCombos",
  categories: "categoryOptions dataDimension dataDimensionType categoryCombos",
  categoryCombos: "categories dataDimensionType skipTotal isDefault categoryOptionCombos",
  categoryOptionCombos: "categoryCombo categoryOptions ignoreApproval",
  dataElements:
    "categoryCombo valueType domainType aggregationType zeroIsSignificant optionSet commentOptionSet legendSets dataSetElements dataElementGroups aggregationLevels",
  dataSets:
    "categoryCombo periodType dataSetElements organisationUnits dataEntryForm sections indicators compulsoryDataElementOperands workflow legendSets expiryDays openFuturePeriods dataInputPeriods",
  sections: "dataSet dataElements indicators greyedFields sortOrder",
  predictors:
    "generator sampleSkipTest output outputCombo periodType organisationUnitLevels organisationUnitDescendants sequentialSampleCount annualSampleCount predictorGroups",
  options: "optionSet sortOrder",
  optionSets: "options valueType version",
};

/** All members that objects of a collection can have. */
export function membersOf(collection: string): Set<string> {
  const more = own[collection] ?? "";
  return new Set([
    ...common.split(" "),
    ...more.split(" "),
    ...(schemas[collection]?.required ?? []),
    ...(more === "" ? anything : []),
  ]);
}

/**
 * Collections whose members are not distinguished here: what one of them has may be requested from
 * any.
 */
const anything = [
  "value valueType options optionSet legends members organisationUnits indicators indicatorType indicatorGroups numerator denominator annualized",
  "dataElements dataElementGroups dataElementGroupSets dataDimension compulsory factor number htmlCode style operator importance periodType",
  "leftSide rightSide validationRules categoryOptionGroups categoryOptions level orgUnitLevel categoryOptionGroupSet dataApprovalLevels",
  "categoryCombo predictors organisationUnitLevels username",
].flatMap((line) => line.split(" "));
