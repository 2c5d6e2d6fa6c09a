// Folding for searches: text and what it becomes.
import { describe, expect, it } from "vitest";
import { fold } from "../../contract/fold.ts";

describe("folding", () => {
  it.each([
    ["École", "ecole"],
    ["E\u0301COLE", "ecole"],
    ["L’École d’été", "l'ecole d'ete"],
    ["Straße", "strasse"],
    ["STRAẞE", "strasse"],
    ["İstanbul", "istanbul"],
    ["ISPARTA", "isparta"],
    ["ısparta", "isparta"],
    ["ﬁn d’œuvre, Ægir", "fin d'oeuvre, aegir"],
    ["Ærøskøbing", "aeroskobing"],
    ["Łódź", "lodz"],
    ["ΟΔΟΣ", "οδοσ"],
    ["οδός", "οδοσ"],
    ["Ёлка", "елка"],
    ["ﾃﾞｰﾀ", "データ"],
    ["Ｎ° １２", "n° 12"],
    ["1\u202f234\u00a0€", "1 234 €"],
    ["a\u00ad\u200db\ufeff", "ab"],
    ["की", "की"],
    ["مُحَمَّد", "محمد"],
    ["", ""],
  ])("%j becomes %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it("is the same however often it is done, and in whatever form the text came", () => {
    for (const text of ["École", "Straße", "İıI", "ﬃ", "Œuvre", "ΐ", "ǰ", "ŉ", "ẖ", "ﬗ", "ᾳ", "한국어", "が"]) {
      const folded = fold(text);
      expect(fold(folded)).toBe(folded);
      for (const form of ["NFC", "NFD"] as const) expect(fold(text.normalize(form))).toBe(folded);
    }
  });
});
