// The content of the simulated DHIS2: an invented small country that counts its patients, the same
// for the same size.
import { Random } from "../random.ts";
import type { Instance } from "./instance.ts";
import type { Obj } from "./objects.ts";
import { uidFor } from "./uids.ts";

/** Uids of metadata belong to the country and not to the system: a copied country keeps them. */
const uid = (text: string): string => uidFor(`vela ${text}`);
const ref = (text: string): Obj => ({ id: uid(text) });

export const rootUnit = uid("unit Vela");

const districts = ["Kambara", "Tolima", "Port Sewa", "Moyan", "Banta", "Gbessay"];
const chiefdoms = ["Upper", "Lower", "River"];
const facilities = ["CHC", "CHP", "MCHP", "Clinic", "Hospital"];
const subjects = [
  "Malaria",
  "Measles",
  "ANC visits",
  "Deliveries",
  "Live births",
  "Penta doses",
  "Stock of ORS",
  "Bed nets",
  "Referrals",
  "Deaths",
];
const tails = ["confirmed", "treated", "under follow-up", "reported"];

/** How many of each there are, and for how many months. */
export type Size = { districts: number; facilities: number; months: number };
export const defaultSize: Size = { districts: 4, facilities: 3, months: 15 };

/** Fills a system with metadata and values. */
export function seed(instance: Instance, size: Size): void {
  const at = instance.now() - 30 * 86_400_000;
  const save = (collection: string, name: string, more: Obj = {}) =>
    instance.save(
      collection,
      {
        id: uid(`${collection} ${name}`),
        name,
        shortName: name.slice(0, 50),
        code: codeOf(collection, name),
        ...more,
      },
      at,
    );
  seedCategories(save);
  for (const combo of instance.collection("categoryCombos").values()) instance.combine(combo, at);
  seedUnits(instance, size, at);
  seedElements(instance, save);
  seedValues(instance, size);
}

type Save = (collection: string, name: string, more?: Obj) => Obj;

