// Passwords that guessers try first: common ones, one's own name or address, and what is only
// repeated or counted up.
import { commonPasswords } from "./common-passwords.ts";

/**
 * What guessers try for us in particular, and what a list of the whole world ranks too low for
 * people who speak French.
 */
const alsoCommon =
  "motdepasse azertyuiop doudou loulou marseille bienvenue administrateur bonsoir chouchou toulouse bordeaux printemps";

/** Words of the service itself: as near at hand as one's own name. */
const ofService = ["freshet", "refresh", "actualiser", "dashboard"];

/** Rows of the keyboards in use, and the orders that everybody counts in. */
const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
];
/** The same keyboards from above to below, with the figures and without. */
const columns = [
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "1aqw2zsx3edc4rfv5tgb6yhn7uj8ik9ol0pm",
  "qazwsxedcrfvtgbyhnujmikolp",
  "aqwzsxedcrfvtgbyhnujikolpm",
];

/** What a piece costs a guesser, in characters nobody can foresee: about a hundred tries each. */
const cost = { word: 2, own: 0.5, run: 1, year: 1, between: 0.5, character: 1 };
/**
 * Below this a password is found within some ten thousand million tries, most of them within the
 * first thousands.
 */
const enough = 5;
const shortest = { word: 4, own: 3, run: 3 };

let known: Set<string> | null = null;
const common = (): Set<string> =>
  (known ??= new Set(`${commonPasswords} ${alsoCommon}`.split(/\s+/).filter(Boolean)));

/**
 * Whether a password is easy to guess. NIST SP 800-63B section 3.1.1.2: compared with values known
 * to be commonly used, dictionary words, repetitions, sequences, and words of the service or the
 * person.
 * @param own names and addresses of the person, and the names of the establishments
 */
export function isWeak(password: string, own: readonly string[]): boolean {
  const text = fold(password);
  const theirs = new Set(
    [...ofService, ...own]
      .flatMap((one) => [one, ...one.split(/[^\p{L}\p{N}]+/u)].map(fold))
      .filter(({ length }) => length >= shortest.own)
      .flatMap((one) => [one, reversed(one)]),
  );
  return costOf(repeatedPart(text), theirs) + (repeatedPart(text) === text ? 0 : cost.run) < enough;
}

/**
 * Lower case without accents, and the figures and marks that people put for letters read as those
 * letters.
 */
const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[@$!|]/g, (mark) => ({ "@": "a", $: "s", "!": "i", "|": "l" })[mark] ?? mark);

const letterFor: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
};
const asLetters = (text: string) =>
  text.replace(/[013457]/g, (figure) => letterFor[figure] ?? figure);

/** The part that a text is made of, again and again; the text itself when it is not. */
const repeatedPart = (text: string): string => /^(.{1,12}?)\1+$/su.exec(text)?.[1] ?? text;

/** The cheapest way to put a text together from pieces that guessers know. */
function costOf(text: string, own: ReadonlySet<string>): number {
  const best = [0];
  for (let end = 1; end <= text.length; end++) {
    const ways = Array.from({ length: Math.min(end, 40) }, (_, back) => {
      const start = end - back - 1;
      return (best[start] ?? 0) + pieceCost(text.slice(start, end), own);
    });
    best.push(Math.min(...ways));
  }
  return best[text.length] ?? 0;
}

function pieceCost(piece: string, own: ReadonlySet<string>): number {
  if (own.has(piece) || own.has(asLetters(piece))) return cost.own;
  if (piece.length === 1) return /[\s._-]/.test(piece) ? cost.between : cost.character;
  if (piece.length >= shortest.run && isRun(piece)) return cost.run;
  if (/^(19|20)\d\d$/.test(piece)) return cost.year;
  if (piece.length >= shortest.word && (common().has(piece) || common().has(asLetters(piece))))
    return cost.word;
  return Infinity;
}

/**
 * One character over and over, a stretch of a row or a column, forwards or backwards, or two such
 * in turn: `1q2w3e`.
 */
function isRun(piece: string): boolean {
  const [first, second] = [0, 1].map((odd) =>
    [...piece].filter((_, at) => at % 2 === odd).join(""),
  );
  return (
    isStretch(piece) ||
    (piece.length >= 2 * shortest.run && isStretch(first ?? "") && isStretch(second ?? ""))
  );
}

const isStretch = (piece: string): boolean =>
  /^(.)\1+$/su.test(piece) ||
  [...rows, ...columns].some((row) => row.includes(piece) || row.includes(reversed(piece)));

const reversed = (text: string): string => [...text].reverse().join("");
