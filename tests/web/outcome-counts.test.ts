import { describe, expect, it } from "vitest";
import { catalog } from "../../connectors/index.ts";
import { counted, formOf } from "../../contract/values/count.ts";
import type { CountedLabel } from "../../contract/values/counted-label.ts";
import type { Run, Step } from "../../contract/api/run.ts";
import { say } from "../../contract/sentences/say.ts";
import { sentences } from "../../contract/sentences/sentences.ts";
import { outcomeCounts } from "../../web/lib/refresh/outcome-counts.ts";
import { en } from "../../web/lib/i18n/en.ts";
import { fr } from "../../web/lib/i18n/fr.ts";

type Counted = Partial<Step["counts"]> & {
  resource?: string;
  verified?: number | null;
  files?: number | null;
};

const nothing = {
  read: 0,
  toRead: null,
  added: 0,
  changed: 0,
  removed: 0,
  unchanged: 0,
  rejected: 0,
};

function aRun(...steps: Counted[]): Pick<Run, "counts" | "steps"> {
  const whole = steps.map(({ resource = "sales", verified = null, files = null, ...counts }) => ({
    ...{ resource, verified, files },
    counts: { ...nothing, ...counts },
  })) as Step[];
  const sum = (key: "read" | "added" | "changed" | "removed") =>
    whole.reduce((all, { counts }) => all + counts[key], 0);
  return {
    steps: whole,
    counts: {
      ...nothing,
      read: sum("read"),
      added: sum("added"),
      changed: sum("changed"),
      removed: sum("removed"),
    },
  };
}
const countsOf = (...steps: Counted[]) => outcomeCounts(aRun(...steps), ["students", "invoices"]);

describe("what a refresh is told by", () => {
  it("is what changed beside what was checked, never what was read as changed", () => {
    expect(
      countsOf({ read: 1_461, changed: 1, removed: 5, unchanged: 1_460, verified: 1_461 }),
    ).toMatchObject({
      checked: 1_466,
      added: 0,
      changed: 1,
      removed: 5,
    });
    expect(countsOf({ read: 746, unchanged: 746, verified: 746 })).toMatchObject({
      checked: 746,
      changed: 0,
    });
  });
  it("counts what was compared where only changes were read, and what is gone where only ids were", () => {
    expect(countsOf({ read: 2, changed: 2, verified: 5_000 })).toMatchObject({
      checked: 5_000,
      changed: 2,
    });
    expect(countsOf({ read: 0, removed: 715, verified: 746 })).toMatchObject({
      checked: 1_461,
      removed: 715,
    });
  });
  it("is students for a school, unless only something else has changed", () => {
    const scores = { resource: "scores", read: 1_800, verified: 1_800 };
    expect(
      countsOf({ resource: "students", read: 465, changed: 3 }, { ...scores, changed: 9 }),
    ).toMatchObject({
      by: "students",
      checked: 465,
      changed: 3,
    });
    expect(countsOf({ resource: "students", read: 465 }, scores)).toMatchObject({
      by: "students",
      checked: 465,
    });
    expect(countsOf({ resource: "students", read: 465 }, { ...scores, changed: 9 })).toMatchObject({
      by: null,
      checked: 2_265,
      changed: 9,
    });
  });
  it("is files and documents for invoices", () => {
    const lines = { resource: "invoice_lines", read: 900, added: 900, files: 3 };
    expect(
      countsOf({ resource: "invoices", read: 120, added: 118, files: 3 }, lines),
    ).toMatchObject({
      by: "invoices",
      files: 3,
      checked: 120,
      added: 118,
    });
  });
});

/** The words by which people count a resource of this key. */
function checkedLabel(resource: string): CountedLabel {
  const [label] = catalog.kinds
    .flatMap(({ templates }) => templates)
    .flatMap(({ resources }) => resources)
    .flatMap(({ key, checkedLabel: words }) => (key === resource && words ? [words] : []));
  if (label === undefined) throw new Error(`nobody counts by ${resource}`);
  return label;
}

describe("numbers and their nouns", () => {
  it("agree in both languages: 0 and 1 are singular in French, 1 alone in English", () => {
    const forms: [string, string] = ["one", "many"];
    expect([0, 1, 2].map((n) => formOf("en", n, forms))).toEqual(["many", "one", "many"]);
    expect([0, 1, 2].map((n) => formOf("fr", n, forms))).toEqual(["one", "one", "many"]);
  });
  it("agree in the result of a refresh", () => {
    expect([
      en.outcome.checked(1_466),
      counted("en", 1, checkedLabel("students").en),
      en.outcome.files(1),
      counted("en", 2, checkedLabel("invoices").en),
    ]).toEqual(["1,466 checked", "1 student checked", "1 file", "2 documents checked"]);
    expect([
      fr.outcome.checked(1),
      counted("fr", 2, checkedLabel("students").fr),
      fr.outcome.files(0),
      fr.outcome.removed(5),
    ]).toEqual(["1 vérifié", "2 élèves vérifiés", "0 fichier", "5 supprimés"]);
  });
  it.each([
    ["en", "1", "1 record of Sales could not be used. It is listed with its reason."],
    ["en", "1200", "1,200 records of Sales could not be used. They are listed with their reasons."],
    ["fr", "1", "1 enregistrement de Sales n’a pas pu être utilisé. Il est listé avec sa raison."],
    [
      "fr",
      "2",
      "2 enregistrements de Sales n’ont pas pu être utilisés. Ils sont listés avec leur raison.",
    ],
  ] as const)("agree in a sentence: %s, %s", (locale, count, expected) => {
    expect(say("records_rejected", { count, resource: "Sales" }, locale)).toBe(expected);
  });
  it.each([
    ["Élèves", "2 enregistrements d’Élèves n’ont"],
    ["Achats import", "2 enregistrements d’Achats import n’ont"],
    ["Ventes locales", "2 enregistrements de Ventes locales n’ont"],
  ])("are followed by %s as French says it", (resource, expected) => {
    expect(say("records_rejected", { count: "2", resource }, "fr")).toContain(expected);
    expect(say("not_that_system", { host: "Odoo (erp.example.org)" }, "fr")).toContain(
      "L’adresse d’Odoo (erp",
    );
  });
  it("go with the plural where nobody has counted", () => {
    expect(
      say("source_disagrees", { counted: "?", listed: "3", resource: "Sales" }, "en"),
    ).toContain("it has ? records of Sales");
  });
  it("stand in no sentence beside a noun that cannot bend", () => {
    // What is a limit of ours is never one.
    const limits = new Set(["most", "limit", "minutes", "size"]);
    const stiff =
      /\{(\w+)\} (records?|enregistrements?|files?|fichiers?|rows?|lignes?|documents?|lines?)\b/g;
    const wrong = Object.entries(sentences).flatMap(([code, { en, fr }]) =>
      [...`${en} ${fr}`.matchAll(stiff)]
        .filter(([, name]) => !limits.has(name ?? ""))
        .map(([found]) => `${code}: ${found}`),
    );
    expect(wrong).toEqual([]);
  });
  it("leave no slot unfilled in any sentence", () => {
    for (const code of Object.keys(sentences))
      for (const locale of ["en", "fr"] as const)
        for (const count of ["0", "1", "2"]) {
          const facts = new Proxy<Record<string, string>>({}, { get: () => count });
          expect(say(code, facts, locale)).not.toMatch(/[{}|]/);
        }
  });
});
