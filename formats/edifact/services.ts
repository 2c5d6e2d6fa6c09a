// The service characters of an interchange: which ones separate, release and end.

export type Services = {
  component: string;
  element: string;
  decimal: string;
  release: string;
  /** null: nothing repeats. */
  repetition: string | null;
  terminator: string;
};

/** What holds where no UNA says otherwise. */
export const usual: Services = {
  component: ":",
  element: "+",
  decimal: ".",
  release: "?",
  repetition: null,
  terminator: "'",
};

/** In syntax 4 elements may repeat, and without UNA this character says so. */
export const usualRepetition = "*";

/**
 * A service string advice: `UNA` and six characters. `sound` is false where it is not what it
 * should be and the usual ones hold.
 */
export type Advice = { services: Services; length: number; sound: boolean };

/** As many characters as an advice needs to be judged, the tag behind it included. */
export const adviceLength = 24;

/**
 * Reads the advice that begins at `at`. Its text must reach `adviceLength` further, or to the end.
 */
export function readAdvice(text: string, at: number): Advice {
  const [component = "", element = "", decimal = "", release = "", reserved = "", terminator = ""] =
    text.slice(at + 3, at + 9);
  const marks = [component, element, release, terminator];
  const distinct = new Set(marks).size === marks.length;
  // One character short, the terminator slips into the place of the reserved one and a line break
  // into its own.
  const short = reserved === usual.terminator && /^[\r\nU]?$/.test(terminator);
  const follows = /^\s{0,12}[A-Z]{3}/.test(text.slice(at + 9, at + adviceLength));
  if (distinct && !short && follows && marks.every(isMark)) {
    const repetition = reserved === " " || marks.includes(reserved) ? null : reserved;
    return {
      services: { component, element, decimal, release, repetition, terminator },
      length: 9,
      sound: true,
    };
  }
  const next = text.slice(at + 3, at + adviceLength).indexOf("UNB");
  return { services: usual, length: next < 0 ? 9 : 3 + next, sound: false };
}

/** Letters, digits and blanks separate nothing; line breaks may end a segment. */
const isMark = (character: string): boolean =>
  /[!-~\n\r]/.test(character) && !/[A-Za-z0-9]/.test(character);
