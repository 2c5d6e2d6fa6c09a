// Texts that Knack's editors write as HTML, as the text that people read.

/** Tags that Knack's rich text editor and pasted pages leave. Anything else between angle brackets is what somebody wrote. */
const names =
  "a|abbr|address|article|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|head|header|hr|html|i|iframe|img|ins|label|li|mark|meta|nav|ol|p|pre|q|s|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|video|o:p";
const tag = new RegExp(`</?(?:${names})(?:\\s[^<>]*)?/?>`, "gi");
const lineEnd = /<br(?:\s[^<>]*)?\/?>|<\/(?:p|div|li|h[1-6]|tr|blockquote|pre)>/gi;
const unseen = /<!--[\s\S]*?-->|<(style|script)(?:\s[^<>]*)?>[\s\S]*?<\/\1>/gi;

const named: { [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  rsquo: "’",
  lsquo: "‘",
  rdquo: "”",
  ldquo: "“",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  bull: "•",
  pound: "£",
  euro: "€",
};
const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi;

/** The words of a text that may be HTML; a text without any is left as it is. */
export function wordsOf(text: string): string {
  if (!/[<&]/.test(text)) return text;
  const bare = text.replace(unseen, "").replace(lineEnd, "\n").replace(tag, "");
  const words = bare.replace(entity, decoded);
  if (bare === text) return words;
  return words
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function decoded(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  const isCharacter = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter || code === 0x0a ? String.fromCodePoint(code) : whole;
}
