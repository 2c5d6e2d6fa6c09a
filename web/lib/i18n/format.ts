// Formats numbers, money, dates and durations for a language, by the rules of `Intl`.
import type { Locale } from "../../../contract/values/json.ts";
import { withZone, zoneName, type Cities } from "../../../contract/values/zone.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** The region to format for: the device's, because British dates are not American ones. */
export function regionOf(locale: Locale, wished: readonly string[]): string {
  const own = wished.find((tag) => tag.toLowerCase().startsWith(`${locale}-`) && isUsable(tag));
  return own ?? { en: "en-GB", fr: "fr-FR" }[locale];
}

/** Some devices spell languages in ways that `Intl` refuses (`en-US@posix`); those are ignored. */
function isUsable(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The formats of one language and region in one time zone: the tenant's, else the device's. A time
 * is never shown without its zone, or two screens could show two times for one moment.
 */
export class Formats {
  readonly locale: Locale;
  readonly region: string;
  readonly timeZone: string;
  readonly #cities: Cities;
  readonly #cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

  constructor(
    locale: Locale,
    { region, timeZone, cities }: { region: string; timeZone: string | undefined; cities: Cities },
  ) {
    this.locale = locale;
    this.region = region;
    this.#cities = cities;
    this.timeZone = timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  #numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    return this.#once(
      `n${JSON.stringify(options)}`,
      () => new Intl.NumberFormat(this.region, options),
    );
  }

  #dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const make = () =>
      new Intl.DateTimeFormat(this.region, { timeZone: this.timeZone, ...options });
    return this.#once(`d${JSON.stringify(options)}`, make);
  }

  #once<Format extends Intl.DateTimeFormat | Intl.NumberFormat>(
    key: string,
    make: () => Format,
  ): Format {
    // The key contains kind and options, so the cached format is of the type that `make` returns.
    const format = (this.#cache.get(key) as Format | undefined) ?? make();
    this.#cache.set(key, format);
    return format;
  }

  number(value: number): string {
    return this.#numbers({ maximumFractionDigits: 2 }).format(value);
  }

  /** With at most one decimal, to fit above a bar. */
  average(value: number): string {
    return this.#numbers({ maximumFractionDigits: 1 }).format(value);
  }

  /** A percentage without decimals; never rounded up to 100, which means "done". */
  percent(value: number): string {
    return this.#numbers({ style: "percent", maximumFractionDigits: 0 }).format(
      Math.floor(value) / 100,
    );
  }

  /**
   * An amount given as decimal text, exact to the last digit; a plain number without a currency.
   */
  money(amount: string, currency: string | null): string {
    const exact = amount as Intl.StringNumericLiteral;
    if (!currency || !/^[A-Z]{3}$/.test(currency))
      return this.#numbers({ minimumFractionDigits: 2 }).format(exact);
    return this.#numbers({ style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(
      exact,
    );
  }

  /** A short amount for axes: "1.2M", "45 k". */
  compact(value: number): string {
    return this.#numbers({ notation: "compact", maximumFractionDigits: 1 }).format(value);
  }

  /** "1.2 MB" (« 1,2 Mo »), in steps of 1,024 as limits are counted. */
  size(bytes: number): string {
    const unit = this.locale === "fr" ? "o" : "B";
    const [value, prefix] =
      bytes < 1_024
        ? [bytes, ""]
        : bytes < 1_048_576
          ? [bytes / 1_024, "k"]
          : [bytes / 1_048_576, "M"];
    return `${this.#numbers({ maximumFractionDigits: value < 10 && prefix !== "" ? 1 : 0 }).format(value)} ${prefix}${unit}`;
  }

  /** "14:37 (Paris)". */
  time(instant: string): string {
    return this.#zoned(this.#dates({ timeStyle: "short" }).format(new Date(instant)));
  }

  /** "3 Nov 2026, 14:37 (Paris)". */
  dateTime(instant: string): string {
    return this.#zoned(
      this.#dates({ dateStyle: "medium", timeStyle: "short" }).format(new Date(instant)),
    );
  }

  /** To the second, with that day's offset: for the one place where the exact moment matters. */
  exact(instant: string): string {
    const moment = new Date(instant);
    const shown = this.#dates({ dateStyle: "long", timeStyle: "medium" }).format(moment);
    const parts = this.#dates({ timeZoneName: "shortOffset" }).formatToParts(moment);
    const offset =
      parts
        .find(({ type }) => type === "timeZoneName")
        ?.value.replace("GMT", "UTC")
        .replace(/\+0$/, "") ?? "";
    const zone = this.zone === offset ? offset : `${this.zone}, ${offset}`;
    return `${shown}\u00a0(${zone})`;
  }

  /** The name of the time zone: "Paris". */
  get zone(): string {
    return zoneName(this.timeZone, this.#cities);
  }

  #zoned(shown: string): string {
    return withZone(shown, this.timeZone, this.#cities);
  }

  /** The calendar day of a moment, in this time zone. */
  day(instant: string): string {
    return this.#dates({ dateStyle: "medium" }).format(new Date(instant));
  }

  /** A calendar day, which has no time zone. */
  date(isoDate: string): string {
    return this.#dates({ dateStyle: "medium", timeZone: "UTC" }).format(
      new Date(`${isoDate.slice(0, 10)}T00:00:00Z`),
    );
  }

  /** "2026-03" -> "Mar", January as its year, for axes; or, in full, "March 2026". */
  month(isoMonth: string, style: "short" | "long"): string {
    const date = new Date(`${isoMonth.slice(0, 7)}-01T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return isoMonth;
    if (style === "long")
      return this.#dates({ month: "long", year: "numeric", timeZone: "UTC" }).format(date);
    return isoMonth.endsWith("-01")
      ? isoMonth.slice(0, 4)
      : this.#dates({ month: "short", timeZone: "UTC" }).format(date);
  }

  /** "18 hours ago". Never "yesterday": the count is clearer. Below a minute, "just now". */
  ago(seconds: number): string {
    if (seconds < minute) return { en: "just now", fr: "à l’instant" }[this.locale];
    const [value, unit] =
      seconds < hour
        ? [seconds / minute, "minute" as const]
        : seconds < 2 * day
          ? [seconds / hour, "hour" as const]
          : [seconds / day, "day" as const];
    return new Intl.RelativeTimeFormat(this.locale).format(-Math.floor(value), unit);
  }

  /** The age alone, for narrow screens: "26 h". */
  age(seconds: number): string {
    if (seconds < hour) return `${Math.max(1, Math.floor(seconds / minute))} min`;
    if (seconds < 2 * day) return `${Math.floor(seconds / hour)} h`;
    return `${Math.floor(seconds / day)} ${this.locale === "fr" ? "j" : "d"}`;
  }

  /** "34 s", "2 min 10 s", "1 h 05 min": the same signs in both languages. */
  duration(seconds: number): string {
    const whole = Math.max(0, Math.round(seconds));
    if (seconds < 1)
      return `${this.#numbers({ maximumFractionDigits: 1 }).format(Math.max(0.1, seconds))} s`;
    if (whole < minute) return `${whole} s`;
    if (whole < hour) return `${Math.floor(whole / minute)} min ${whole % minute} s`;
    return `${Math.floor(whole / hour)} h ${String(Math.floor((whole % hour) / minute)).padStart(2, "0")} min`;
  }

  /** "07:00" for an hour of the day. */
  hour(value: number): string {
    return `${String(value).padStart(2, "0")}:00`;
  }
}
