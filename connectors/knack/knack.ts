// The Knack connector: its name, its rate limits, and which file implements what.
import type { KindDescription, Source } from "../connector.ts";
import { check } from "./check.ts";
import { discover } from "./discover.ts";
import { limitHeaders, limitsIn } from "./limits.ts";
import { fetchPage } from "./pages.ts";
import { optionsOf, tablesOf } from "./resource.ts";
import { schoolResults } from "./results.ts";
import { accountOf, addressOf, KnackSettings, paceOf, usualPace } from "./settings.ts";
import { countWithin, survey } from "./survey.ts";

/** Raised when the same row is mapped differently; stored data is then read again completely. */
const mappingVersion = 3;

const kind: KindDescription = {
  kind: "knack",
  label: { en: "Knack", fr: "Knack" },
  secret: {
    label: { en: "REST API key", fr: "Clé de l’API REST" },
    hint: {
      en: "In Knack’s builder: Settings, then API & Code",
      fr: "Dans l’éditeur Knack : Settings, puis API & Code",
    },
  },
  roles: ["source"],
  files: false,
  templates: [schoolResults],
};

export const knack: Source<KnackSettings> = {
  kind,
  settings: KnackSettings,
  address: addressOf,
  pace: usualPace,
  paceOf,
  lanes: 1,
  headers: limitHeaders,
  limitsIn,
  options: optionsOf,
  account: accountOf,
  sharesAccount: ({ account }) => account !== "",
  fingerprint: (settings, { template, resource }) => {
    const { application, establishment, calendar, dateOrder } = settings;
    const table = tablesOf(template).find(({ key }) => key === resource);
    const fields = [
      table?.columns.map(({ name, from }) => [name, from?.field ?? null, from?.as ?? null]) ?? [],
      table?.parts ?? [],
    ];
    return JSON.stringify([
      mappingVersion,
      addressOf(settings).origin,
      application,
      establishment,
      calendar,
      dateOrder,
      template,
      resource,
      fields,
    ]);
  },
  check,
  discover,
  survey,
  fetch: fetchPage,
  count: countWithin,
};
