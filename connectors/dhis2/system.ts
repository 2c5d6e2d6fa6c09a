// What a DHIS2 says of itself and of the account: its clock, its version, the user, and the uids of its default objects.
import { z } from "zod";
import { ask, type Dhis2Link } from "./ask.ts";
import { failure } from "./faults.ts";
import { hear, heard } from "./recent.ts";
import { clockIn, later, type ServerClock } from "./stamps.ts";
import { isUid, rowsIn, shortText, uidIn, type Row } from "./wire.ts";

export type SystemInfo = { version: string; minor: number | null; clock: ServerClock };

const Clock = z.object({ wall: z.string(), offsetMs: z.number() });

/** Asked each time: the clock is part of it. */
export async function systemInfo(link: Dhis2Link): Promise<SystemInfo> {
  const info = await ask(link, { model: "system/info", path: "system/info" });
  const { version, serverDate, serverTimeZoneId } = info;
  const clock = clockIn(serverDate, serverTimeZoneId);
  if (clock === null || typeof version !== "string") throw failure(link, "refused", "not_that_system");
  link.remember("offset", clock.offsetMs);
  hear(link, "clock", clock);
  const minor = /^2\.(\d{1,3})\b/.exec(version)?.[1];
  return { version: shortText(version, 40), minor: minor === undefined ? null : Number(minor), clock };
}

/**
 * The system's clock: as it was heard a moment ago, and has gone on since. That is never ahead of it, for an answer is
 * older than the moment at which it is heard.
 */
export async function clockOf(link: Dhis2Link): Promise<ServerClock> {
  const known = heard(link, "clock", Clock);
  return known === null ? (await systemInfo(link)).clock : later(known.value, known.ageMs);
}

/** How far the system's wall clock is from UTC. */
export async function offsetOf(link: Dhis2Link): Promise<number> {
  const known = link.recall("offset");
  return typeof known === "number" ? known : (await systemInfo(link)).clock.offsetMs;
}

export type Me = { name: string; authorities: Set<string>; units: string[]; viewUnits: string[] };

export async function whoAmI(link: Dhis2Link): Promise<Me> {
  const fields = "id,username,name,authorities,organisationUnits[id],dataViewOrganisationUnits[id]";
  const me = await ask(link, { model: "me", path: "me", query: [["fields", fields]] });
  const units = uidsIn(me["organisationUnits"]);
  const viewUnits = uidsIn(me["dataViewOrganisationUnits"]);
  const { username, authorities } = me;
  if (typeof username !== "string" || units === null || viewUnits === null) throw failure(link, "broken", "answer_unreadable");
  const list = Array.isArray(authorities) ? authorities.filter((one) => typeof one === "string") : [];
  return { name: shortText(username, 80), authorities: new Set(list), units, viewUnits };
}

function uidsIn(value: Row[string] | undefined): string[] | null {
  const rows = rowsIn(value ?? []);
  const uids = rows?.map(uidIn) ?? null;
  return uids?.every((uid) => uid !== null) ? uids : null;
}

/** Every system has these four, with uids of its own. */
export const Defaults = z.object({
  category: z.string(),
  categoryOption: z.string(),
  categoryCombo: z.string(),
  categoryOptionCombo: z.string(),
});
export type Defaults = z.infer<typeof Defaults>;

/** The uids of the default category objects, found once per account. */
export async function defaultsOf(link: Dhis2Link): Promise<Defaults> {
  const known = Defaults.safeParse(link.recall("defaults"));
  if (known.success) return known.data;
  const model = "categoryOptionCombos";
  const answer = await ask(link, {
    model,
    path: model,
    query: [
      ["filter", "name:eq:default"],
      ["fields", "id,categoryCombo[id,name,categories[id]],categoryOptions[id]"],
      ["pageSize", "50"],
    ],
  });
  const rows = rowsIn(answer[model] ?? []);
  if (rows === null) throw failure(link, "broken", "answer_unreadable");
  // Without the right to read them there are none to see.
  if (rows.length === 0) throw failure(link, "refused", "rights_missing", { model });
  const found = rows.map(defaultsIn).find((one) => one !== null);
  if (found === undefined || found === null) throw failure(link, "broken", "answer_unreadable");
  link.remember("defaults", found);
  return found;
}

function defaultsIn({ id, categoryCombo, categoryOptions }: Row): Defaults | null {
  const combo = categoryCombo !== null && typeof categoryCombo === "object" && !Array.isArray(categoryCombo) ? categoryCombo : {};
  const [category] = rowsIn(combo["categories"])?.map(uidIn) ?? [];
  const [option] = rowsIn(categoryOptions)?.map(uidIn) ?? [];
  const comboUid = uidIn(combo);
  if (!isUid(id) || combo["name"] !== "default" || comboUid === null || !category || !option) return null;
  return { category, categoryOption: option, categoryCombo: comboUid, categoryOptionCombo: id };
}
