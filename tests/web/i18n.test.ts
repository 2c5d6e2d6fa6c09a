// The words of the page: the same in both languages, and none that only builders use.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { citiesInEnglish } from "../../contract/values/cities/en.ts";
import { citiesInFrench } from "../../contract/values/cities/fr.ts";
import { zoneName } from "../../contract/values/zone.ts";
import { en } from "../../web/lib/i18n/en.ts";
import { Formats } from "../../web/lib/i18n/format.ts";
import { fr } from "../../web/lib/i18n/fr.ts";
import { typeset } from "../../web/lib/i18n/typeset.ts";

const british = (timeZone: string | undefined) =>
  new Formats("en", { region: "en-GB", timeZone, cities: citiesInEnglish });

type Leaf = { key: string; value: unknown };

const leaves = (part: unknown, key = ""): Leaf[] =>
  typeof part === "object" && part !== null
    ? Object.entries(part).flatMap(([name, inner]) => leaves(inner, key ? `${key}.${name}` : name))
    : [{ key, value: part }];

/** A sentence of every leaf; functions get numbers, which read as text too. */
const sentenceOf = ({ value }: Leaf): string =>
  typeof value === "function"
    ? String(value(...Array.from({ length: value.length }, () => 3)))
    : String(value);

/**
 * Each language has other cities that it calls otherwise: those are no words that the other must
 * have.
 */
const wordsOf = ({ cities: _, ...words }: typeof en): Leaf[] => leaves(words);
const [english, french] = [wordsOf(en), wordsOf(fr)];

