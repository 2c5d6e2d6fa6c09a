// Sentences for codes and control totals of EDIFACT invoices, and for the signs of credit notes:
// what is done, and what to check.
import type { Text } from "../values/json.ts";

const signs = (en: string, fr: string): Text => ({
  en: `Credit note {number} in {file} does not add up with the signs that the connection expects of this supplier ({place}). It would with “${en}”. It is left out; the rest of the file is used. In the connection, write “{rule}” under “Suppliers that differ”, then bring the file again.`,
  fr: `L’avoir {number} dans {file} ne concorde pas avec les signes que la connexion attend de ce fournisseur ({place}). Il concorderait avec « ${fr} ». Il est écarté ; le reste du fichier est utilisé. Dans la connexion, écrivez « {rule} » sous « Fournisseurs à part », puis déposez à nouveau le fichier.`,
});

export const invoiceFiles = {
  // Signs.
  invoice_signs_as_sent: signs("As sent", "Tel qu’envoyé"),
  invoice_signs_negative: signs("Always negative", "Toujours négatif"),
  invoice_signs_credit_notes_inverted: signs(
    "Sent wholly negative, quantities too",
    "Envoyés tout en négatif, quantités comprises",
  ),
  invoice_signs_all_negative_inverted: signs(
    "Everything is sent negative, invoices too",
    "Tout est envoyé en négatif, factures comprises",
  ),
  invoice_credit_positive: {
    en: "Credit note {number} in {file} is kept above zero, {value}, as the connection keeps the signs of this supplier ({place}): it adds to what is due. If it should lessen it, choose “Always negative” for this supplier in the connection.",
    fr: "L’avoir {number} dans {file} est gardé au-dessus de zéro, {value}, car la connexion garde les signes de ce fournisseur ({place}) : il s’ajoute à ce qui est dû. S’il doit le réduire, choisissez « Toujours négatif » pour ce fournisseur dans la connexion.",
  },
  invoice_negative: {
    en: "Invoice {number} in {file} is below zero, {value} ({place}). It is used as it came and lessens what is due. If this supplier sends everything negative, choose so under “Signs of credit notes” in the connection.",
    fr: "La facture {number} dans {file} est négative, {value} ({place}). Elle est utilisée telle quelle et réduit ce qui est dû. Si ce fournisseur envoie tout en négatif, choisissez-le sous « Signe des avoirs » dans la connexion.",
  },
  // What the sums leave out.
  invoice_charge_left_out: {
    en: "Invoice {number} in {file} states a charge or an allowance of {value} ({label}), and adds up without it ({place}): it is in the lines already, or was told for information. It is used without it. Check the amount.",
    fr: "La facture {number} dans {file} indique un frais ou une remise de {value} ({label}), et son total est juste sans ce montant ({place}) : il est déjà dans les lignes, ou donné pour information. Elle est utilisée sans lui. Vérifiez ce montant.",
  },
  invoice_tax_left_out: {
    en: "Invoice {number} in {file} states a tax, duty or fee of {value}, and adds up without it ({place}). It is used without it. Check whether it is owed elsewhere.",
    fr: "La facture {number} dans {file} indique une taxe, un droit ou une redevance de {value}, et son total est juste sans ce montant ({place}). Elle est utilisée sans lui. Vérifiez s’il est dû ailleurs.",
  },
  // Codes that nobody knows, where they change no sum.
  invoice_code_unknown: {
    en: "Invoice {number} in {file}: we do not know the code {code} in {tag} ({place}). Whether its amount counts was decided by what adds up, and the invoice is used. Check it.",
    fr: "Facture {number} dans {file} : nous ne connaissons pas le code {code} dans {tag} ({place}). Ce sont les totaux qui ont décidé si son montant compte, et la facture est utilisée. Vérifiez-la.",
  },
  invoice_charge_unread: {
    en: "Invoice {number} in {file}: a line states {value} as the code {code}, which is neither a charge nor an allowance that we know ({place}). The amount of the line was taken as it is. Check it.",
    fr: "Facture {number} dans {file} : une ligne indique {value} sous le code {code}, qui n’est ni un frais ni une remise connus ({place}). Le montant de la ligne a été repris tel quel. Vérifiez-le.",
  },
  invoice_quantity_unread: {
    en: "Invoice {number} in {file}: line {row} states a quantity of {value} under the code {code}, with which nothing is done ({place}). The amounts agree without it. Check what it is.",
    fr: "Facture {number} dans {file} : la ligne {row} indique une quantité de {value} sous le code {code}, dont rien n’est fait ({place}). Les montants concordent sans elle. Vérifiez ce qu’elle représente.",
  },
  invoice_quantity_assumed: {
    en: "Invoice {number} in {file}: line {row} does not state the quantity invoiced ({place}). The one that was ordered, or a plain number, was taken. Check it.",
    fr: "Facture {number} dans {file} : la ligne {row} n’indique pas la quantité facturée ({place}). La quantité commandée, ou un simple nombre, a été retenue. Vérifiez-la.",
  },
  invoice_price_unread: {
    en: "Invoice {number} in {file}: line {row} states a price of {value} under the code {code}, which is not taken for the price of one piece before tax ({place}). The amounts agree without it. Check what it is.",
    fr: "Facture {number} dans {file} : la ligne {row} indique un prix de {value} sous le code {code}, qui n’est pas pris pour le prix d’une pièce hors taxes ({place}). Les montants concordent sans lui. Vérifiez ce qu’il représente.",
  },
  invoice_price_unit: {
    en: "Invoice {number} in {file}: the price of line {row} is for {one} and its quantity is in {other} ({place}). The price is left empty; the amounts agree without it. Check it.",
    fr: "Facture {number} dans {file} : le prix de la ligne {row} est par {one} et sa quantité en {other} ({place}). Le prix est laissé vide ; les montants concordent sans lui. Vérifiez-le.",
  },
  invoice_due_dates: {
    en: "Invoice {number} in {file} is due on several days, {one} and {other} for instance ({place}). It is used without a due date. Check when each part has to be paid.",
    fr: "La facture {number} dans {file} a plusieurs échéances, {one} et {other} par exemple ({place}). Elle est utilisée sans échéance. Vérifiez quand chaque part est à payer.",
  },
  // Control totals.
  invoice_quantity_count: {
    en: "Invoice {number} in {file} announces quantities of {said} in all, and its lines make {found} ({place}). Its amounts agree and it is used. Ask the supplier whether a line is missing.",
    fr: "La facture {number} dans {file} annonce des quantités de {said} au total, et ses lignes en font {found} ({place}). Ses montants concordent et elle est utilisée. Demandez au fournisseur s’il manque une ligne.",
  },
  invoice_control_unread: {
    en: "Invoice {number} in {file} holds a control total under the code {code}, which we do not know ({place}). It was not compared; the amounts agree and the invoice is used.",
    fr: "La facture {number} dans {file} contient un total de contrôle sous le code {code}, que nous ne connaissons pas ({place}). Il n’a pas été comparé ; les montants concordent et la facture est utilisée.",
  },
  edi_messages_count: {
    en: "{file} announces {said|message|messages} or groups and holds {found} ({place}). What it holds is used. Ask the supplier whether an invoice is missing.",
    fr: "{file} annonce {said|message|messages} ou groupes et en contient {found} ({place}). Ce qu’il contient est utilisé. Demandez au fournisseur s’il manque une facture.",
  },
  csv_no_rows: {
    en: "{file} has the header of its table and no row below it. There was nothing to use; your data has not changed. Ask the supplier for the whole file if it should hold something.",
    fr: "{file} a l’en-tête de son tableau et aucune ligne dessous. Il n’y avait rien à utiliser ; vos données n’ont pas changé. Demandez le fichier complet au fournisseur s’il devait contenir quelque chose.",
  },
} as const satisfies Record<string, Text>;
