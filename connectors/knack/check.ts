// The live checks of a Knack connection, in the order in which a person would look for a fault.
import { countedText } from "../../contract/values/count.ts";
import type { Text } from "../../contract/values/json.ts";
import type { Check } from "../../contract/source/check.ts";
import {
  Checklist,
  passed,
  untranslated,
  warning,
  type Probe,
  type Outcome,
} from "../checklist.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { listRows, readRow, type Row, type RowPage } from "./call.ts";
import { confirmOrder, dateOrderOf } from "./dates.ts";
import { failure } from "./faults.ts";
import { lacks, rawOf } from "./mapping.ts";
import { scopeOf } from "./resource.ts";
import {
  australianField,
  resultsObject,
  resultsTables,
  schoolNameField,
  schoolsObject,
} from "./results.ts";
import { mapPage } from "./rows.ts";
import type { KnackSettings } from "./settings.ts";
import { readers } from "./values.ts";

type KnackClient = SourceClient<KnackSettings>;

const list = new Checklist({
  address: { en: "Address answers as Knack", fr: "L’adresse répond comme Knack" },
  application: { en: "Application exists", fr: "L’application existe" },
  sign_in: { en: "API key is accepted", fr: "La clé d’API est acceptée" },
  results: { en: "Results can be read", fr: "Les résultats sont lisibles" },
  establishment: { en: "School is found", fr: "L’établissement est trouvé" },
  calendar: {
    en: "Academic year fits the school",
    fr: "L’année scolaire convient à l’établissement",
  },
  students: { en: "Students of this academic year", fr: "Élèves de cette année scolaire" },
  allowance: { en: "Calls left today", fr: "Appels restants aujourd’hui" },
});
type Name = Parameters<typeof list.skipped>[0];

/**
 * Yields one check after another. When a step of signing in fails, the remaining checks are
 * skipped.
 */
export async function* check(client: KnackClient): AsyncIterable<Check> {
  // A check is about the present, so remembered facts are dropped.
  client.remember("known", null);
  const door = await list.probe("results", async () => {
    const page = await listRows(client, { object: resultsObject, rules: [], page: 1, size: 1 });
    return { outcome: whatIsThere(page.total), found: page };
  });
  yield* connectionChecks(door);
  if (door.found === null)
    return yield* (["establishment", "calendar", "students", "allowance"] as const).map((name) =>
      list.skipped(name),
    );
  const school = await list.probe("establishment", () => findSchool(client));
  yield school.check;
  yield school.found === null ? list.skipped("calendar") : checkCalendar(client, school.found);
  const students =
    school.found === null ? null : await list.probe("students", () => countStudents(client));
  yield students?.check ?? list.skipped("students");
  yield checkAllowance(client, (students?.found ?? door.found).day);
}

/**
 * The check that each failure belongs to. Knack looks at the application first, then at the key,
 * then at the object, so the checks before it have passed.
 */
const failedCheck: Record<string, Name> = {
  application_unknown: "application",
  sign_in_refused: "sign_in",
  secret_missing: "sign_in",
  rights_missing: "results",
  model_missing: "results",
  request_refused: "results",
};

/** One request decides the first four checks: those before the one it failed at have passed. */
function* connectionChecks({ check: results, code }: Probe<RowPage>): Iterable<Check> {
  const connectionSteps = ["address", "application", "sign_in", "results"] as const;
  const closed = code === null ? null : (failedCheck[code] ?? "address");
  // Without a key nothing was sent, so not even the address has been tried.
  const from = code === "secret_missing" ? connectionSteps.indexOf("sign_in") : 0;
  let open = true;
  for (const [at, name] of connectionSteps.entries()) {
    if (name === closed) open = false;
    if (name === closed) yield list.result(name, results);
    else if (name === "results" && open) yield results;
    else yield open && at >= from ? list.result(name, passed(null)) : list.skipped(name);
  }
}

function whatIsThere(total: number): Outcome {
  const seen = countedText(total, { en: ["row", "rows"], fr: ["ligne", "lignes"] });
  if (total > 0) return passed(seen);
  return warning(seen, {
    en: "Nothing is refused, but nothing is there. Check that the application id is that of the school’s application.",
    fr: "Rien n’est refusé, mais rien n’est présent. Vérifiez que l’identifiant est bien celui de l’application de l’établissement.",
  });
}

