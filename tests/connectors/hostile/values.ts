// Values that no honest source sends, by what they attack, each written for JSON and for XML-RPC.
import type { Random } from "./random.ts";

const ids = [
  "-1",
  "0",
  "-0",
  "1.5",
  "2147483648",
  "9007199254740993",
  "1e3",
  "1e999",
  "99999999999999999999999999",
  "007",
  "+7",
];
const numbers = [
  "1e999",
  "-1e999",
  "1e-400",
  "5e-324",
  "1.7976931348623157e308",
  "NaN",
  "Infinity",
  "0x10",
  "01",
  ".5",
  "1.",
  "--1",
  "1_000",
  "٣",
];
const dates = [
  "2026-02-30",
  "0000-00-00",
  "0000-00-00 00:00:00",
  "2026-13-01 00:00:00",
  "9999-12-31 23:59:59",
  "0001-01-01 00:00:00",
  "2026-01-01T00:00:00+14:00",
  "2026-01-01 24:00:00",
  "2026-01-01 23:59:60",
  "+010000-01-01",
  "-000001-01-01 00:00:00",
  "٢٠٢٦-٠١-٠١",
  "yesterday",
  "2026-01-01\u0000",
];
const keys = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "toJSON",
  "then",
  "length",
  "",
];
const texts = [
  "\u0000",
  "\u0007bell",
  "\u202eevil",
  "\uffff",
  "\r\n\r",
  "'; DROP TABLE record; --",
  "<script>alert(1)</script>",
  "x".repeat(100_000),
  "😀",
  "{host}",
  "…",
];

export type Attack = "id" | "number" | "date" | "text" | "surrogate" | "object" | "empty";
export const attacks: readonly Attack[] = [
  "id",
  "number",
  "date",
  "text",
  "surrogate",
  "object",
  "empty",
];

export const hostileKey = (random: Random): string => random.pick(keys);

/** A value as JSON text; some are not even JSON. */
export function hostileJson(attack: Attack, random: Random): string {
  switch (attack) {
    case "id":
      return random.next() < 0.3 ? JSON.stringify(random.pick(ids)) : random.pick(ids);
    case "number":
      return random.next() < 0.2 ? JSON.stringify(random.pick(numbers)) : random.pick(numbers);
    case "date":
      return JSON.stringify(random.pick(dates));
    case "text":
      return JSON.stringify(random.pick(texts));
    case "surrogate":
      return random.pick(['"\\ud800"', '"\\udfff tail"', '"a\\ud83d"', '"\\ude00\\ud83d"']);
    case "object":
      return random.pick([
        '{"toString":1,"valueOf":2}',
        '{"__proto__":{"polluted":true}}',
        '{"constructor":{"prototype":{"polluted":true}}}',
        '{"length":4294967295}',
        '[1,"a",{}]',
        "[[]]",
        '[7,{"toString":null}]',
        '[7,"Ann",8]',
        "[false,false]",
      ]);
    case "empty":
      return random.pick(["null", "{}", "[]", '""', "true", "false", "0"]);
  }
}

const typed = (tag: string, text: string): string => `<value><${tag}>${text}</${tag}></value>`;
const member = (name: string, value: string): string =>
  `<member><name>${name}</name>${value}</member>`;
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A value as XML-RPC; some are not even XML. */
export function hostileXml(attack: Attack, random: Random): string {
  const number = random.pick(["int", "i4", "i8", "double", "boolean", "string"]);
  switch (attack) {
    case "id":
      return typed(number, random.pick(ids));
    case "number":
      return typed(number, random.pick([...numbers, "nan", "inf", " 1", "1 ", "", "2"]));
    case "date":
      return typed(random.pick(["string", "dateTime.iso8601"]), random.pick(dates));
    case "text":
      return typed(random.pick(["string", "base64", "name"]), escaped(random.pick(texts)));
    case "surrogate":
      return typed(
        "string",
        random.pick(["&#xD800;", "&#55357;", "&#0;", "&#x110000;", "&#xFFFE;", "&nbsp;", "&amp"]),
      );
    case "object":
      return random.pick([
        `<value><struct>${member("toString", typed("int", "1"))}${member("valueOf", typed("int", "1"))}</struct></value>`,
        `<value><struct>${member("__proto__", `<value><struct>${member("polluted", typed("boolean", "1"))}</struct></value>`)}</struct></value>`,
        `<value><array><data>${typed("int", "7")}<value><struct/></value></data></array></value>`,
        `<value><array><data>${typed("int", "7")}${typed("string", "a")}${typed("int", "8")}</data></array></value>`,
        "<value><array><data/></array></value>",
      ]);
    case "empty":
      return random.pick([
        "<value/>",
        "<value><nil/></value>",
        "<value><struct/></value>",
        typed("boolean", "0"),
        typed("string", ""),
        "",
      ]);
  }
}
