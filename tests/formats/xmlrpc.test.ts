// XML-RPC: text and value side by side; the `xmlrpc` package agrees on valid documents; hostile
// ones are refused.
import { Readable } from "node:stream";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import { decodeAnswer, defaultLimits } from "../../formats/xmlrpc/decode.ts";
import { encodeCall, UnencodableError } from "../../formats/xmlrpc/encode.ts";
import { XmlRpcError } from "../../formats/xmlrpc/error.ts";

const response = (value: string) =>
  `<?xml version="1.0"?>\n<methodResponse>\n<params>\n<param>\n${value}\n</param>\n</params>\n</methodResponse>\n`;
const read = (value: string): Json => {
  const answer = decodeAnswer(response(value));
  if (answer.type === "fault") throw new Error("a fault");
  return answer.value;
};

describe("a value is read from its text", () => {
  it.each<[text: string, value: Json]>([
    ["<value><int>4</int></value>", 4],
    ["<value><i4>-2147483648</i4></value>", -2147483648],
    ["<value><int>+2147483647</int></value>", 2147483647],
    ["<value><int>-0</int></value>", 0],
    ["<value><i8>9007199254740991</i8></value>", 9007199254740991],
    ["<value><i8>9007199254740993</i8></value>", "\udfff9007199254740993"],
    ["<value><i8>-9223372036854775808</i8></value>", "\udfff-9223372036854775808"],
    ["<value><double>12345678901234567.89</double></value>", "\udfff12345678901234567.89"],
    ["<value><double>0.1234567890123456789</double></value>", "\udfff0.1234567890123456789"],
    ["<value><double>1e-400</double></value>", "\udfff1e-400"],
    ["<value><double>1.2345678901234568e+16</double></value>", 1.2345678901234568e16],
    ["<value><double>0.30000000000000004</double></value>", 0.30000000000000004],
    ["<value><double>0.1</double></value>", 0.1],
    ["<value><double>1.0</double></value>", 1],
    ["<value><double>1e-05</double></value>", 0.00001],
    ["<value><double>-.5</double></value>", -0.5],
    ["<value><boolean>1</boolean></value>", true],
    ["<value><boolean>0</boolean></value>", false],
    ["<value><string>a &lt;b&gt; &amp; c &#233;</string></value>", "a <b> & c é"],
    ["<value><string></string></value>", ""],
    ["<value><string/></value>", ""],
    ["<value><string><![CDATA[<p>&amp;</p>]]></string></value>", "<p>&amp;</p>"],
    ["<value>no type</value>", "no type"],
    ["<value>  </value>", "  "],
    ["<value/>", ""],
    [
      "<value><dateTime.iso8601>20261122T04:13:37</dateTime.iso8601></value>",
      "2026-11-22T04:13:37",
    ],
    [
      "<value><dateTime.iso8601>2026-11-22T04:13:37Z</dateTime.iso8601></value>",
      "2026-11-22T04:13:37",
    ],
    ["<value><base64>aGVs\nbG8=</base64></value>", "aGVsbG8="],
    ["<value><nil/></value>", null],
    ["<value><array><data></data></array></value>", []],
    [
      "<value><array><data><value><int>1</int></value><value><array><data/></array></value></data></array></value>",
      [1, []],
    ],
    ["<value><struct></struct></value>", {}],
    [
      "<value>\n<struct>\n<member>\n<name>a b</name>\n<value><int>1</int></value>\n</member>\n</struct>\n</value>",
      { "a b": 1 },
    ],
    [
      "<value><struct><member><name></name><value><nil/></value></member></struct></value>",
      { "": null },
    ],
    ["<!-- a proxy's comment --><value><int>4</int></value>", 4],
  ])("%s", (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it("a fault is a value, its code a number or text", () => {
    const fault = (code: string) =>
      `<methodResponse><fault><value><struct><member><name>faultCode</name><value>${code}</value></member>` +
      "<member><name>faultString</name><value><string>Access Denied</string></value></member></struct></value></fault></methodResponse>";
    expect(decodeAnswer(fault("<int>3</int>"))).toEqual({
      type: "fault",
      code: 3,
      text: "Access Denied",
    });
    expect(decodeAnswer(fault("<string>warning -- AccessError</string>"))).toEqual({
      type: "fault",
      code: "warning -- AccessError",
      text: "Access Denied",
    });
  });

  it("members named like JavaScript built-ins are data", () => {
    const member = (name: string) =>
      `<member><name>${name}</name><value><int>1</int></value></member>`;
    const value = read(
      `<value><struct>${member("__proto__")}${member("constructor")}${member("hasOwnProperty")}</struct></value>`,
    );
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor", "hasOwnProperty"]);
    expect(Object.getPrototypeOf(value)).toBeNull();
  });
});

describe("a misspelled value is refused, never guessed", () => {
  it.each([
    "<value><int>4x</int></value>",
    "<value><int></int></value>",
    "<value><int> 4</int></value>",
    "<value><int>4.0</int></value>",
    "<value><int>0x10</int></value>",
    "<value><int>2147483648</int></value>",
    "<value><int>-2147483649</int></value>",
    "<value><int>99999999999999999999</int></value>",
    "<value><i8>9223372036854775808</i8></value>",
    "<value><i8>1e3</i8></value>",
    "<value><double>Infinity</double></value>",
    "<value><double>NAN</double></value>",
    "<value><double>1,5</double></value>",
    "<value><double></double></value>",
    "<value><double>1e400</double></value>",
    "<value><boolean>2</boolean></value>",
    "<value><boolean>true</boolean></value>",
    "<value><boolean></boolean></value>",
    "<value><dateTime.iso8601>20261322T04:13:37</dateTime.iso8601></value>",
    "<value><dateTime.iso8601>20260230T04:13:37</dateTime.iso8601></value>",
    "<value><dateTime.iso8601>2026-11-22</dateTime.iso8601></value>",
    "<value><base64>a</base64></value>",
    "<value><base64>$$$$</base64></value>",
    "<value><nil>0</nil></value>",
  ])("%s", (text) => {
    expect(() => read(text)).toThrow(XmlRpcError);
  });
});

describe("a document of another shape is refused", () => {
  const valid = "<value><int>4</int></value>";
  it.each<[name: string, text: string]>([
    ["nothing", ""],
    ["a web page", "<!DOCTYPE html><html><body>Odoo</body></html>"],
    ["another root", "<html></html>"],
    ["an unknown type", response("<value><date>x</date></value>")],
    ["an unknown tag", response("<value><struct><item/></struct></value>")],
    ["a call", "<methodCall><methodName>x</methodName></methodCall>"],
    ["no parameter", "<methodResponse><params></params></methodResponse>"],
    ["an empty response", "<methodResponse></methodResponse>"],
    ["two parameters", response(`${valid}</param><param>${valid}`)],
    ["two values", response(`${valid}${valid}`)],
    ["two typed values in one", response("<value><int>1</int><int>2</int></value>")],
    ["text beside a typed value", response("<value>x<int>1</int></value>")],
    ["text after a typed value", response("<value><int>1</int>x</value>")],
    ["text between members", response("<value><struct>x</struct></value>")],
    ["a tag inside a string", response("<value><string><b>x</b></string></value>")],
    ["an array without data", response("<value><array></array></value>")],
    ["two data", response("<value><array><data/><data/></array></value>")],
    [
      "a member without value",
      response("<value><struct><member><name>a</name></member></struct></value>"),
    ],
    [
      "a member without name",
      response(`<value><struct><member>${valid}</member></struct></value>`),
    ],
    [
      "a value before its name",
      response(`<value><struct><member>${valid}<name>a</name></member></struct></value>`),
    ],
    [
      "two values in a member",
      response(`<value><struct><member><name>a</name>${valid}${valid}</member></struct></value>`),
    ],
    [
      "a member named twice",
      response(
        `<value><struct>${`<member><name>a</name>${valid}</member>`.repeat(2)}</struct></value>`,
      ),
    ],
    ["an attribute", response('<value><int size="4">4</int></value>')],
    ["a cut document", response(valid).slice(0, -30)],
    ["something after the end", `${response(valid)}<more/>`],
    ["text after the end", `${response(valid)}more`],
    ["crossed tags", response("<value><int>4</value></int>")],
    ["a bare ampersand", response("<value><string>a & b</string></value>")],
    ["a control character", response("<value><string>\u0007</string></value>")],
    ["a numeric control character", response("<value><string>&#7;</string></value>")],
    ["a document type", `<!DOCTYPE methodResponse>${response(valid).slice(22)}`],
    [
      "an entity bomb",
      `<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><methodResponse><params><param><value>&b;</value></param></params></methodResponse>`,
    ],
    [
      "an outside entity",
      `<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><methodResponse><params><param><value>&a;</value></param></params></methodResponse>`,
    ],
    ["an unknown entity", response("<value>&a;</value>")],
    [
      "a processing instruction",
      `<?xml version="1.0"?><?xml-stylesheet href="x"?>${response(valid).slice(22)}`,
    ],
    ["another encoding", `<?xml version="1.0" encoding="UTF-7"?>${response(valid).slice(22)}`],
    [
      "a fault without code",
      "<methodResponse><fault><value><struct></struct></value></fault></methodResponse>",
    ],
    [
      "a fault and a value",
      `<methodResponse><params><param>${valid}</param></params><fault><value>x</value></fault></methodResponse>`,
    ],
  ])("%s", (_name, text) => {
    expect(() => decodeAnswer(text)).toThrow(
      expect.objectContaining({ name: "XmlRpcError", reason: "unreadable" }),
    );
  });

  it("counts a struct as ten elements: even an empty object of its own takes as much memory", () => {
    const structs = (count: number) =>
      response(
        `<value><array><data>${"<value><struct/></value>".repeat(count)}</data></array></value>`,
      );
    expect(decodeAnswer(structs(40_000))).toMatchObject({ type: "value" });
    expect(() => decodeAnswer(structs(50_000))).toThrow(
      expect.objectContaining({ reason: "too_large" }),
    );
  });

  it("nests no deeper than 64 elements", () => {
    const nested = (depth: number) =>
      response(`${"<value><array><data>".repeat(depth)}${"</data></array></value>".repeat(depth)}`);
    expect(decodeAnswer(nested(19)).type).toBe("value");
    expect(() => decodeAnswer(nested(30))).toThrow(XmlRpcError);
    expect(() => decodeAnswer(nested(20_000))).toThrow(XmlRpcError);
  });

  it.each([
    ["characters", { characters: 50 }],
    ["elements", { elements: 5 }],
    ["characters of one value", { charactersPerValue: 10 }],
  ])("is too large beyond the limit of %s", (_name, limit) => {
    const text = response(
      `<value><array><data>${"<value>abcdefghijk</value>".repeat(4)}</data></array></value>`,
    );
    expect(() => decodeAnswer(text, { ...defaultLimits, ...limit })).toThrow(
      expect.objectContaining({ reason: "too_large" }),
    );
  });

  // The parser collects these chunk by chunk, at forty times their size: eight megabytes of them
  // would end an isolate.
  it.each([
    ["text", `<string>${"\r".repeat(1_100_000)}</string>`, "too_large"],
    ["raw text", `<string><![CDATA[${"] ".repeat(600_000)}]]></string>`, "too_large"],
    ["raw text of tags", `<string><![CDATA[${"]<".repeat(600_000)}]]></string>`, "too_large"],
    ["a tag", `<string a="${"&amp;".repeat(300_000)}"/>`, "too_large"],
    ["a comment", `<!--${" -".repeat(1_000)}--><int>1</int>`, "unreadable"],
    ["a comment of tags", `<!--${"<a>".repeat(1_000)}--><int>1</int>`, "unreadable"],
    ["an instruction", `<?a ${"? ".repeat(100)}?><int>1</int>`, "unreadable"],
    ["an unclosed comment", "<!-- <int>1</int>", "unreadable"],
  ])("refuses too much of %s before it is parsed", (_name, value, reason) => {
    expect(() => decodeAnswer(response(value))).toThrow(
      expect.objectContaining({ name: "XmlRpcError", reason }),
    );
  });

  it("adds up the parts of a value", () => {
    const text = response(`<value>${"abcde<!-- -->".repeat(3)}</value>`);
    expect(() => decodeAnswer(text, { ...defaultLimits, charactersPerValue: 14 })).toThrow(
      XmlRpcError,
    );
    expect(decodeAnswer(text, { ...defaultLimits, charactersPerValue: 15 })).toEqual({
      type: "value",
      value: "abcdeabcdeabcde",
    });
  });

  it("never quotes the answer in its message", () => {
    expect(() => read("<value><int>secret</int></value>")).toThrow(/^not a int \(6 characters\)$/);
  });
});

type Deserializer = new () => {
  deserializeMethodResponse(stream: Readable, done: (error: unknown, value: unknown) => void): void;
};
const TheirDeserializer = createRequire(import.meta.url)(
  "xmlrpc/lib/deserializer.js",
) as Deserializer;
const theirs = (text: string) =>
  new Promise<unknown>((resolve, reject) => {
    new TheirDeserializer().deserializeMethodResponse(Readable.from([text]), (error, value) =>
      error ? reject(error as Error) : resolve(value),
    );
  });

describe("the xmlrpc package reads valid documents as we do", () => {
  /** Documents of growing size from a small generator: the same ones every time. */
  const documents = Array.from({ length: 40 }, (_, seed) => {
    let state = seed + 1;
    const next = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const value = (depth: number): string => {
      const kind = next(depth > 4 ? 4 : 6);
      if (kind === 0) return `<value><int>${next(2_000_000) - 1_000_000}</int></value>`;
      if (kind === 1) return `<value><double>${(next(1_000_000) - 500_000) / 64}</double></value>`;
      if (kind === 2) return `<value><boolean>${next(2)}</boolean></value>`;
      if (kind === 3) return `<value><string>texte ${next(100)} é &amp; &lt;b&gt;</string></value>`;
      const items = Array.from({ length: next(5) }, () => value(depth + 1));
      if (kind === 4) return `<value><array><data>${items.join("\n")}</data></array></value>`;
      return `<value><struct>${items.map((item, at) => `<member><name>m${at}</name>${item}</member>`).join("")}</struct></value>`;
    };
    return response(value(0));
  });

  it.each(documents.map((text, at) => [at, text] as const))("document %i", async (_at, text) => {
    const answer = decodeAnswer(text);
    expect(answer).toEqual({ type: "value", value: await theirs(text) });
  });
});

describe("a call is encoded", () => {
  it("with its parameters by type", () => {
    expect(encodeCall("execute_kw", ["db", 7, true, null, 1.5, ["a"], { limit: 2 }])).toBe(
      '<?xml version="1.0"?><methodCall><methodName>execute_kw</methodName><params>' +
        "<param><value><string>db</string></value></param><param><value><int>7</int></value></param>" +
        "<param><value><boolean>1</boolean></value></param><param><value><nil/></value></param><param><value><double>1.5</double></value></param>" +
        "<param><value><array><data><value><string>a</string></value></data></array></value></param>" +
        "<param><value><struct><member><name>limit</name><value><int>2</int></value></member></struct></value></param></params></methodCall>",
    );
  });

  it.each([
    "<&>",
    "a]]>b",
    "tab\tline\nreturn\r",
    "é € 😀",
    "",
    " ",
    "\ue0000\ue000",
    "\ue0000\ue000<",
  ])("and the text %j arrives unchanged", (text) => {
    const written = encodeCall("x", [text])
      .replace("methodCall>", "methodResponse>")
      .replace("</methodCall>", "</methodResponse>")
      .replace(/<methodName>.*<\/methodName>/, "");
    expect(decodeAnswer(written)).toEqual({ type: "value", value: text });
  });

  it.each([["\u0007"], ["\ud800"], [2 ** 31], [Number.NaN], [Number.POSITIVE_INFINITY]])(
    "%j has no form in XML-RPC",
    (value) => {
      expect(() => encodeCall("x", [value])).toThrow(UnencodableError);
    },
  );
});
