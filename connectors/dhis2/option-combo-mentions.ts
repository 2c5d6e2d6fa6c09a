// Finds and rewrites mentions of option combinations in metadata: in references, expressions and
// entry forms.
import type { Json } from "../../contract/values/json.ts";
import { isRow, isUid, type Row } from "./wire.ts";

/**
 * A mention of an option combination. `certain`: the place takes nothing else, so an unknown uid is
 * a broken reference. In other places only the source knows whether the uid is an option
 * combination.
 */
export type Mention = { uid: string; certain: boolean };

/** Replaces the text in the place of a uid. */
export type Rewrite = (text: string, certain: boolean) => string;

/** Members that refer to an option combination (dhis2-core, DataElementOperand and Predictor). */
const comboMembers = new Set(["attributeOptionCombo", "categoryOptionCombo", "outputCombo"]);

/** The text in the place of a uid: a uid, or the marker that `rewriteMentions` put there. */
const name = String.raw`(?:[A-Za-z][A-Za-z0-9]{10}|coc\[[A-Za-z0-9.]+\])`;

/**
 * `#{element.combination.attribute}`, where either of the last two may be left out or be `*`
 * (grammar of dhis2-expression-parser). Anything that starts with a tag, as in
 * `#{element.co:option}`, names other objects.
 */
const operand = new RegExp(
  String.raw`#\{([^{}.]*)\.(${name}|\*|[A-Za-z]+:[^{}.]*)(?:\.(${name}|\*|[A-Za-z]+:[^{}.]*))?\}`,
  "g",
);
/**
 * Entry forms name their fields by data element and option combination, and so do their scripts
 * (dhis2-core, DataEntryFormService).
 */
const inForm = new RegExp(String.raw`(?<![A-Za-z0-9.\[])${name}(?![A-Za-z0-9])`, "g");
/** A dimension item on its own: `element.combination`. */
const item = new RegExp(String.raw`^([A-Za-z][A-Za-z0-9]{10})\.(${name}|\*)(?:\.(${name}|\*))?$`);
const alone = new RegExp(`^${name}$`);

/** Returns the value with every mention of an option combination rewritten. */
export function rewriteMentions(value: Json, rewrite: Rewrite, member = ""): Json {
  if (typeof value === "string") return rewriteText(value, rewrite, member);
  if (Array.isArray(value)) return value.map((one) => rewriteMentions(one, rewrite, member));
  if (!isRow(value)) return value;
  const { id } = value;
  const refers = comboMembers.has(member) && typeof id === "string" && alone.test(id);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      refers && key === "id" ? rewrite(id, true) : rewriteMentions(inner, rewrite, key),
    ]),
  );
}

function rewriteText(text: string, rewrite: Rewrite, member: string): string {
  const part = (one: string | undefined, certain: boolean): string =>
    one === undefined ? "" : `.${alone.test(one) ? rewrite(one, certain) : one}`;
  if (member === "htmlCode") {
    return text.replace(inForm, (one, at: number) =>
      rewrite(one, text[at - 1] === "-" && text.startsWith("-val", at + one.length)),
    );
  }
  const [whole, element, combination, attribute] = item.exec(text) ?? [];
  if (whole !== undefined) return `${element}${part(combination, false)}${part(attribute, false)}`;
  return text.replace(
    operand,
    (_, first: string, second: string, third: string | undefined) =>
      `#{${first}${part(second, true)}${part(third, true)}}`,
  );
}

/** Every mention of an option combination by uid. */
export function mentionsIn(object: Row): Mention[] {
  const found = new Map<string, boolean>();
  rewriteMentions(object, (text, certain) => {
    if (isUid(text)) found.set(text, certain || found.get(text) === true);
    return text;
  });
  return [...found].map(([uid, certain]) => ({ uid, certain }));
}

const marker = /^coc\[([A-Za-z0-9.]+)\]$/;

/** The marker of an option combination: what it is made of, which is the same in every system. */
export const markerOf = (key: string): string => `coc[${key}]`;
/** The key in a marker; null if the text is not one. */
export const keyInMarker = (text: string): string | null => marker.exec(text)?.[1] ?? null;
