// The DHIS2 connector: its name, its rate limits, and which file implements what.
import type { Destination, KindDescription, ResourceSpec, Source } from "../connector.ts";
import type { PushOrder } from "../push-order.ts";
import type { Dhis2Client } from "./requests.ts";
import { check } from "./check.ts";
import { discover } from "./discover.ts";
import { familyOf, MetadataOptions, metadataTemplate } from "./families.ts";
import { failure } from "./faults.ts";
import { countForComparison, idsOfFamily } from "./family-ids.ts";
import { fetchFamily } from "./metadata.ts";
import { surveyFamily } from "./metadata-survey.ts";
import { pushFamily } from "./push-metadata.ts";
import { pushValues } from "./push-values.ts";
import { accountOf, addressOf, Dhis2Settings, pace } from "./settings.ts";
import { ValuesOptions, valuesTemplate } from "./value-options.ts";
import { surveyValues } from "./value-survey.ts";
import { fetchValues, idsOfValues } from "./values.ts";

/** Raised when the same row is mapped differently; stored data is then read again completely. */
const mappingVersion = 3;

const kind: KindDescription = {
  kind: "dhis2",
  label: { en: "DHIS2", fr: "DHIS2" },
  secret: {
    label: {
      en: "Password or personal access token",
      fr: "Mot de passe ou jeton d’accès personnel",
    },
    hint: {
      en: "A token is better: in DHIS2, open your profile, then Personal access tokens.",
      fr: "Préférez un jeton : dans DHIS2, ouvrez votre profil, puis Jetons d’accès personnels.",
    },
  },
  roles: ["source", "destination"],
  files: false,
  templates: [metadataTemplate, valuesTemplate],
};

const isValues = ({ template }: Pick<ResourceSpec, "template">): boolean =>
  template === valuesTemplate.key;

export const dhis2: Source<Dhis2Settings> & Destination<Dhis2Settings> = {
  kind,
  settings: Dhis2Settings,
  address: addressOf,
  pace,
  account: accountOf,
  options: (template) => (isValues({ template }) ? ValuesOptions : MetadataOptions),
  fingerprint: (settings, { template, resource, options }) => {
    // Options about removals at the destination do not change what is read.
    const { removals: _, ...chosen } = options;
    const { hasDefault, filledLater, byLevel, own } = familyOf(resource) ?? {};
    const what = Object.entries(chosen).sort(([one], [other]) => (one < other ? -1 : 1));
    // The account counts too: another account may see other objects.
    return JSON.stringify([
      mappingVersion,
      accountOf(settings),
      settings.username,
      template,
      resource,
      what,
      hasDefault,
      filledLater,
      byLevel,
      own,
    ]);
  },
  check,
  discover,
  survey: (client, reading, since) =>
    isValues(reading) ? surveyValues(client, reading, since) : surveyFamily(client, reading, since),
  fetch: (client, order) =>
    isValues(order) ? fetchValues(client, order) : fetchFamily(client, order),
  // DHIS2 has no request that counts data values.
  count: async (client, order) => (isValues(order) ? null : countForComparison(client, order)),
  ids: (client, order) =>
    isValues(order) ? idsOfValues(client, order) : idsOfFamily(client, order),
  pushSize: 1_000,
  push,
};

async function push(client: Dhis2Client, order: PushOrder) {
  if (order.template === metadataTemplate.key) return pushFamily(client, order);
  if (order.template === valuesTemplate.key) return pushValues(client, order);
  throw failure(client, "refused", "destination_unsuited", { template: order.template });
}
