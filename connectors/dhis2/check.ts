// The live checks of a DHIS2 connection, in the order in which a person would look for a fault.
import { counted } from "../../contract/values/count.ts";
import type { Text } from "../../contract/values/json.ts";
import type { Check } from "../../contract/source/check.ts";
import { Checklist, passed, untranslated, warning, type Outcome } from "../checklist.ts";
import type { Dhis2Client } from "./requests.ts";
import { listOf } from "./collection.ts";
import { validate } from "./imports.ts";
import { tryImportingValues } from "./push-values.ts";
import { forgetExpiringFacts } from "./recent-facts.ts";
import { instantOf } from "./stamps.ts";
import {
  defaultsOf,
  hasCommonCalendar,
  systemInfo,
  systemOf,
  whoAmI,
  type Me,
  type SystemInfo,
} from "./system.ts";

const titles = {
  sign_in: { en: "Sign-in is accepted", fr: "La connexion est acceptée" },
  version: { en: "Version is supported", fr: "La version est prise en charge" },
  clock: { en: "Clocks agree", fr: "Les horloges concordent" },
  org_units: {
    en: "Organisation units the account sees",
    fr: "Unités d’organisation que voit le compte",
  },
  reads_metadata: { en: "Metadata can be read", fr: "Les métadonnées sont lisibles" },
  defaults: { en: "Default categories are found", fr: "Les catégories par défaut sont trouvées" },
  writes_metadata: {
    en: "Metadata could be written",
    fr: "Les métadonnées pourraient être écrites",
  },
  writes_values: { en: "Data values could be written", fr: "Les valeurs pourraient être écrites" },
} satisfies Record<string, Text>;

type Name = keyof typeof titles;
const list = new Checklist(titles);

/**
 * Yields one check after another. When the system cannot be reached or refuses the account, the
 * remaining checks are skipped.
 */
export async function* check(client: Dhis2Client): AsyncIterable<Check> {
  // A check is about the present, so remembered facts are dropped.
  for (const fact of ["answered", "defaults", "offset", "optionCombos"])
    client.remember(fact, null);
  forgetExpiringFacts(client);
  const known: { me?: Me; info?: SystemInfo } = {};
  yield await list.look("sign_in", async () => {
    known.me = await whoAmI(client);
    return passed(untranslated(known.me.name));
  });
  const { me } = known;
  if (me === undefined) return yield* skipFrom("version");
  yield await list.look("version", async () => {
    known.info = await systemInfo(client);
    return versionSeen(known.info);
  });
  const { info } = known;
  yield info === undefined
    ? list.skipped("clock")
    : list.result("clock", clockCheck(info, Date.now()));
  yield await list.look("org_units", () => checkUnits(client, me));
  yield await list.look("reads_metadata", () => checkReading(client));
  yield await list.look("defaults", async () =>
    passed(untranslated((await defaultsOf(client)).categoryCombo)),
  );
  yield await list.look("writes_metadata", () => checkMetadataRights(client, me));
  yield await list.look("writes_values", () => checkValueRights(client, me));
}

function* skipFrom(first: Name): Iterable<Check> {
  const names = Object.keys(titles) as Name[];
  for (const name of names.slice(names.indexOf(first))) yield list.skipped(name);
}

const [oldest, newest] = [40, 43];

function versionSeen({ version, minor }: SystemInfo): Outcome {
  const seen = untranslated(`DHIS2 ${version}`);
  if (minor !== null && minor >= oldest && minor <= newest) return passed(seen);
  return warning(seen, {
    en: `Versions 2.${oldest} to 2.${newest} are tried; most of it may work with this one.`,
    fr: `Les versions 2.${oldest} à 2.${newest} sont éprouvées ; l’essentiel peut fonctionner avec celle-ci.`,
  });
}

const maxSkewMs = 5 * 60_000;

/**
 * Reads go by the system's own clock, so a wrong clock does no harm here; people who compare times
 * should know.
 */
function clockCheck({ clock }: SystemInfo, now: number): Outcome {
  const minutes = Math.round((Date.parse(instantOf(clock)) - now) / 60_000);
  const seen = { en: `${minutes} min from ours`, fr: `${minutes} min par rapport à la nôtre` };
  if (Math.abs(Date.parse(instantOf(clock)) - now) <= maxSkewMs) return passed(seen);
  return warning(seen, {
    en: "We go by the clock of that system, so nothing is lost. Its administrator should set it right, or its time zone.",
    fr: "Nous suivons l’horloge de ce système : rien n’est perdu. Son administrateur devrait la régler, ou son fuseau horaire.",
  });
}

