// Words that rows of totals begin with. They only help: where the words of a language are missing,
// the sums decide.

const words = [
  ..."total totals totaux totale totali totales totaal totalt totalsumme summe zwischensumme gesamt gesamtsumme gesamtbetrag endsumme".split(
    " ",
  ),
  ..."endbetrag subtotal subtotaal delsumma suma sumy razem somma soma summa sum yhteensä välisumma celkem spolu összesen mindösszesen".split(
    " ",
  ),
  ..."ukupno skupaj kokku kopā toplam jumlah tổng итого всего сумма разом усього общо σύνολο المجموع الإجمالي 合計 小計 総計 总计 合计 小计 합계 총계 รวม योग कुल".split(
    " ",
  ),
];
const before = /^(sous|sub|grand|general|général|net|zwischen)[\s-]+/;
const wholeWords = new Set(words);

/**
 * Whether a cell begins with such a word: "Total", "Sous-total HT", "Grand total:", "TOTAL 2026",
 * "Summe (EUR)".
 */
export function isTotalsWord(cell: string): boolean {
  if (cell.length > 60) return false;
  const plain = cell.trim().normalize("NFC").toLowerCase();
  const [first = ""] = plain.replace(before, "").split(/[\s:.,;()/=-]/);
  return wholeWords.has(first) && (plain.startsWith(first) || before.test(plain));
}
