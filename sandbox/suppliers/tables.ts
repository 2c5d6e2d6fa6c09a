// Writes the tables of suppliers: BBGR BULK with its two kinds of rows, and the statement with one
// row per line.
import type { Written } from "./faults.ts";
import { money, netOf, taxOf } from "./invoices.ts";

const quoted = (cells: string[]): string =>
  cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(";");
const compact = (day: string) => day.replaceAll("-", "");

/** A header row E20 of 23 cells, and a row G21 of 14 cells for each line. */
export function bulkText(documents: Written[]): string {
  return documents
    .map((written) => `${[headerOf(written), ...written.lines.map(bulkLine)].join("\r\n")}\r\n`)
    .join("");
}

function headerOf({
  supplier,
  number,
  day,
  credit,
  lines,
  saysMoreCents,
  countsMore,
}: Written): string {
  const net = netOf({ lines }) + saysMoreCents;
  const type = credit ? "381" : "380";
  const counts = [
    type,
    String(lines.length + countsMore),
    money(net),
    "20.00",
    money(taxOf(net)),
    money(net + taxOf(net)),
  ];
  const parties = [supplier.code, "FR00999000072", supplier.code, "Été"];
  return quoted([
    "E20",
    "700001",
    "BBGR-01",
    number,
    "C7",
    compact(day),
    "",
    "EUR",
    ...counts,
    ...parties,
    "0",
    "0",
    "0",
    "0",
    "0",
  ]);
}

const bulkLine = (
  { article, quantity, priceCents }: Written["lines"][number],
  at: number,
): string =>
  quoted([
    ...["G21", String(at + 1), "BL1", "CDE1", "REF", "0700001", article, "OPC"],
    ...[String(quantity), "EACH", money(priceCents), "0.00", money(quantity * priceCents), "0.00"],
  ]);

const statementHead =
  "id;boutique_bbgr;boutique_acuitis;nom_boutique;ref_cde_acuitis;livraison;date_livraison;transaction;date_transaction;" +
  "type_transaction;article;article_facturation;famille;qte_facturee;prix_unitaire;montant_ht;code_tva;montant_tva;montant_ttc;statistique";

/** Credit notes are entirely negative, quantities too. */
export function statementText(documents: Written[]): string {
  let id = 500;
  const rows = documents.flatMap(({ number, day, credit, lines }) =>
    lines.map(({ article, label, quantity, priceCents }) => {
      const sign = credit ? -1 : 1;
      const net = sign * quantity * priceCents;
      const place = [
        String((id += 1)),
        "B1",
        "A1",
        "Échantillon",
        "UNKNOWN",
        "0",
        day,
        number,
        day,
        credit ? "CM" : "INV",
      ];
      const sums = [money(net), "20", money(taxOf(net)), money(net + taxOf(net)), "X"];
      return [
        ...place,
        article,
        label,
        "",
        String(sign * quantity),
        money(priceCents),
        ...sums,
      ].join(";");
    }),
  );
  return [statementHead, ...rows, ""].join("\r\n");
}
