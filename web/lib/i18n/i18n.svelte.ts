// The language of the page, its texts and its formats, as reactive state: a switch needs no reload.
// Nothing that a dictionary imports is imported here. This module waits for the dictionary, and the
// bundler would put what both need beside this module: each would wait for the other.
import type { Locale, Text } from "../../../contract/values/json.ts";
import { byName } from "../../../contract/values/order.ts";
import type { say } from "../../../contract/sentences/say.ts";
import type { isCode } from "../../../contract/sentences/sentences.ts";
import { getStored, setStored } from "../local-storage.ts";
import { dictionary } from "./dictionaries.ts";
import type { Messages } from "./en.ts";
import { Formats, regionOf } from "./format.ts";
import { typeset } from "./typeset.ts";

type Sentences = { isCode: typeof isCode; say: typeof say };

function storedLocale(): Locale | null {
  const locale = getStored("locale");
  return locale === "en" || locale === "fr" ? locale : null;
}

const first: Locale =
  storedLocale() ?? ((navigator.language ?? "").toLowerCase().startsWith("fr") ? "fr" : "en");
const firstMessages = await dictionary(first);

class I18n {
  locale: Locale = $state(first);
  messages: Messages = $state.raw(firstMessages);
  /** The time zone of the tenant that is shown. */
  timeZone: string | undefined = $state();
  format: Formats = $derived(this.formatIn(this.timeZone));
  #sentences: Sentences | null = $state.raw(null);
  #asked = false;

  /** Switches the language and keeps the choice on this device. */
  async choose(locale: Locale): Promise<void> {
    setStored("locale", locale);
    document.cookie = `locale=${locale}; path=/; max-age=31536000; samesite=lax`;
    await this.#use(locale);
  }

  /** Uses the language of the account, unless one was chosen on this device. */
  async suggest(locale: Locale): Promise<void> {
    if (storedLocale() === null) await this.#use(locale);
  }

  async #use(locale: Locale): Promise<void> {
    const messages = await dictionary(locale);
    this.locale = locale;
    this.messages = messages;
    document.documentElement.lang = locale;
  }

  /** The formats of this language in another time zone than the screen's. */
  formatIn(timeZone: string | undefined): Formats {
    const region = regionOf(this.locale, navigator.languages ?? []);
    return new Formats(this.locale, { region, timeZone, cities: this.messages.cities });
  }

  /** Sorts rows by their names, by the rules of this language. */
  sorted<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Row[] {
    return byName(rows, nameOf, this.locale);
  }

  text(text: Text): string {
    return typeset(text[this.locale], this.locale);
  }

  /** The label of a code in a record; the code itself where there is none. */
  valueLabel(code: string): string {
    const known: Readonly<Record<string, string>> = this.messages.values;
    return (Object.hasOwn(known, code) ? known[code] : undefined) ?? code;
  }

  /**
   * The sentence of a code. The sentences are fetched when the first is needed. Until then, and for
   * unknown codes, the server's sentence `along` is used.
   */
  sentence(code: string, facts: Record<string, string>, along = ""): string {
    if (this.#sentences === null) {
      void this.#fetchSentences();
      return typeset(along, this.locale);
    }
    const { isCode, say } = this.#sentences;
    return typeset(along && !isCode(code) ? along : say(code, facts, this.locale), this.locale);
  }

  async #fetchSentences(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    try {
      const [{ isCode }, { say }] = await Promise.all([
        import("../../../contract/sentences/sentences.ts"),
        import("../../../contract/sentences/say.ts"),
      ]);
      this.#sentences = { isCode, say };
    } catch {
      this.#asked = false;
    }
  }
}

export const i18n = new I18n();