const codeOf = (collection: string, name: string): string =>
  `${collection.slice(0, 3).toUpperCase()}_${name.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;

function seedCategories(save: Save): void {
  save("attributes", "Register number", { valueType: "TEXT", dataElementAttribute: true });
  save("constants", "Days in a month", { value: 30.5 });
  save("constants", "Zero", { value: 0 });
  for (const set of ["Yes or no", "Months", "Sex"]) {
    const names =
      set === "Months"
        ? ["January", "February", "March", "April"]
        : set === "Sex"
          ? ["Female", "Male"]
          : ["Yes", "No"];
    const options = names.map((name) => ref(`options ${set} ${name}`));
    save("optionSets", set, { valueType: "TEXT", version: 1, options });
    for (const [order, name] of names.entries()) {
      const object = {
        id: uid(`options ${set} ${name}`),
        name,
        code: `${set} ${name}`,
        sortOrder: order + 1,
        optionSet: ref(`optionSets ${set}`),
      };
      save("options", `${set} ${name}`, object);
    }
  }
  save("legendSets", "Coverage", {
    legends: [
      { id: uid("legend low"), name: "Low", startValue: 0, endValue: 50, color: "#FF0000" },
    ],
  });
  for (const name of ["Fixed", "Outreach", "Under 5", "5 and over"])
    save("categoryOptions", name, { shortName: name });
  save("categories", "Place", {
    shortName: "Place",
    dataDimensionType: "DISAGGREGATION",
    categoryOptions: [ref("categoryOptions Fixed"), ref("categoryOptions Outreach")],
  });
  save("categories", "Age", {
    shortName: "Age",
    dataDimensionType: "DISAGGREGATION",
    categoryOptions: [ref("categoryOptions Under 5"), ref("categoryOptions 5 and over")],
  });
  save("categoryCombos", "Place and age", {
    dataDimensionType: "DISAGGREGATION",
    categories: [ref("categories Place"), ref("categories Age")],
  });
  save("categoryCombos", "Age only", {
    dataDimensionType: "DISAGGREGATION",
    categories: [ref("categories Age")],
  });
}

function seedUnits(instance: Instance, size: Size, at: number): void {
  const unit = (name: string, parent: string | null) => {
    const object: Obj = {
      id: uid(`unit ${name}`),
      name,
      shortName: name,
      code: codeOf("organisationUnits", name),
      openingDate: "2001-01-01T00:00:00.000",
    };
    if (parent !== null) object["parent"] = ref(`unit ${parent}`);
    instance.save("organisationUnits", object, at);
  };
  unit("Vela", null);
  for (const district of nth(districts, size.districts)) {
    unit(district, "Vela");
    for (const part of chiefdoms) {
      const chiefdom = `${part} ${district}`;
      unit(chiefdom, district);
      for (const facility of nth(facilities, size.facilities))
        unit(`${chiefdom} ${facility}`, chiefdom);
    }
  }
  const all = [...instance.collection("organisationUnits").values()];
  const clinics = all.filter(({ level }) => level === 4).map(({ id }): Obj => ({ id: id ?? null }));
  const save = (collection: string, name: string, more: Obj) =>
    instance.save(
      collection,
      {
        id: uid(`${collection} ${name}`),
        name,
        shortName: name,
        code: codeOf(collection, name),
        ...more,
      },
      at,
    );
  for (const [index, name] of ["Country", "District", "Chiefdom", "Facility"].entries()) {
    // Each system has its own objects for levels; their numbers are the same everywhere.
    const id = instance.uid(`level ${index + 1}`);
    instance.save("organisationUnitLevels", { id, name, level: index + 1 }, at);
  }
  save("organisationUnitGroups", "Clinics", { organisationUnits: clinics });
  save("organisationUnitGroupSets", "Kind of facility", {
    dataDimension: true,
    organisationUnitGroups: [ref("organisationUnitGroups Clinics")],
  });
}

/** `count` names, numbered once the list is used up. */
const nth = (names: string[], count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) =>
      `${names[at % names.length]}${at < names.length ? "" : ` ${Math.floor(at / names.length) + 1}`}`,
  );

const elements = subjects.flatMap((subject) => tails.map((tail) => `${subject} ${tail}`));

/** Every third data element is counted by place and age, the others as a whole. */
const comboOf = (instance: Instance, at: number): Obj =>
  at % 3 === 1 ? ref("categoryCombos Place and age") : { id: instance.defaults.categoryCombo };

function seedElements(instance: Instance, save: Save): void {
  for (const [at, name] of elements.entries()) {
    save("dataElements", name, {
      shortName: name.slice(0, 50),
      valueType: at % 5 === 4 ? "TEXT" : "INTEGER_ZERO_OR_POSITIVE",
      domainType: "AGGREGATE",
      aggregationType: "SUM",
      zeroIsSignificant: false,
      categoryCombo: comboOf(instance, at),
      attributeValues:
        at === 0 ? [{ value: "R-1", attribute: ref("attributes Register number") }] : [],
      legendSets: at < 3 ? [ref("legendSets Coverage")] : [],
      translations:
        at === 0 ? [{ property: "NAME", locale: "fr", value: "Paludisme confirmé" }] : [],
    });
  }
  const members = (from: number, to: number) =>
    elements.slice(from, to).map((name) => ref(`dataElements ${name}`));
  save("dataElementGroups", "Fevers", { dataElements: members(0, 8) });
  save("dataElementGroups", "Mothers", { dataElements: members(8, 20) });
  save("dataElementGroupSets", "Programmes", {
    dataDimension: true,
    dataElementGroups: [ref("dataElementGroups Fevers"), ref("dataElementGroups Mothers")],
  });
  save("indicatorTypes", "Per cent", { factor: 100, number: false });
  save("indicatorTypes", "Number", { factor: 1, number: true });
  const [byPlace] = combinationsOf(instance, "Place and age");
  for (let at = 0; at < 6; at += 1) {
    const [above, below] = [
      uid(`dataElements ${elements[at * 3]}`),
      uid(`dataElements ${elements[at * 3 + 3]}`),
    ];
    const parted = uid(`dataElements ${elements[at * 3 + 1]}`);
    save("indicators", `Share of ${subjects[at]}`, {
      shortName: `Share of ${subjects[at]}`,
      indicatorType: ref("indicatorTypes Per cent"),
      annualized: false,
      numerator: `#{${above}.${instance.defaults.categoryOptionCombo}}+#{${parted}.${byPlace}}`,
      denominator: `#{${below}}*C{${uid("constants Days in a month")}}+OUG{${uid("organisationUnitGroups Clinics")}}`,
    });
  }
  save("indicatorGroups", "Shares", { indicators: [ref(`indicators Share of ${subjects[0]}`)] });
  save("indicatorGroupSets", "All shares", {
    shortName: "All shares",
    indicatorGroups: [ref("indicatorGroups Shares")],
  });
  const parted = uid(`dataElements ${elements[1]}`);
  const field = `<input id="${parted}-${byPlace}-val" title="" value="" />`;
  save("dataEntryForms", "Monthly form", {
    htmlCode: `<p>Malaria ${field}</p><script>$("#${parted}-${byPlace}-val").focus()</script>`,
    style: "NORMAL",
  });
  save("dataApprovalLevels", "Districts", { orgUnitLevel: 2, level: 1 });
  save("dataApprovalWorkflows", "Usual", {
    periodType: "Monthly",
    categoryCombo: { id: instance.defaults.categoryCombo },
    dataApprovalLevels: [ref("dataApprovalLevels Districts")],
  });
  seedDataSets(instance, save);
  const operand = { dataElement: { id: parted }, categoryOptionCombo: { id: byPlace ?? null } };
  const section = {
    sortOrder: 1,
    dataSet: ref("dataSets Monthly report"),
    dataElements: members(0, 4),
    greyedFields: [operand],
  };
  save("sections", "Fevers first", section);
  const expected = {
    expression: `#{${parted}.${byPlace}.*}`,
    description: "Last months",
    missingValueStrategy: "NEVER_SKIP",
  };
  save("predictors", "Expected malaria", {
    shortName: "Expected malaria",
    generator: expected,
    output: { id: parted },
    outputCombo: { id: byPlace ?? null },
    periodType: "Monthly",
    organisationUnitLevels: [{ id: instance.uid("level 4") }],
    organisationUnitDescendants: "SELECTED",
    sequentialSampleCount: 4,
    annualSampleCount: 0,
  });
  save("predictorGroups", "Expectations", { predictors: [ref("predictors Expected malaria")] });
  const side = (name: string) => ({
    expression: `#{${uid(`dataElements ${name}`)}}`,
    description: name,
    missingValueStrategy: "NEVER_SKIP",
  });
  save("validationRules", "Treated are confirmed", {
    operator: "less_than_or_equal_to",
    importance: "MEDIUM",
    periodType: "Monthly",
    leftSide: side(elements[3] ?? ""),
    rightSide: side(elements[0] ?? ""),
  });
  save("validationRuleGroups", "Daily look", {
    validationRules: [ref("validationRules Treated are confirmed")],
  });
}

