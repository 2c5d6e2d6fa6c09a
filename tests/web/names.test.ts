// Names and values that try to turn the text around them: refused where people give them, harmless
// where systems do.
import { describe, expect, it } from "vitest";
import { ConnectionDraft } from "../../contract/api/connection.ts";
import { ConfigurationDraft } from "../../contract/api/configuration.ts";
import { isolated, withoutTurns } from "../../contract/values/isolate.ts";
import { Name } from "../../contract/values/name.ts";
import { say } from "../../contract/sentences/say.ts";

describe("a name", () => {
  it.each([
    ["a right-to-left override", "invoice\u202egnp.exe"],
    ["an isolate", "a\u2066b\u2069"],
    ["a mark of direction", "a\u200fb"],
    ["a zero-width space", "Pay\u200bPal"],
    ["a zero-width joiner between Latin letters", "ad\u200dmin"],
    ["a word joiner", "a\u2060b"],
    ["a byte order mark", "a\ufeffb"],
    ["U+0000", "a\u0000b"],
    ["a line end", "a\nb"],
    ["a paragraph end", "a\u2029b"],
    ["a soft hyphen", "a\u00adb"],
    ["a letter that shows nothing", "\u3164"],
    ["a tag", "a\u{e0041}"],
    ["half a character", "a\ud800"],
    ["nothing but blanks", "\u00a0 \u2003"],
    ["nothing but a mark", "\u0301"],
  ])("with %s is refused", (_, name) => {
    expect(Name.safeParse(name).success).toBe(false);
  });

  it.each([
    ["École Saint-Éxupéry", "École Saint-Éxupéry"],
    ["E\u0301cole", "École"],
    ["  L’Étoile\u00a0&\u2009Fils ", "L’Étoile & Fils"],
    ["مدرسة النور", "مدرسة النور"],
    ["می\u200cخواهم", "می\u200cخواهم"],
    ["क्\u200dष", "क्\u200dष"],
    ["学校 🏫", "学校 🏫"],
    ["Café 👩\u200d🏫", "Café 👩\u200d🏫"],
  ])("%s is kept as %s", (given, kept) => {
    expect(Name.parse(given)).toBe(kept);
  });

  it("is held wherever somebody names something", () => {
    const turned = "a\u202eb";
    expect(ConnectionDraft.safeParse({ name: turned, kind: "odoo", settings: {} }).success).toBe(
      false,
    );
    const configuration = { name: turned, connection: "c", template: "t", resources: ["r"] };
    expect(ConfigurationDraft.safeParse(configuration).success).toBe(false);
  });
});

describe("a value from outside", () => {
  it("stands apart in a sentence when it turns anything", () => {
    expect(isolated("plain")).toBe("plain");
    expect(isolated("שלום")).toBe("\u2068שלום\u2069");
    expect(isolated("a\u202eb\u2069c")).toBe("\u2068abc\u2069");
    expect(say("person_unknown", { email: "\u202emoc.elpmaxe" }, "en")).toContain(
      "\u2068moc.elpmaxe\u2069",
    );
  });

  it("is shown without marks that reach beyond it", () => {
    expect(withoutTurns("a\u202eb\u2066c\u2069\u200f")).toBe("abc\u200f");
  });
});