describe("the dictionaries", () => {
  it("have the same keys, and functions the same parameters", () => {
    const shape = (all: Leaf[]) =>
      all.map(({ key, value }) => `${key}/${typeof value === "function" ? value.length : "text"}`);
    expect(shape(french)).toEqual(shape(english));
  });

  it.each([
    ["English", english],
    ["French", french],
  ] as const)("in %s say something everywhere, without builders' words", (_, all) => {
    const builders =
      /\b(ETL|jobs?|pipelines?|upserts?|cron|batch(es)?|sync engine|undefined|NaN)\b/i;
    const wrong = all.filter(
      (leaf) => sentenceOf(leaf).trim() === "" || builders.test(sentenceOf(leaf)),
    );
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });

  it("leave no English in French but what both languages share", () => {
    const shared = new Set([
      "Notifications",
      "Total",
      "Pause",
      "Configuration",
      "Configurations",
      "Code",
      "Options",
      "Source",
      "API",
      "Passer",
    ]);
    const same = french.filter(
      ({ value }, place) =>
        typeof value === "string" && value === english[place]?.value && !shared.has(value),
    );
    expect(same.map(({ key }) => key)).toEqual([]);
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
  ["1,919 new in 2 min 10 s.", "1,919 new in 2\u00a0min 10\u00a0s."],
  ["files up to 20 MB, at 67 %", "files up to 20\u00a0MB, at 67\u00a0%"],
  ["in 3 sources, 2 hours", "in 3 sources, 2 hours"],
])("a number keeps its unit on the line: %s", (typed, shown) => {
  expect(typeset(typed, "en")).toBe(shown);
});

it.each([
  [0.4, "0.4 s"],
  [34, "34 s"],
  [130, "2 min 10 s"],
  [3_900, "1 h 05 min"],
])("%d seconds are %s", (seconds, words) => {
  expect(british("UTC").duration(seconds)).toBe(words);
});

it("shows an amount exactly, however many digits it has", () => {
  expect(british("UTC").money("12345678901234567.89", "EUR")).toBe("€12,345,678,901,234,567.89");
});

it("never rounds up to 100 %", () => {
  expect(british("UTC").percent(99.9)).toBe("99%");
});

describe("a time of day", () => {
  const winter = "2026-11-29T13:37:05Z";
  const formats = (locale: "en" | "fr", region: string, zone: string) =>
    new Formats(locale, { region, timeZone: zone, cities: { en, fr }[locale].cities });
  const plain = (text: string) => text.replaceAll(/\s/g, " ");

  it.each([
    [
      "en",
      "en-GB",
      "Europe/Paris",
      "14:37 (Paris)",
      "29 Nov 2026, 14:37 (Paris)",
      "29 November 2026 at 14:37:05 (Paris, UTC+1)",
    ],
    [
      "fr",
      "fr-FR",
      "Europe/London",
      "13:37 (Londres)",
      "29 nov. 2026, 13:37 (Londres)",
      "29 novembre 2026 à 13:37:05 (Londres, UTC)",
    ],
    [
      "en",
      "en-US",
      "Asia/Kathmandu",
      "7:22 PM (Kathmandu)",
      "Nov 29, 2026, 7:22 PM (Kathmandu)",
      /^November 29, 2026 at 7:22:05 PM \(Kath.*UTC\+5:45\)$/,
    ],
    [
      "fr",
      "fr-FR",
      "UTC",
      "13:37 (UTC)",
      "29 nov. 2026, 13:37 (UTC)",
      "29 novembre 2026 à 13:37:05 (UTC)",
    ],
  ] as const)(
    "names whose clock it is read from: %s, %s, %s",
    (locale, region, zone, time, moment, exact) => {
      const f = formats(locale, region, zone);
      expect([f.time(winter), f.dateTime(winter)].map(plain)).toEqual([time, moment]);
      expect(plain(f.exact(winter))).toMatch(exact);
    },
  );

  it("is that of the device, named too, where no establishment is shown", () => {
    const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const f = british(undefined);
    expect(plain(f.time(winter))).toMatch(
      new RegExp(`^\\d\\d:\\d\\d \\(${zoneName(own, en.cities)}\\)$`),
    );
  });

  it("has the day of its own zone, and a calendar day none", () => {
    const late = "2026-11-28T23:30:00Z";
    expect([
      formats("en", "en-GB", "Europe/Paris").day(late),
      formats("en", "en-GB", "America/New_York").date("2026-11-28"),
    ]).toEqual(["29 Nov 2026", "28 Nov 2026"]);
  });

  it.each([
    ["America/Argentina/Buenos_Aires", "Buenos Aires", "Buenos Aires"],
    ["Asia/Calcutta", "Kolkata", "Calcutta"],
    ["Africa/Cairo", "Cairo", "Le Caire"],
    ["Etc/GMT-3", "UTC+3", "UTC+3"],
    ["Etc/GMT+10", "UTC−10", "UTC−10"],
    ["Etc/UTC", "UTC", "UTC"],
    ["GMT", "UTC", "UTC"],
    ["constructor/constructor", "constructor", "constructor"],
  ])("calls the zone %s by a name that people know", (zone, en, fr) => {
    expect([zoneName(zone, citiesInEnglish), zoneName(zone, citiesInFrench)]).toEqual([en, fr]);
  });

  it("stands on no screen and in no answer without its zone", () => {
    const makes = /new Intl\.DateTimeFormat|toLocale(Time|Date)?String\(|timeStyle|dateStyle/;
    const makers = new Set(["web/lib/i18n/format.ts"]);
    const files = ["web/lib", "web/routes"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
        .map((entry) => `${entry.parentPath}/${entry.name}`),
    );
    expect(files.length).toBeGreaterThan(80);
    const wrong = files.filter(
      (file) => !makers.has(file) && makes.test(readFileSync(file, "utf8")),
    );
    expect(wrong).toEqual([]);
  });
});

describe("an age", () => {
  const english = british("UTC");
  const french = new Formats("fr", { region: "fr-FR", timeZone: "UTC", cities: fr.cities });

  it.each([
    [0, "just now", "à l’instant"],
    [59, "just now", "à l’instant"],
    [60, "1 minute ago", "il y a 1 minute"],
    [7_200, "2 hours ago", "il y a 2 heures"],
  ])("of %d seconds is “%s”", (seconds, inEnglishWords, inFrenchWords) => {
    expect(english.ago(seconds)).toBe(inEnglishWords);
    expect(french.ago(seconds).replaceAll(/\s/g, " ")).toBe(inFrenchWords);
  });
});
