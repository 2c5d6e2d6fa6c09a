// What people call a time zone: the city whose clocks it follows. Beside a time it says whose wall that time is read from.
import type { Locale } from "./json.ts";

/** Cities that have another name today, or in French, than the one that the zone's key keeps. */
const cities: Record<string, { en?: string; fr?: string }> = {
  Algiers: { fr: "Alger" },
  Antananarivo: { fr: "Tananarive" },
  Athens: { fr: "Athènes" },
  Baghdad: { fr: "Bagdad" },
  Barbados: { fr: "Barbade" },
  Beirut: { fr: "Beyrouth" },
  Brussels: { fr: "Bruxelles" },
  Bucharest: { fr: "Bucarest" },
  Cairo: { fr: "Le Caire" },
  Calcutta: { en: "Kolkata", fr: "Calcutta" },
  Copenhagen: { fr: "Copenhague" },
  Damascus: { fr: "Damas" },
  Faeroe: { en: "Faroe", fr: "Féroé" },
  Godthab: { en: "Nuuk", fr: "Nuuk" },
  Havana: { fr: "La Havane" },
  Kathmandu: { fr: "Katmandou" },
  Katmandu: { en: "Kathmandu", fr: "Katmandou" },
  Kiev: { en: "Kyiv" },
  Kyiv: { fr: "Kiev" },
  Kuwait: { fr: "Koweït" },
  Lisbon: { fr: "Lisbonne" },
  London: { fr: "Londres" },
  Mauritius: { fr: "Maurice" },
  Mogadishu: { fr: "Mogadiscio" },
  Montreal: { fr: "Montréal" },
  Moscow: { fr: "Moscou" },
  Noumea: { en: "Nouméa", fr: "Nouméa" },
  Ndjamena: { en: "N’Djamena", fr: "N’Djamena" },
  Rangoon: { en: "Yangon", fr: "Rangoun" },
  Reunion: { en: "Réunion", fr: "La Réunion" },
  Saigon: { en: "Ho Chi Minh City", fr: "Hô Chi Minh-Ville" },
  Sao_Tome: { en: "São Tomé", fr: "Sao Tomé" },
  Sao_Paulo: { en: "São Paulo", fr: "São Paulo" },
  Seoul: { fr: "Séoul" },
  Singapore: { fr: "Singapour" },
  Tashkent: { fr: "Tachkent" },
  Tehran: { fr: "Téhéran" },
  Vienna: { fr: "Vienne" },
  Warsaw: { fr: "Varsovie" },
};

/**
 * "Paris", "London" (« Londres »), "Buenos Aires"; "UTC" and "UTC+3" for zones that follow no city.
 * @param timeZone a key of the time zone database (IANA): region and city, or a fixed offset of `Etc`, whose sign runs the other way
 */
export function zoneName(timeZone: string, locale: Locale): string {
  const fixed = /^Etc\/GMT([+-])(\d{1,2})$/.exec(timeZone);
  if (fixed) return fixed[2] === "0" ? "UTC" : `UTC${fixed[1] === "-" ? "+" : "−"}${fixed[2]}`;
  const [region = "", ...places] = timeZone.split("/");
  const city = places.at(-1);
  if (city === undefined || region === "Etc") return utcNames.has(city ?? region) ? "UTC" : (city ?? region);
  const known = Object.hasOwn(cities, city) ? cities[city] : undefined;
  return known?.[locale] ?? city.replaceAll("_", " ");
}

const utcNames = new Set(["UTC", "GMT", "UCT", "Universal", "Zulu", "Greenwich", "GMT0"]);

/** A time or a date with a time, and whose clock shows it: "14:37 (Paris)". They stay on one line. */
export const withZone = (shown: string, timeZone: string, locale: Locale): string => `${shown}\u00a0(${zoneName(timeZone, locale)})`;
