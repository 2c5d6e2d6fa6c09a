// The service characters of an interchange: separators, release character and terminator.

export type Services = {
  component: string;
  element: string;
  decimal: string;
  release: string;
  /** Null: elements do not repeat. */
  repetition: string | null;
  terminator: string;
};

/** The defaults, unless a UNA says otherwise. */
export const defaultServices: Services = {
  component: ":",
  element: "+",
  decimal: ".",
  release: "?",
  repetition: null,
  terminator: "'",
};

/** In syntax 4 elements may repeat; without a UNA this character separates the repetitions. */
export const defaultRepetition = "*";

/**
 * A service string advice: `UNA` and six characters. `sound`: false if it is malformed, in which
 * case the defaults apply.
 */
export type Advice = { services: Services; length: number; sound: boolean };

/** How many characters are needed to judge an advice, including the tag after it. */
export const adviceLength = 24;

/**
 * Reads the advice at `at`. The text must contain `adviceLength` more characters, or reach the end
 * of the file.
 */
export function readAdvice(text: string, at: number): Advice {
  const [component = "", element = "", decimal = "", release = "", reserved = "", terminator = ""] =
    text.slice(at + 3, at + 9);
  const marks = [component, element, release, terminator];
  const distinct = new Set(marks).size === marks.length;
  // If one character is missing, the terminator moves to the place of the reserved one, and a line
  // break to the place of the terminator.
  const short = reserved === defaultServices.terminator && /^[\r\nU]?$/.test(terminator);
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
  return { services: defaultServices, length: next < 0 ? 9 : 3 + next, sound: false };
}

/** Letters, digits and spaces cannot be separators; a line break can end a segment. */
const isMark = (character: string): boolean =>
  /[!-~\n\r]/.test(character) && !/[A-Za-z0-9]/.test(character);
