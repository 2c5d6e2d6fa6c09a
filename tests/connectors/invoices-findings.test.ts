// The counts that a refresh of invoices reports: their texts in both languages, and the rejects
// behind them.
import { describe, expect, it } from "vitest";
import { findings, numberTakenCode } from "../../connectors/invoices/findings.ts";
import { isCode } from "../../contract/sentences/sentences.ts";
import { addFound, noneFound, viewFindings } from "../../core/findings.ts";

const said = (count: number, locale: "en" | "fr") => {
  const every = Object.fromEntries(findings.counts.map(({ key }) => [key, count]));
  return viewFindings(addFound(noneFound(findings), every))?.counts.map(({ key, tone, label }) => [
    key,
    tone,
    label[locale],
  ]);
};

describe("findings of invoices", () => {
  it("are said in English", () => {
    expect(said(1, "en")).toEqual([
      ["repeated", "neutral", "1 already here, kept once"],
      ["signFlipped", "corrected", "1 credit note with its sign turned"],
      ["conflicting", "attention", "1 number taken by another document"],
      ["mismatched", "attention", "1 total does not add up"],
    ]);
    expect(said(2, "en")?.map(([, , label]) => label)).toEqual([
      "2 already here, kept once",
      "2 credit notes with their signs turned",
      "2 numbers taken by other documents",
      "2 totals do not add up",
    ]);
  });

  it("are said in French", () => {
    expect(said(1, "fr")?.map(([, , label]) => label)).toEqual([
      "1 déjà présent, gardé une seule fois",
      "1 avoir dont le signe a été inversé",
      "1 numéro déjà pris par un autre document",
      "1 total ne concorde pas",
    ]);
    expect(said(2, "fr")?.map(([, , label]) => label)).toEqual([
      "2 déjà présents, gardés une seule fois",
      "2 avoirs dont le signe a été inversé",
      "2 numéros déjà pris par d’autres documents",
      "2 totaux ne concordent pas",
    ]);
  });

  it("count rejects that have a sentence", () => {
    const codes = [numberTakenCode, ...findings.counts.flatMap((one) => one.rejects ?? [])];
    expect(codes.filter((code) => !isCode(code))).toEqual([]);
  });
});
