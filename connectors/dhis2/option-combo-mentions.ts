// Where metadata names option combinations, levels and other objects: in references, in
// expressions, and in entry forms.
import type { Json } from "../../contract/values/json.ts";
import { isRow, isUid, type Row } from "./wire.ts";

/**
 * A mention of an option combination. `certain`: the place takes nothing else, so that one that
 * nobody can explain leads nowhere. Of the others only the source knows whether they are any.
 */
export type Mention = { uid: string; certain: boolean };

/** What a text in the place of a uid becomes. */
export type Rewrite = (text: string, certain: boolean) => string;

/** Members that refer to an option combination (dhis2-core, DataElementOperand and Predictor). */
const comboMembers = new Set(["attributeOptionCombo", "categoryOptionCombo", "outputCombo"]);

/** What stands in the place of a uid: one, or what `rewriteMentions` has made of it. */
const name = String.raw`(?:[A-Za-z][A-Za-z0-9]{10}|coc\[[A-Za-z0-9.]+\])`;

/**
 * `#{element.combination.attribute}`, either of the two being left out or `*` (grammar of
 * dhis2-expression-parser). What begins with a tag, as in `#{element.co:option}`, names other
 * things.
 */
const operand = new RegExp(
  String.raw`#\{([^{}.]*)\.(${name}|\*|[A-Za-z]+:[^{}.]*)(?:\.(${name}|\*|[A-Za-z]+:[^{}.]*))?\}`,
  "g",
);
/**
 * Fields of an entry form are called by element and combination, and so does its script
 * (dhis2-core, DataEntryFormService).
 */
const inForm = new RegExp(String.raw`(?<![A-Za-z0-9.\[])${name}(?![A-Za-z0-9])`, "g");
/** A dimension item that stands alone: `element.combination`. */
const item = new RegExp(String.raw`^([A-Za-z][A-Za-z0-9]{10})\.(${name}|\*)(?:\.(${name}|\*))?$`);
const alone = new RegExp(`^${name}$`);

/** The same value with every mention of an option combination rewritten. */
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

/** Every mention of an option combination by a uid. */
export function mentionsIn(object: Row): Mention[] {
  const found = new Map<string, boolean>();
  rewriteMentions(object, (text, certain) => {
    if (isUid(text)) found.set(text, certain || found.get(text) === true);
    return text;
  });
  return [...found].map(([uid, certain]) => ({ uid, certain }));
}

const mark = /^coc\[([A-Za-z0-9.]+)\]$/;

/** How a mention is kept: by what the combination is made of, which holds in every system. */
export const markOf = (key: string): string => `coc[${key}]`;
export const keyIn = (text: string): string | null => mark.exec(text)?.[1] ?? null;
