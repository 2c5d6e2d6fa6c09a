// Text as people search it: without case, accents and the ways in which the same letter can be written.

/** Letters that Unicode does not take apart although people write them with plain ones (CLDR, root collation). */
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

/** Accents over letters, Hebrew points, Arabic vowel signs; the vowels of Indic scripts are no accents and stay. */
const accents = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u0640]/g;
// What takes no place: soft hyphens, joiners, marks of direction.
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const onlyAscii = /^[\u0020-\u007e]*$/;

/**
 * Folds a text for searching: `ÉCOLE`, `école` and `E\u0301cole` become `ecole`, `Straße` becomes `strasse`, `ﬁn` `fin`.
 * Compatibility decomposition, full case folding and no accents (UAX #15, UTS #10 at its first level); blanks of every
 * width are one blank. Two texts that fold to the same are the same to somebody who searches.
 */
export function fold(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase().replaceAll(/ {2,}/g, " ");
  return (
    text
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
      .replaceAll(/\s+/g, " ")
      .normalize("NFC")
  );
}
