// What people call a time zone: the city whose clocks it follows. Beside a time it says whose wall
// that time is read from.

/**
 * Cities that a language calls otherwise than the keys of zones do, by that key. Each language in a
 * file of its own: a page reads one.
 */
export type Cities = Readonly<Record<string, string>>;

/**
 * "Paris", "London" (« Londres »), "Buenos Aires"; "UTC" and "UTC+3" for zones that follow no city.
 * @param timeZone a key of the time zone database (IANA): region and city, or a fixed offset of
 * `Etc`, whose sign runs the other way
 */
export function zoneName(timeZone: string, cities: Cities): string {
  const fixed = /^Etc\/GMT([+-])(\d{1,2})$/.exec(timeZone);
  if (fixed) return fixed[2] === "0" ? "UTC" : `UTC${fixed[1] === "-" ? "+" : "−"}${fixed[2]}`;
  const [region = "", ...places] = timeZone.split("/");
  const city = places.at(-1);
  if (city === undefined || region === "Etc")
    return utcNames.has(city ?? region) ? "UTC" : (city ?? region);
  const known = Object.hasOwn(cities, city) ? cities[city] : undefined;
  return known ?? city.replaceAll("_", " ");
}

const utcNames = new Set(["UTC", "GMT", "UCT", "Universal", "Zulu", "Greenwich", "GMT0"]);

/**
 * A time or a date with a time, and whose clock shows it: "14:37 (Paris)". They stay on one line.
 */
export const withZone = (shown: string, timeZone: string, cities: Cities): string =>
  `${shown}\u00a0(${zoneName(timeZone, cities)})`;
