// Month names as spreadsheets write them in the languages of their users, recognised by their first
// letters.

const names: string[][] = [
  ["jan", "ene", "gen", "sty", "led", "jän"],
  ["feb", "fev", "fév", "févr", "fevr", "lut", "úno"],
  ["mar", "mär", "mars", "mrz", "mrt", "maart", "bře"],
  ["apr", "avr", "abr", "kwi", "dub"],
  ["may", "mai", "mag", "mei", "maj", "kvě"],
  ["jun", "juin", "giu", "cze", "čvn"],
  ["jul", "juil", "lug", "lip", "čvc"],
  ["aug", "aou", "aoû", "août", "ago", "sie", "srp"],
  ["sep", "set", "wrz", "zář"],
  ["oct", "okt", "ott", "out", "paź", "říj"],
  ["nov", "lis"],
  ["dec", "déc", "dez", "dic", "gru", "pro"],
];

/** 1 to 12 for a month name, full or abbreviated, in any case; null if it is not one. */
export function monthOf(word: string): number | null {
  const plain = word.toLowerCase().replace(/\.$/, "");
  if (plain.length < 3 || plain.length > 9) return null;
  let [best, length] = [0, 0];
  for (const [at, starts] of names.entries()) {
    for (const start of starts)
      if (plain.startsWith(start) && start.length > length) [best, length] = [at + 1, start.length];
  }
  return best === 0 || !wholeNames.has(plain) ? null : best;
}

/** Full names, because a word that merely begins like a month is not one. */
const wholeNames = new Set([
  ...names.flat(),
  ..."january february march april may june july august september october november december sept".split(
    " ",
  ),
  ..."janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre decembre janv".split(
    " ",
  ),
  ..."januar jänner februar märz april juni juli august september oktober november dezember".split(
    " ",
  ),
  ..."enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(
    " ",
  ),
  ..."gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre".split(" "),
  ..."januari februari maart mei augustus december".split(" "),
  ..."janeiro fevereiro março maio junho julho setembro outubro novembro dezembro".split(" "),
]);
