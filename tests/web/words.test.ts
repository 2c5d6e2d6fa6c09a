// The words of the page: the same in both languages, and none that only builders use.
import { describe, expect, it } from "vitest";
import { en } from "../../web/lib/words/en.ts";
import { Formats } from "../../web/lib/words/format.ts";
import { fr } from "../../web/lib/words/fr.ts";
import { typeset } from "../../web/lib/words/typeset.ts";
import { values } from "../../web/lib/words/values.ts";

type Leaf = { key: string; value: unknown };

const leaves = (part: unknown, key = ""): Leaf[] =>
  typeof part === "object" && part !== null
    ? Object.entries(part).flatMap(([name, inner]) => leaves(inner, key ? `${key}.${name}` : name))
    : [{ key, value: part }];

/** A sentence of every leaf; functions get numbers, which read as text too. */
const sentenceOf = ({ value }: Leaf): string =>
  typeof value === "function" ? String(value(...Array.from({ length: value.length }, () => 3))) : String(value);

const [english, french] = [leaves(en), leaves(fr)];

describe("the dictionaries", () => {
  it("have the same keys, and functions the same parameters", () => {
    const shape = (all: Leaf[]) => all.map(({ key, value }) => `${key}/${typeof value === "function" ? value.length : "text"}`);
    expect(shape(french)).toEqual(shape(english));
  });

  it.each([
    ["English", english],
    ["French", french],
  ] as const)("in %s say something everywhere, without builders' words", (_, all) => {
    const builders = /\b(ETL|jobs?|pipelines?|upserts?|cron|batch(es)?|sync engine|undefined|NaN)\b/i;
    const wrong = all.filter((leaf) => sentenceOf(leaf).trim() === "" || builders.test(sentenceOf(leaf)));
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });

  it("leave no English in French but what both languages share", () => {
    const shared = new Set(["Total", "Pause", "Configuration", "Configurations", "Code", "Options", "Source", "API", "Passer"]);
    const same = french.filter(({ value }, place) => typeof value === "string" && value === english[place]?.value && !shared.has(value));
    expect(same.map(({ key }) => key)).toEqual([]);
  });

  it("know every code of a record in both languages", () => {
    for (const text of Object.values(values)) expect(text.en && text.fr).toBeTruthy();
  });
});

it.each([
  ["Les actualiser ?", "Les actualiser\u202f?"],
  ["En pause : attente", "En pause\u00a0: attente"],
  ["« Odoo » à 67 %", "«\u00a0Odoo\u00a0» à 67\u00a0%"],
])("French %s keeps its signs on the line", (typed, shown) => {
  expect(typeset(typed, "fr")).toBe(shown);
});

it.each([
  [0.4, "0.4 s"],
  [34, "34 s"],
  [130, "2 min 10 s"],
  [3_900, "1 h 05 min"],
])("%d seconds are %s", (seconds, words) => {
  expect(new Formats("en", "en-GB", "UTC").duration(seconds)).toBe(words);
});

it("shows an amount exactly, however many digits it has", () => {
  expect(new Formats("en", "en-GB", "UTC").money("12345678901234567.89", "EUR")).toBe("€12,345,678,901,234,567.89");
});

it("never rounds up to 100 %", () => {
  expect(new Formats("en", "en-GB", "UTC").percent(99.9)).toBe("99%");
});
