// Turns the HTML of Knack's editors into the text that people read.
import { characters } from "./entities.ts";

/**
 * Tags left by Knack's rich text editor and by pasted pages. Anything else between angle brackets
 * is text that somebody wrote.
 */
const inline =
  "a|abbr|acronym|b|bdi|bdo|big|button|cite|code|col|colgroup|del|dfn|em|font|i|iframe|img|input|ins|kbd|label|link|mark|meta|o:p|picture|q|s|samp|small|source|span|strike|strong|sub|sup|time|tt|u|var|video|wbr";
/** Tags at which a new line begins or ends. */
const blocks =
  "address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|li|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|title|tr|ul";
const tagOf = (names: string): string => `</?(?:${names})(?:\\s[^<>]*)?/?>`;
const inlineTag = new RegExp(tagOf(inline), "gi");
/** However many blocks open and close at one place, they make one line break. */
const blockEdge = new RegExp(`${tagOf(blocks)}\\s*(?:${tagOf(blocks)}\\s*)*`, "gi");
const lineEnd = new RegExp(tagOf("br"), "gi");
/** Table cells are separated, so that their words do not run together. */
const cellEdge = new RegExp(`${tagOf("td|th")}(?:\\s*${tagOf("td|th")})*`, "gi");
const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,9}));/gi;

/** The plain text of a text that may be HTML; a text without HTML is returned as it is. */
export function plainTextOf(text: string): string {
  if (!/[<&]/.test(text)) return text;
  const seen = unseen.reduce(withoutBetween, text);
  const bare = seen
    .replace(cellEdge, " ")
    .replace(blockEdge, "\n")
    .replace(lineEnd, "\n")
    .replace(inlineTag, "");
  const words = bare.replace(entity, decoded);
  return bare === text ? words : tidied(words);
}

/** Elements that are never displayed. */
const unseen = [
  { from: /<!--/g, to: /-->/g },
  { from: /<style(?=[\s>])/gi, to: /<\/style>/gi },
  { from: /<script(?=[\s>])/gi, to: /<\/script>/gi },
];

/**
 * Removes everything between two markers. Text without an end marker stays, because it is not
 * markup. The search for each end starts at the last one, so no text is scanned twice.
 */
function withoutBetween(text: string, { from, to }: { from: RegExp; to: RegExp }): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    from.lastIndex = at;
    const begins = from.exec(text)?.index;
    to.lastIndex = begins ?? text.length;
    if (begins === undefined || to.exec(text) === null)
      return at === 0 ? text : [...kept, text.slice(at)].join("");
    kept.push(text.slice(at, begins));
    at = to.lastIndex;
  }
}

const tidied = (words: string): string =>
  words
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

function decoded(whole: string, decimal?: string, hex?: string, name?: string): string {
  // Case matters: `&Eacute;` is É.
  if (name !== undefined)
    return characters.get(name) ?? characters.get(name.toLowerCase()) ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  // Numbers that are not characters mean those of Windows-1252, as in browsers.
  const meant = windows1252[code - 0x80] ?? code;
  const isCharacter =
    meant >= 0x20 &&
    meant <= 0x10ffff &&
    !(meant >= 0xd800 && meant <= 0xdfff) &&
    !(meant >= 0x7f && meant <= 0x9f);
  return isCharacter || meant === 0x0a ? String.fromCodePoint(meant) : whole;
}

/** From 0x80 on; gaps stand for themselves. */
const windows1252 = [
  0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152,
  0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
  0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
];
