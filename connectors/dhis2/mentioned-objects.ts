// Finds the objects that expressions and entry forms name, and without which they do not work.
import type { Row } from "./wire.ts";

const uid = "[A-Za-z][A-Za-z0-9]{10}";
const named = (pattern: string): RegExp => new RegExp(pattern.replaceAll("UID", `(${uid})`), "g");
/** `co:uid&uid`: several uids of one kind after a tag. */
const tagged = (tag: string): RegExp =>
  new RegExp(String.raw`(?:[{.]|^)${tag}:(${uid}(?:&${uid})*)`, "g");

/**
 * The family that each uid of an expression item belongs to (grammar of dhis2-expression-parser,
 * `ExpressionParser.g4`).
 */
const inExpressions: { form: RegExp; families: string[] }[] = [
  { form: named(String.raw`#\{UID[^{}]*\}`), families: ["dataElements"] },
  { form: named(String.raw`\bC\{UID\}`), families: ["constants"] },
  { form: named(String.raw`\bN\{UID\}`), families: ["indicators"] },
  { form: named(String.raw`\bR\{UID\.[A-Z_]+\}`), families: ["dataSets"] },
  { form: named(String.raw`\bOUG\{UID\}`), families: ["organisationUnitGroups"] },
  { form: named(String.raw`\bI\{UID\}`), families: ["programIndicators"] },
  { form: named(String.raw`\bD\{UID\.UID(?:\.[^{}]*)?\}`), families: ["programs", "dataElements"] },
  {
    form: named(String.raw`\bA\{UID\.UID(?:\.[^{}]*)?\}`),
    families: ["programs", "trackedEntityAttributes"],
  },
];

/** Tags that take the place of a uid inside `#{…}`, and functions that take uids. */
const listsInExpressions: { form: RegExp; family: string }[] = [
  { form: tagged("deGroup"), family: "dataElementGroups" },
  { form: tagged("co"), family: "categoryOptions" },
  { form: tagged("coGroup"), family: "categoryOptionGroups" },
  { form: /\borgUnit\.(?:ancestor)\(([^()]*)\)/g, family: "organisationUnits" },
  { form: /\borgUnit\.(?:group)\(([^()]*)\)/g, family: "organisationUnitGroups" },
  { form: /\borgUnit\.(?:dataSet)\(([^()]*)\)/g, family: "dataSets" },
  { form: /\borgUnit\.(?:program)\(([^()]*)\)/g, family: "programs" },
];

/**
 * Fields of an entry form: of a data element and an option combination, of the total of a data
 * element, of an indicator (dhis2-core, DataEntryFormService).
 */
const inForms: { form: RegExp; families: string[] }[] = [
  { form: named(String.raw`\bid\s*=\s*["']UID-${uid}-val["']`), families: ["dataElements"] },
  { form: named(String.raw`\bdataelementid\s*=\s*["']UID["']`), families: ["dataElements"] },
  { form: named(String.raw`\bindicatorid\s*=\s*["']UID["']`), families: ["indicators"] },
];

/** A reference to an object. */
export type Item = { family: string; uid: string };

/** The objects that an object's expressions and entry form name. */
export function itemsIn({ htmlCode, ...object }: Row): Item[] {
  const text = JSON.stringify(object);
  const form = typeof htmlCode === "string" ? htmlCode : "";
  const lists = listsInExpressions.flatMap(({ form: list, family }) =>
    [...text.matchAll(list)].flatMap(([, uids = ""]) =>
      (uids.match(new RegExp(String.raw`\b${uid}\b`, "g")) ?? []).map((one) => ({
        family,
        uid: one,
      })),
    ),
  );
  return [...placesIn(text, inExpressions), ...lists, ...placesIn(form, inForms)];
}

const placesIn = (text: string, places: { form: RegExp; families: string[] }[]): Item[] =>
  places.flatMap(({ form, families }) =>
    [...text.matchAll(form)].flatMap((match) =>
      families.flatMap((family, at) =>
        match[at + 1] ? [{ family, uid: match[at + 1] ?? "" }] : [],
      ),
    ),
  );
