// Text from outside inside a sentence of ours: whatever its writing direction, it turns nothing
// around it.

const first = "\u2068"; // FIRST STRONG ISOLATE
const last = "\u2069"; // POP DIRECTIONAL ISOLATE

/** Characters that set the direction by themselves, and all that is written from right to left. */
const directed =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/**
 * Embeddings, overrides and isolates: an unmatched one would reach beyond the value that holds it.
 */
const controls = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A value as it may be shown among other text: without marks that turn what follows. What is kept
 * stays as it is.
 */
export const withoutTurns = (text: string): string => text.replace(controls, "");

/**
 * A value for the middle of a sentence (Unicode UAX 9, section 2.4.2); what is written from left to
 * right stays as it is.
 */
export const isolated = (text: string): string =>
  directed.test(text) ? `${first}${withoutTurns(text)}${last}` : text;