/** `australian`: null if the account cannot see the field. */
type School = { australian: boolean | null };

async function findSchool(client: KnackClient): Promise<{ outcome: Outcome; found: School }> {
  const { establishment } = client.settings;
  if (establishment === "") throw failure(client, "refused", "establishment_missing");
  const row = await readRow(client, { object: schoolsObject, id: establishment }).catch(
    (error: unknown) => {
      // The object exists, so it is the record that is missing.
      if (
        error instanceof ConnectorError &&
        ["model_missing", "request_refused"].includes(error.failure.code)
      )
        throw failure(client, "refused", "establishment_unknown");
      throw error;
    },
  );
  if (row["id"] !== establishment) throw failure(client, "refused", "establishment_unknown");
  return {
    outcome: passed(untranslated(nameIn(row))),
    found: {
      australian: lacks(row, australianField) ? null : rawOf(row, australianField) === "True",
    },
  };
}

/** A server may answer with anything; only a text is shown. */
function nameIn(row: Row): string {
  const name = readers.name(rawOf(row, schoolNameField), { dateOrder: "dd/mm/yyyy" });
  return typeof name === "string" ? name.slice(0, 120).toWellFormed() : "?";
}

/** The school's own flag is a text, and only `True` means yes. */
function checkCalendar({ settings }: KnackClient, { australian }: School): Check {
  if (australian === null) return list.skipped("calendar");
  const wanted = australian ? "australia" : "uk";
  const seen: Record<KnackSettings["calendar"], Text> = {
    uk: { en: "August to July", fr: "D’août à juillet" },
    australia: { en: "The calendar year", fr: "L’année civile" },
  };
  if (settings.calendar === wanted) return list.result("calendar", passed(seen[settings.calendar]));
  const remedy = {
    en: `Knack marks the school as ${australian ? "Australian" : "not Australian"}. Choose the other academic year in the connection, unless this is meant.`,
    fr: `Knack indique que l’établissement ${australian ? "est australien" : "n’est pas australien"}. Choisissez l’autre année scolaire dans la connexion, sauf si c’est voulu.`,
  };
  return list.result("calendar", warning(seen[settings.calendar], remedy));
}

/** This many rows show whether school, year and all fields are the requested ones. */
const sampleRows = 25;

async function countStudents(client: KnackClient): Promise<{ outcome: Outcome; found: RowPage }> {
  const scope = scopeOf(client, { at: null, dateOrder: await dateOrderOf(client) });
  const { rules, year } = scope;
  const page = await listRows(client, { object: resultsObject, rules, page: 1, size: sampleRows });
  // A total is believed if the rows beside it are the requested ones.
  for (const table of resultsTables) mapPage(client, page, table, scope);
  const { total } = page;
  if (total === 0) await confirmOrder(client);
  const seen = {
    en: `${grouped(total, "en")} in ${year.label}`,
    fr: `${grouped(total, "fr")} en ${year.label}`,
  };
  if (total > 0) return { outcome: passed(seen), found: page };
  const remedy = {
    en: "The school is there, but nobody has completed the questionnaire this year. If somebody has, check how the application writes dates.",
    fr: "L’établissement existe, mais personne n’a rempli le questionnaire cette année. Sinon, vérifiez comment l’application écrit les dates.",
  };
  return { outcome: warning(seen, remedy), found: page };
}

function checkAllowance({ settings }: KnackClient, day: RowPage["day"]): Check {
  if (day === null) return list.skipped("allowance");
  const { remaining, limit } = day;
  const seen = {
    en: `${grouped(remaining, "en")} of ${grouped(limit, "en")}`,
    fr: `${grouped(remaining, "fr")} sur ${grouped(limit, "fr")}`,
  };
  if (remaining > settings.dayReserve) return list.result("allowance", passed(seen));
  const remedy = {
    en: "Automatic refreshes wait until midnight UTC; what is left is for people. All applications of the account use the same calls.",
    fr: "Les actualisations automatiques attendent minuit UTC ; le reste est réservé aux personnes. Toutes les applications du compte partagent ces appels.",
  };
  return list.result("allowance", warning(seen, remedy));
}

/** Thousands separators as each language writes them. */
const grouped = (count: number, locale: "en" | "fr"): string =>
  String(count).replace(/\B(?=(\d{3})+$)/g, locale === "en" ? "," : "\u202f");
