// Facts about a DHIS2 and the account: clock, version, calendar, user, and the uids of the default
// objects.
import { z } from "zod";
import { requestJson, type Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { rememberFact, recentFact } from "./recent-facts.ts";
import { clockIn, advanced, type ServerClock } from "./stamps.ts";
import { isSound, isUid, rowsIn, shortText, uidIn, type Row } from "./wire.ts";

export type SystemInfo = SystemFacts & { version: string; clock: ServerClock };

/** Decides which API we speak. `minor`: 43 for 2.43; null if the version cannot be parsed. */
const SystemFacts = z.object({ minor: z.number().nullable(), calendar: z.string() });
export type SystemFacts = z.infer<typeof SystemFacts>;

const Clock = z.object({ wall: z.string(), offsetMs: z.number() });

/** Not remembered, because the clock is part of it. */
export async function systemInfo(client: Dhis2Client): Promise<SystemInfo> {
  const info = await requestJson(client, { model: "system/info", path: "system/info" });
  // Everything else is read by these facts, so they are taken whole or not at all.
  if (!isSound(info)) throw failure(client, "broken", "answer_unreadable");
  const { version, serverDate, serverTimeZoneId, calendar } = info;
  const clock = clockIn(serverDate, serverTimeZoneId);
  if (clock === null || typeof version !== "string")
    throw failure(client, "refused", "not_that_system");
  const facts = {
    minor: minorIn(version),
    calendar: typeof calendar === "string" ? calendar.toLowerCase() : commonCalendars[0],
  };
  client.remember("offset", clock.offsetMs);
  rememberFact(client, "clock", clock);
  rememberFact(client, "system", facts);
  return { version: shortText(version, 40), ...facts, clock };
}

/** Parses `2.43.1` and `2.44-SNAPSHOT`, and newer releases that drop the leading 2. */
function minorIn(version: string): number | null {
  const minor = /^(?:2\.)?(\d{2,3})\b/.exec(version)?.[1];
  return minor === undefined ? null : Number(minor);
}

/** The version and calendar, remembered for a while. */
export async function systemOf(client: Dhis2Client): Promise<SystemFacts> {
  return recentFact(client, "system", SystemFacts)?.value ?? systemInfo(client);
}

/** Calendars whose periods are the same days (dhis2-core, `org.hisp.dhis.calendar.impl`). */
const commonCalendars = ["iso8601", "gregorian"] as const;

/** Whether the periods of a calendar are the days we read them as. */
export const hasCommonCalendar = (calendar: string): boolean =>
  commonCalendars.some((one) => one === calendar);

/**
 * Throws `ConnectorError` for another calendar, whose periods are other days under the same names:
 * 201701 of Ethiopia is September 2024. Values of such a system are neither read nor written.
 */
export async function requireCommonCalendar(client: Dhis2Client): Promise<void> {
  if (hasCommonCalendar((await systemOf(client)).calendar)) return;
  // A remembered fact could be wrong, so it never leads to a refusal.
  const { calendar } = await systemInfo(client);
  if (!hasCommonCalendar(calendar))
    throw failure(client, "refused", "calendar_unsupported", { calendar: shortText(calendar, 40) });
}

/**
 * The system's clock, carried forward from when it was last read. It is never ahead of the system,
 * because a response is older than the moment it arrives.
 */
export async function clockOf(client: Dhis2Client): Promise<ServerClock> {
  const known = recentFact(client, "clock", Clock);
  return known === null ? (await systemInfo(client)).clock : advanced(known.value, known.ageMs);
}

/** How far the system's wall clock is from UTC, in milliseconds. */
export async function offsetOf(client: Dhis2Client): Promise<number> {
  const known = client.recall("offset");
  return typeof known === "number" ? known : (await systemInfo(client)).clock.offsetMs;
}

export type Me = { name: string; authorities: Set<string>; units: string[]; viewUnits: string[] };

/** The signed-in user: rights, data capture units and view units. */
export async function whoAmI(client: Dhis2Client): Promise<Me> {
  const fields = "id,username,name,authorities,organisationUnits[id],dataViewOrganisationUnits[id]";
  const me = await requestJson(client, { model: "me", path: "me", query: [["fields", fields]] });
  const units = uidsIn(me["organisationUnits"]);
  const viewUnits = uidsIn(me["dataViewOrganisationUnits"]);
  const { username, authorities } = me;
  if (typeof username !== "string" || units === null || viewUnits === null)
    throw failure(client, "broken", "answer_unreadable");
  const list = Array.isArray(authorities)
    ? authorities.filter((one) => typeof one === "string")
    : [];
  return { name: shortText(username, 80), authorities: new Set(list), units, viewUnits };
}

function uidsIn(value: Row[string] | undefined): string[] | null {
  const rows = rowsIn(value ?? []);
  const uids = rows?.map(uidIn) ?? null;
  return uids?.every((uid) => uid !== null) ? uids : null;
}

/** Every system has these four, with its own uids. */
export const Defaults = z.object({
  category: z.string(),
  categoryOption: z.string(),
  categoryCombo: z.string(),
  categoryOptionCombo: z.string(),
});
export type Defaults = z.infer<typeof Defaults>;

/** The uids of the default category objects, requested once per account. */
export async function defaultsOf(client: Dhis2Client): Promise<Defaults> {
  const known = Defaults.safeParse(client.recall("defaults"));
  if (known.success) return known.data;
  const model = "categoryOptionCombos";
  const answer = await requestJson(client, {
    model,
    path: model,
    query: [
      ["filter", "name:eq:default"],
      ["fields", "id,categoryCombo[id,name,categories[id]],categoryOptions[id]"],
      ["pageSize", "50"],
    ],
  });
  const rows = rowsIn(answer[model] ?? []);
  if (rows === null) throw failure(client, "broken", "answer_unreadable");
  // An account without the right to read them sees none.
  if (rows.length === 0) throw failure(client, "refused", "rights_missing", { model });
  const found = rows.map(defaultsIn).find((one) => one !== null);
  if (found === undefined || found === null) throw failure(client, "broken", "answer_unreadable");
  client.remember("defaults", found);
  return found;
}

function defaultsIn({ id, categoryCombo, categoryOptions }: Row): Defaults | null {
  const combo =
    categoryCombo !== null && typeof categoryCombo === "object" && !Array.isArray(categoryCombo)
      ? categoryCombo
      : {};
  const [category] = rowsIn(combo["categories"])?.map(uidIn) ?? [];
  const [option] = rowsIn(categoryOptions)?.map(uidIn) ?? [];
  const comboUid = uidIn(combo);
  if (!isUid(id) || combo["name"] !== "default" || comboUid === null || !category || !option)
    return null;
  return { category, categoryOption: option, categoryCombo: comboUid, categoryOptionCombo: id };
}
