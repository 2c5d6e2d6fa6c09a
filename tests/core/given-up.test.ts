import { describe, expect, it } from "vitest";
import { say, whileSending } from "../../contract/sentences/say.ts";
import { sentences } from "../../contract/sentences/sentences.ts";
import { testedSentenceOf } from "../../contract/sentences/tested.ts";
import { endOf } from "../../core/given-up.ts";

const languages = ["en", "fr"] as const;
const facts = {
  host: "erp.example.com",
  model: "account.move",
  error: "ValueError",
  field: "date",
  file: "one.edi",
  state: "53300",
};

/** That something goes on or is tried again without anybody's doing. */
const promises = {
  en: /automatically|by ourselves|by itself|try again a few|we will (try|ask)|we ask again|(refresh(es)?|this one) (go|goes|continues?)/i,
  fr: /automatiquement|nous réessayons|nous redemand|nous demandons des|d’elle-même|actualisation (continue|reprend)/i,
};

/** Codes whose sentence says what the failure left as it was. */
const clauses = new Set(
  Object.entries(sentences).flatMap(([code, { en }]) =>
    /\{(unchanged|kept|hole)\}/.test(en) ? [code] : [],
  ),
);

describe("a connection test", () => {
  it.each(
    languages.flatMap((language) =>
      Object.keys(sentences).map((code) => [language, code] as const),
    ),
  )("promises nothing in %s for %s", (language, code) => {
    // These are of runs that wait and of doors that answer for us; no system that is tried out
    // fails by them.
    if (["other_goes_first", "database_away"].includes(code)) return;
    expect(testedSentenceOf({ code, facts })[language]).not.toMatch(promises[language]);
  });

  it("says what to do where a sign-in page answers", () => {
    const said = testedSentenceOf({
      code: "answer_unreadable",
      facts: { ...facts, instead: "page" },
    });
    expect(said.en).toMatch(
      /erp\.example\.com.* answered with a web page, perhaps a sign-in page, instead of data/,
    );
    expect(said.fr).toContain("page de connexion");
  });

  it("is told apart from a refresh, which does try again", () => {
    expect(say("source_unreachable", facts, "en")).toMatch(promises.en);
    expect(say("source_unreachable", facts, "fr")).toMatch(promises.fr);
  });
});

describe("a batch that was given up", () => {
  const broken = [
    "answer_unreadable",
    "answer_too_large",
    "source_server_error",
    "source_failed",
    "source_timeout",
    "source_unreachable",
  ];

  it.each(languages.flatMap((language) => broken.map((code) => [language, code] as const)))(
    "names the system and the resource, and promises nothing, in %s for %s",
    (language, code) => {
      const end = endOf({ code, facts }, "contacts");
      const said = say(end.code, end.facts, language);
      expect(said).toContain("erp.example.com");
      expect(said).toContain("contacts");
      expect(said).not.toMatch(promises[language]);
      expect(said).not.toContain("…");
    },
  );

  it("says that a sign-in page came instead of data", () => {
    const end = endOf(
      { code: "answer_unreadable", facts: { ...facts, instead: "page" } },
      "contacts",
    );
    expect(say(end.code, end.facts, "en")).toMatch(/perhaps a sign-in page, instead of data/);
    expect(say(end.code, end.facts, "fr")).toMatch(/page de connexion, au lieu de données/);
  });

  it("keeps a failure that already says what to do", () => {
    expect(endOf({ code: "filter_disobeyed", facts }, "contacts")).toEqual({
      code: "filter_disobeyed",
      facts,
    });
  });

  it("names the file that could not be read to its end", () => {
    const end = endOf({ code: "file_unavailable", facts: { file: "one.edi" } }, "invoices");
    expect(say(end.code, end.facts, "en")).toContain("one.edi");
  });
});

describe("a failure on the way to a destination", () => {
  const sending = { ...facts, ...whileSending };
  const untouched = {
    en: /data (already here )?has not changed|earlier data is kept/i,
    fr: /données[^.]* n’ont pas changé|données précédentes sont/i,
  };

  it.each(
    languages.flatMap((language) =>
      Object.keys(sentences).map((code) => [language, code] as const),
    ),
  )("never says in %s that the data has not changed, for %s", (language, code) => {
    // Files, starts and doors have no part in sending on.
    if (!clauses.has(code)) return;
    expect(say(code, sending, language)).not.toMatch(untouched[language]);
    expect(say(code, facts, language)).toMatch(untouched[language]);
  });

  it.each(languages)("promises nothing in %s once it was given up", (language) => {
    for (const code of [
      "destination_unreachable",
      "destination_failed",
      "destination_working",
      "source_timeout",
      "answer_unreadable",
    ]) {
      const end = endOf({ code, facts: sending }, "contacts");
      const said = say(end.code, end.facts, language);
      expect(said).not.toMatch(promises[language]);
      expect(said).toMatch(
        language === "en"
          ? /data here is up to date, but not all/
          : /données ici sont à jour, mais/,
      );
    }
  });
});
