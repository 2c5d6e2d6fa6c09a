// Text as people search it: without case, accents and the ways in which the same letter can be
// written.

/**
 * Letters that Unicode does not take apart although people write them with plain ones (CLDR, root
 * collation).
 */
const plain: Record<string, string> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  ð: "d",
  đ: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ŧ: "t",
  // Turkish without and with its dot: upper and lower case lead each of them to another letter.
  ı: "i",
  ς: "σ",
  "’": "'",
  "‘": "'",
  ʼ: "'",
  "“": '"',
  "”": '"',
  "–": "-",
  "—": "-",
  "‐": "-",
  "−": "-",
};
const plainLetters = new RegExp(`[${Object.keys(plain).join("")}]`, "g");

/**
 * Accents over letters, Hebrew points, Arabic vowel signs; the vowels of Indic scripts are no
 * accents and stay.
 */
const accents =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u0640]/g;
// What takes no place: soft hyphens, joiners, marks of direction.
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const beyondAscii = /[\u0080-\uffff]+/g;
/**
 * Blanks that are not one plain space; each is looked for by itself first, which is far faster in
 * long texts that have none.
 */
const wideBlanks = /\s{2,}|[^\S ]/g;
const unplain = ["  ", "\t", "\n", "\v", "\f", "\r"];

/** What short stretches of letters become: a language has few of them. */
const known = new Map<string, string>();
const mostKnown = 4_000;
const longestKnown = 8;

/**
 * Folds a text for searching: `ÉCOLE`, `école` and `E\u0301cole` become `ecole`, `Straße` becomes
 * `strasse`, `ﬁn` `fin`. Compatibility decomposition, full case folding and no accents (UAX #15,
 * UTS #10 at its first level); blanks of every width are one blank, figures of every script those
 * of ASCII. Two texts that fold to the same are the same to somebody who searches.
 *
 * Stretches beyond ASCII are folded each by itself, which is the same and several times as fast:
 * what could join an ASCII letter is an accent, and goes. For that reason a part of a text folds to
 * a part of what the text folds to.
 */
export function fold(text: string): string {
  const folded = text.replace(beyondAscii, foldStretch).toLowerCase();
  return unplain.some((blank) => folded.includes(blank)) ? folded.replace(wideBlanks, " ") : folded;
}

function foldStretch(letters: string): string {
  const before = known.get(letters);
  if (before !== undefined) return before;
  const folded = letters
    .normalize("NFKD")
    .replaceAll(accents, "")
    .replaceAll(invisible, "")
    // By way of upper case, which takes ß apart; the capital ẞ has to be a small one for that.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(accents, "")
    .replaceAll(plainLetters, (letter) => plain[letter] ?? letter)
    .replaceAll(/\s/g, " ")
    .replaceAll(arabicFigures, (figure) => String(figure.charCodeAt(0) & 0xf))
    .normalize("NFC");
  if (letters.length <= longestKnown) {
    if (known.size >= mostKnown) known.clear();
    known.set(letters, folded);
  }
  return folded;
}

/** Arabic-Indic figures, and those of Persian and Urdu. */
const arabicFigures = /[\u0660-\u0669\u06f0-\u06f9]/g;
