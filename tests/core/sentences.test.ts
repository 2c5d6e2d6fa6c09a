// Every sentence of the product, as a whole: both languages, the same facts, whole sentences.
import { describe, expect, it } from "vitest";
import { say, unfilled, whileSending } from "../../contract/sentences/say.ts";
import { merged, sentences, type Code } from "../../contract/sentences/sentences.ts";
import { testedSentenceOf } from "../../contract/sentences/tested.ts";

const codes = Object.keys(sentences) as Code[];
const languages = ["en", "fr"] as const;

/** The facts that a sentence names, each once. */
const factsOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)(?:[|?][^}]*)?\}/g)].map(([, fact]) => fact ?? ""))].sort();

const allFacts = (code: Code): Record<string, string> =>
  Object.fromEntries(
    factsOf(unfilled(code, "en")).map((fact) => [fact, fact === "count" ? "2" : "7"]),
  );

describe("every code", () => {
  it.each(codes)("%s has a sentence in both languages, which name the same facts", (code) => {
    const { en, fr } = sentences[code];
    expect([en, fr].map((text) => text.trim())).toEqual([en, fr]);
    expect(en).not.toBe(fr);
    expect(factsOf(fr)).toEqual(factsOf(en));
  });

  it.each(codes)("%s ends with a full stop and leaves no fact unfilled", (code) => {
    const facts = allFacts(code);
    for (const language of languages)
      for (const more of [{}, whileSending]) {
        const said = say(code, { ...facts, ...more, resource: "Sales" }, language);
        expect(said).toMatch(/[^\s.]\.$/);
        expect(said).not.toMatch(/[{}|…]/);
      }
    for (const said of Object.values(testedSentenceOf({ code, facts })))
      expect(said).toMatch(/[^\s.]\.$/);
  });

  it.each(codes)("%s is typed as each language is", (code) => {
    const { en, fr } = sentences[code];
    // The page puts the spaces that must not break; here they are plain, so that nobody misses one.
    expect(`${en}${fr}`).not.toMatch(/[\u00a0\u202f'"]|\.\.\.| {2}/);
    const words = fr.replaceAll(/\{[^}]*\}/g, "x").replaceAll("Content-Type:", "");
    expect(words).not.toMatch(/[^\s][;!?»]|\S:|«\S|[“”]/);
    expect(words).not.toMatch(/\b(tu|toi|ton|ta|tes)\b/i);
    expect(en).not.toMatch(/[«»]| [;:!?]/);
  });
});

it("a code that two areas give does not compile", () => {
  const one = { run_unknown: { en: "One.", fr: "Un." } };
  const other = { run_ended: { en: "Other.", fr: "Autre." } };
  expect(Object.keys(merged([one, other]))).toEqual(["run_unknown", "run_ended"]);
  // @ts-expect-error `run_unknown` is given twice.
  merged([one, other, { run_unknown: { en: "Two.", fr: "Deux." } }]);
});
