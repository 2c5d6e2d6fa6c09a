// The language of the page: which one, its words and its formats. Everything that shows text reads
// it, so a switch needs no reload.
import { counted } from "../../../contract/values/count.ts";
import type { CountedLabel } from "../../../contract/values/counted-label.ts";
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
  /** The time zone of the establishment that is shown. */
  timeZone: string | undefined = $state();
  format: Formats = $derived(this.formatIn(this.timeZone));
  #sentences: Sentences | null = $state.raw(null);
  #asked = false;

  /** The person's own choice, kept on this device. */
  async choose(locale: Locale): Promise<void> {
    setStored("locale", locale);
    document.cookie = `locale=${locale}; path=/; max-age=31536000; samesite=lax`;
    await this.#use(locale);
  }

  /** The language of the account, unless this device has a choice of its own. */
  async suggest(locale: Locale): Promise<void> {
    if (storedLocale() === null) await this.#use(locale);
  }

  async #use(locale: Locale): Promise<void> {
    const messages = await dictionary(locale);
    this.locale = locale;
    this.messages = messages;
    document.documentElement.lang = locale;
  }

  /** The formats of this language in another zone than that of the screen. */
  formatIn(timeZone: string | undefined): Formats {
    const region = regionOf(this.locale, navigator.languages ?? []);
    return new Formats(this.locale, { region, timeZone, cities: this.messages.cities });
  }

  /** Rows by the names that are shown of them, as a reader of this language looks for them. */
  sorted<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Row[] {
    return byName(rows, nameOf, this.locale);
  }

  text(text: Text): string {
    return typeset(text[this.locale], this.locale);
  }

  /** "2,456 students checked". */
  counted(count: number, label: CountedLabel): string {
    return typeset(counted(this.locale, count, label[this.locale]), this.locale);
  }

  /** A code inside a record in words; the code itself where there are none. */
  valueLabel(code: string): string {
    const known: Readonly<Record<string, string>> = this.messages.values;
    return (Object.hasOwn(known, code) ? known[code] : undefined) ?? code;
  }

  /**
   * The sentence of a code. The sentences are fetched when the first is needed; until they are
   * here, and for codes this version does not know, the one that came along stands in.
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
