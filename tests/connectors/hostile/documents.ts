// Documents that harm whoever parses them: deep, wide, long, or growing while they are read.

/** The largest size of a response. */
const most = 8 * 1024 * 1024 - 2_048;

/** `part` repeated up to a size. */
const filled = (part: string, size = most): string =>
  part.repeat(Math.max(0, Math.floor(size / part.length)));

/**
 * Many different short names, joined as they are made: a list of a million of them would need more
 * memory than the reader may use.
 */
function named(write: (name: string) => string, size = most): string {
  let [text, parts]: [string, string[]] = ["", []];
  for (let [at, length] = [0, 0]; length < size; at += 1) {
    const part = write(at.toString(36));
    parts.push(part);
    length += part.length;
    if (parts.length < 5_000) continue;
    text += parts.join("");
    parts = [];
  }
  return text + parts.join("");
}

export type Bomb = {
  name: string;
  /** Takes so long that one sort of request must be enough. */ large: boolean;
  make(): string;
};

const small = (name: string, make: () => string): Bomb => ({ name, large: false, make });
const large = (name: string, make: () => string): Bomb => ({ name, large: true, make });

/** JSON values that replace a whole response, or its data. */
export const jsonBombs: Bomb[] = [
  large("a million lists in each other", () => "[".repeat(1_000_000) + "]".repeat(1_000_000)),
  large(
    "a million objects in each other",
    () => `${'{"a":'.repeat(1_000_000)}1${"}".repeat(1_000_000)}`,
  ),
  small("lists that never close", () => "[".repeat(1_000_000)),
  small("65 lists in each other", () => "[".repeat(65) + "]".repeat(65)),
  small("a number of a hundred thousand digits", () => "9".repeat(100_000)),
  small("an exponent of a hundred thousand digits", () => `1e${"9".repeat(100_000)}`),
  small("records whose ids go nowhere", () => `[${filled('{"id":1},', 200_000)}{"id":1}]`),
  small(
    "records with prototypes",
    () =>
      `[${filled('{"id":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},', 200_000)}{}]`,
  ),
  small("a thenable", () => '{"then":{"then":1},"toString":null,"toJSON":[]}'),
  large("one text that fills the answer", () => `"${"x".repeat(most)}"`),
  large("one wide text that fills the answer", () => `"${"x".repeat(most - 8)}中"`),
  large("one text of escapes", () => `"${filled("\\ud83d\\ude00")}"`),
  large("nothing but backslashes", () => `"${"\\".repeat(most)}"`),
  large(
    "a record with one endless value",
    () => `[{"id":1,"name":"${"y".repeat(most - 100)}","write_date":"2026-01-01 00:00:00"}]`,
  ),
  large("a million keys", () => `{${named((name) => `"${name}":0,`)}"z":0}`),
  large("a million different objects", () => `[${named((name) => `{"${name}":0},`)}0]`),
  large("nothing but empty objects", () => `[${filled("{},")}{}]`),
  large("nothing but empty lists", () => `[${filled("[[]],")}[]]`),
  large("nothing but numbers", () => `[${filled("1,")}1]`),
  large(
    "nothing but records",
    () => `[${named((name) => `{"id":${Number.parseInt(name, 36) + 1}},`)}{"id":0}]`,
  ),
  large("nothing but blanks", () => `${" ".repeat(most)}1`),
  large("a text that never closes", () => `"${"x".repeat(most)}`),
];

const response = (value: string): string =>
  `<?xml version="1.0"?><methodResponse><params><param><value>${value}</value></param></params></methodResponse>`;
const list = (items: string): string => `<array><data>${items}</data></array>`;
const laughs = Array.from(
  { length: 9 },
  (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
).join("");

/** Whole responses as XML. */
export const xmlBombs: Bomb[] = [
  small(
    "a billion laughs",
    () =>
      `<?xml version="1.0"?><!DOCTYPE m [<!ENTITY l0 "lol">${laughs}]>${response("<string>&l9;</string>").slice(21)}`,
  ),
  small(
    "laughs that grow as a square",
    () =>
      `<!DOCTYPE m [<!ENTITY a "${"a".repeat(50_000)}">]>${response(`<string>${"&a;".repeat(50_000)}</string>`).slice(21)}`,
  ),
  small(
    "an entity from a file",
    () =>
      `<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>${response("<string>&a;</string>").slice(21)}`,
  ),
  small(
    "an entity from the net",
    () => `<!DOCTYPE m SYSTEM "http://127.0.0.1:1/evil.dtd">${response("<int>1</int>").slice(21)}`,
  ),
  small(
    "an entity of parameters",
    () =>
      `<!DOCTYPE m [<!ENTITY % a SYSTEM "http://127.0.0.1:1/"> %a;]>${response("<int>1</int>").slice(21)}`,
  ),
  small("a document type after the beginning", () =>
    response("<int>1</int>").replace("<params>", "<!DOCTYPE m><params>"),
  ),
  small(
    "an instruction",
    () => `<?xml-stylesheet href="http://127.0.0.1:1/"?>${response("<int>1</int>")}`,
  ),
  small("an inclusion", () =>
    response('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
  ),
  small("an entity that nobody declared", () => response("<string>&evil;</string>")),
  small("a hundred thousand lists in each other", () =>
    response("<array><data><value>".repeat(100_000)),
  ),
  small("a million tags in each other", () => "<methodResponse>".repeat(1_000_000).slice(0, most)),
  small("numbers that are characters", () =>
    response(`<string>${filled("&#38;", 500_000)}</string>`),
  ),
  small("members with the same name", () =>
    response(`<struct>${"<member><name>a</name><value/></member>".repeat(1_000)}</struct>`),
  ),
  small("a name that fills the answer", () => `<${"a".repeat(1_000_000)}>`),
  large("entities that fill the answer", () => response(`<string>${filled("&amp;")}</string>`)),
  large("a comment that fills the answer", () => response(`<!--${filled(" -")}--><int>1</int>`)),
  large("an instruction that fills the answer", () => response(`<?a ${filled("? ")}?>`)),
  large("brackets in raw text", () => response(`<string><![CDATA[${filled("] ")}]]></string>`)),
  large("ends of lines", () => response(`<string>${filled("\r")}</string>`)),
  large("an attribute that fills the answer", () => `<methodResponse a="${filled("&amp;")}">`),
  large(
    "a document type that fills the answer",
    () => `<!DOCTYPE a [${filled('<!ENTITY a "b">')}]>`,
  ),
  large("a million attributes", () => `<methodResponse ${named((name) => `a${name}="" `)}>`),
  large("nothing but comments", () => filled("<!-- -->") + response("<int>1</int>")),
  large("nothing but empty values", () => response(list(filled("<value/>")))),
  large("nothing but empty structs", () => response(list(filled("<value><struct/></value>")))),
  large("a struct of many members", () =>
    response(
      `<struct>${named((name) => `<member><name>${name}</name><value/></member>`)}</struct>`,
    ),
  ),
  large("texts as long as they may be", () =>
    response(list(filled(`<value>${"x".repeat(1_000_000)}</value>`))),
  ),
  large("a text that is too long", () => response(`<string>${"x".repeat(most)}</string>`)),
  large("blanks between tags", () => response(list(" ".repeat(most)))),
  large("one record with long values", () =>
    response(
      list(
        `<value><struct><member><name>id</name><value><int>1</int></value></member><member><name>name</name><value>${"中&amp;".repeat(120_000)}</value></member></struct></value>`,
      ),
    ),
  ),
];