function seedDataSets(instance: Instance, save: Save): void {
  const units = [...instance.collection("organisationUnits").values()]
    .filter(({ level }) => level === 4)
    .map(({ id }): Obj => ({ id: id ?? null }));
  const set = (name: string, periodType: string, from: number, to: number, more: Obj = {}) =>
    save("dataSets", name, {
      shortName: name,
      periodType,
      categoryCombo: { id: instance.defaults.categoryCombo },
      dataSetElements: elements.slice(from, to).map((element) => ({
        dataSet: ref(`dataSets ${name}`),
        dataElement: ref(`dataElements ${element}`),
      })),
      organisationUnits: units,
      ...more,
    });
  const [byPlace] = combinationsOf(instance, "Place and age");
  set("Monthly report", "Monthly", 0, 20, {
    dataEntryForm: ref("dataEntryForms Monthly form"),
    workflow: ref("dataApprovalWorkflows Usual"),
    compulsoryDataElementOperands: [
      {
        dataElement: ref(`dataElements ${elements[1]}`),
        categoryOptionCombo: { id: byPlace ?? null },
      },
    ],
  });
  set("Quarterly stock", "Quarterly", 20, 30);
}

/** This system's uids of the option combinations of a category combination. */
const combinationsOf = (instance: Instance, name: string): string[] =>
  [...instance.collection("categoryOptionCombos").values()]
    .filter(({ categoryCombo }) =>
      JSON.stringify(categoryCombo).includes(uid(`categoryCombos ${name}`)),
    )
    .map(({ id }) => String(id));

/** Values for some of the data elements: per facility and month, and per quarter for the stock. */
function seedValues(instance: Instance, { months }: Size): void {
  const random = new Random("values of vela");
  const { categoryOptionCombo: whole } = instance.defaults;
  const byCombo = [...instance.collection("categoryOptionCombos").values()].filter(
    ({ categoryCombo }) =>
      JSON.stringify(categoryCombo).includes(uid("categoryCombos Place and age")),
  );
  const today = new Date(instance.now());
  for (const { id, level } of instance.collection("organisationUnits").values()) {
    if (level !== 4) continue;
    for (let back = 1; back <= months; back += 1) {
      const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1));
      const [year, number] = [month.getUTCFullYear(), month.getUTCMonth() + 1];
      const quarter =
        number % 3 === 0 ? [{ element: 20 + (back % 10), period: `${year}Q${number / 3}` }] : [];
      const monthly = [0, 1, 2, 6].map((element) => ({
        element,
        period: `${year}${String(number).padStart(2, "0")}`,
      }));
      for (const { element, period } of [...monthly, ...quarter]) {
        const combo = element % 3 === 1 ? random.pick(byCombo)["id"] : whole;
        const at = instance.now() - 20 * 86_400_000;
        instance.keep({
          dataElement: uid(`dataElements ${elements[element]}`),
          period,
          orgUnit: String(id),
          categoryOptionCombo: String(combo),
          attributeOptionCombo: whole,
          value: element % 5 === 4 ? "some" : String(random.whole(0, 400)),
          comment: random.chance(0.02) ? "à vérifier" : null,
          followup: random.chance(0.02),
          storedBy: "admin",
          createdMs: at,
          lastUpdatedMs: at,
          deleted: false,
        });
      }
    }
  }
}