async function checkUnits(client: Dhis2Client, { units, viewUnits }: Me): Promise<Outcome> {
  const { total } = await listOf(client, {
    family: "organisationUnits",
    filters: [],
    fields: "id",
    limit: 1,
  });
  const own = new Set([...units, ...viewUnits]).size;
  const seen = {
    en: `${counted("en", total, ["unit", "units"])}, ${own} assigned to the account`,
    fr: `${counted("fr", total, ["unité", "unités"])}, dont ${counted("fr", own, ["attribuée", "attribuées"])} au compte`,
  };
  if (own > 0 && total > 0) return passed(seen);
  return warning(seen, {
    en: "Without units of its own the account sees no data values. Assign the topmost unit to it in DHIS2.",
    fr: "Sans unité attribuée, le compte ne voit aucune valeur. Attribuez-lui l’unité la plus haute dans DHIS2.",
  });
}

async function checkReading(client: Dhis2Client): Promise<Outcome> {
  const { total } = await listOf(client, {
    family: "dataElements",
    filters: [],
    fields: "id",
    limit: 1,
  });
  const seen = { en: `${total} data elements`, fr: `${total} éléments de données` };
  if (total > 0) return passed(seen);
  return warning(seen, {
    en: "Nothing is refused, but nothing is there. If you expect data elements, check how they are shared with the account.",
    fr: "Rien n’est refusé, mais rien n’est présent. Si vous attendez des éléments de données, vérifiez leur partage avec le compte.",
  });
}

const may = ({ authorities }: Me, authority: string): boolean =>
  authorities.has("ALL") || authorities.has(authority);

/** A connection that is only read needs no such right, so a missing right is a warning. */
async function checkMetadataRights(client: Dhis2Client, me: Me): Promise<Outcome> {
  if (!may(me, "F_METADATA_IMPORT")) return lacking("F_METADATA_IMPORT");
  await validate(client, { family: "constants", objects: [] });
  if (!may(me, "F_PERFORM_MAINTENANCE")) return lackingMaintenance;
  return passed({ en: "Tried without writing", fr: "Essayé sans écrire" });
}

async function checkValueRights(client: Dhis2Client, me: Me): Promise<Outcome> {
  const { calendar } = await systemOf(client);
  if (!hasCommonCalendar(calendar)) return unsupportedCalendar(calendar);
  if (!may(me, "F_DATAVALUE_ADD")) return lacking("F_DATAVALUE_ADD");
  await tryImportingValues(client);
  return passed({ en: "Tried without writing", fr: "Essayé sans écrire" });
}

const unsupportedCalendar = (calendar: string): Outcome =>
  warning(untranslated(calendar), {
    en: `Periods of the ${calendar} calendar are other days under the same names: data values are neither read nor written. Metadata can be refreshed.`,
    fr: `Les périodes du calendrier ${calendar} désignent d’autres jours sous les mêmes noms : les valeurs ne sont ni lues ni écrites. Les métadonnées peuvent être actualisées.`,
  });

/**
 * A metadata import creates no option combinations: somebody must ask the system for them, and that
 * takes the maintenance right.
 */
const lackingMaintenance: Outcome = warning(
  { en: "F_PERFORM_MAINTENANCE is missing", fr: "F_PERFORM_MAINTENANCE manque" },
  {
    en: "Metadata can be written, but new category combinations stay without their option combinations. Ask the administrator of that system for the authority F_PERFORM_MAINTENANCE, or to run “Update category option combinations” after each change.",
    fr: "Les métadonnées peuvent être écrites, mais les nouvelles combinaisons de catégories restent sans leurs combinaisons d’options. Demandez l’autorisation F_PERFORM_MAINTENANCE à l’administrateur de ce système, ou qu’il lance « Mettre à jour les combinaisons d’options de catégorie » après chaque changement.",
  },
);

const lacking = (authority: string): Outcome =>
  warning(
    { en: `${authority} is missing`, fr: `${authority} manque` },
    {
      en: `Reading works without it. To use this connection as a destination, ask the administrator of that system for the authority ${authority}.`,
      fr: `La lecture fonctionne sans lui. Pour utiliser cette connexion comme destination, demandez l’autorisation ${authority} à l’administrateur de ce système.`,
    },
  );
