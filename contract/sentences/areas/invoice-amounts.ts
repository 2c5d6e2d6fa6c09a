// Amounts of an invoice: sums that disagree, codes that change them, signs of credit notes.
import type { Text } from "../../values/json.ts";

export const invoiceAmounts = {
  invoice_rows_total_mismatch: {
    en: "Invoice {number} in {file}: the totals of its rows add up to {found}, but it says {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : les totaux de ses lignes donnent {found}, mais elle annonce {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_signs_as_sent: {
    en: "Credit note {number} in {file} does not add up with the signs that the connection expects of this supplier ({place}). It would with “As sent”. It is left out; the rest of the file is used. In the connection, write “{rule}” under “Suppliers that differ”, then bring the file again.",
    fr: "L’avoir {number} dans {file} ne concorde pas avec les signes que la connexion attend de ce fournisseur ({place}). Il concorderait avec « Tel qu’envoyé ». Il est écarté ; le reste du fichier est utilisé. Dans la connexion, écrivez « {rule} » sous « Fournisseurs à part », puis déposez à nouveau le fichier.",
  },
  invoice_signs_negative: {
    en: "Credit note {number} in {file} does not add up with the signs that the connection expects of this supplier ({place}). It would with “Always negative”. It is left out; the rest of the file is used. In the connection, write “{rule}” under “Suppliers that differ”, then bring the file again.",
    fr: "L’avoir {number} dans {file} ne concorde pas avec les signes que la connexion attend de ce fournisseur ({place}). Il concorderait avec « Toujours négatif ». Il est écarté ; le reste du fichier est utilisé. Dans la connexion, écrivez « {rule} » sous « Fournisseurs à part », puis déposez à nouveau le fichier.",
  },
  invoice_signs_credit_notes_inverted: {
    en: "Credit note {number} in {file} does not add up with the signs that the connection expects of this supplier ({place}). It would with “Sent wholly negative, quantities too”. It is left out; the rest of the file is used. In the connection, write “{rule}” under “Suppliers that differ”, then bring the file again.",
    fr: "L’avoir {number} dans {file} ne concorde pas avec les signes que la connexion attend de ce fournisseur ({place}). Il concorderait avec « Envoyés tout en négatif, quantités comprises ». Il est écarté ; le reste du fichier est utilisé. Dans la connexion, écrivez « {rule} » sous « Fournisseurs à part », puis déposez à nouveau le fichier.",
  },
  invoice_signs_all_negative_inverted: {
    en: "Credit note {number} in {file} does not add up with the signs that the connection expects of this supplier ({place}). It would with “Everything is sent negative, invoices too”. It is left out; the rest of the file is used. In the connection, write “{rule}” under “Suppliers that differ”, then bring the file again.",
    fr: "L’avoir {number} dans {file} ne concorde pas avec les signes que la connexion attend de ce fournisseur ({place}). Il concorderait avec « Tout est envoyé en négatif, factures comprises ». Il est écarté ; le reste du fichier est utilisé. Dans la connexion, écrivez « {rule} » sous « Fournisseurs à part », puis déposez à nouveau le fichier.",
  },
  invoice_credit_positive: {
    en: "Credit note {number} in {file} is kept above zero, {value}, as the connection keeps the signs of this supplier ({place}): it adds to what is due. If it should lessen it, choose “Always negative” for this supplier in the connection.",
    fr: "L’avoir {number} dans {file} est gardé au-dessus de zéro, {value}, car la connexion garde les signes de ce fournisseur ({place}) : il s’ajoute à ce qui est dû. S’il doit le réduire, choisissez « Toujours négatif » pour ce fournisseur dans la connexion.",
  },
  invoice_negative: {
    en: "Invoice {number} in {file} is below zero, {value} ({place}). It is used as it came and lessens what is due. If this supplier sends everything negative, choose so under “Signs of credit notes” in the connection.",
    fr: "La facture {number} dans {file} est négative, {value} ({place}). Elle est utilisée telle quelle et réduit ce qui est dû. Si ce fournisseur envoie tout en négatif, choisissez-le sous « Signe des avoirs » dans la connexion.",
  },
  invoice_charge_left_out: {
    en: "Invoice {number} in {file} states a charge or an allowance of {value} ({label}), and adds up without it ({place}): it is in the lines already, or was told for information. It is used without it. Check the amount.",
    fr: "La facture {number} dans {file} indique un frais ou une remise de {value} ({label}), et son total est juste sans ce montant ({place}) : il est déjà dans les lignes, ou donné pour information. Elle est utilisée sans lui. Vérifiez ce montant.",
  },
  invoice_tax_left_out: {
    en: "Invoice {number} in {file} states a tax, duty or fee of {value}, and adds up without it ({place}). It is used without it. Check whether it is owed elsewhere.",
    fr: "La facture {number} dans {file} indique une taxe, un droit ou une redevance de {value}, et son total est juste sans ce montant ({place}). Elle est utilisée sans lui. Vérifiez s’il est dû ailleurs.",
  },
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
  invoice_quantity_count: {
    en: "Invoice {number} in {file} announces quantities of {said} in all, and its lines make {found} ({place}). Its amounts agree and it is used. Ask the supplier whether a line is missing.",
    fr: "La facture {number} dans {file} annonce des quantités de {said} au total, et ses lignes en font {found} ({place}). Ses montants concordent et elle est utilisée. Demandez au fournisseur s’il manque une ligne.",
  },
  invoice_control_unread: {
    en: "Invoice {number} in {file} holds a control total under the code {code}, which we do not know ({place}). It was not compared; the amounts agree and the invoice is used.",
    fr: "La facture {number} dans {file} contient un total de contrôle sous le code {code}, que nous ne connaissons pas ({place}). Il n’a pas été comparé ; les montants concordent et la facture est utilisée.",
  },
  invoice_total_missing: {
    en: "Invoice {number} in {file} states no total, and not enough to work it out ({place}). It is left out; the rest of the file is used. Ask the supplier for a complete one.",
    fr: "La facture {number} dans {file} n’indique pas de total, ni de quoi le calculer ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une complète au fournisseur.",
  },
  invoice_total_adjusted: {
    en: "Invoice {number} in {file}: the total {said} is net and tax with {difference} for rounding ({place}). It is used with this total.",
    fr: "Facture {number} dans {file} : le total {said} est le HT et la taxe avec {difference} d’arrondi ({place}). Elle est utilisée avec ce total.",
  },
  invoice_amount_unread: {
    en: "Invoice {number} in {file} states {value} under the code {code}, which we do not know ({place}). Its total adds up without it, and it is used. Check what the amount is.",
    fr: "La facture {number} dans {file} indique {value} sous le code {code}, que nous ne connaissons pas ({place}). Son total est juste sans ce montant et elle est utilisée. Vérifiez ce qu’il représente.",
  },
  invoice_net_mismatch: {
    en: "Invoice {number} in {file}: lines and charges add up to {found}, but it says {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : lignes et frais totalisent {found}, mais elle annonce {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_tax_mismatch: {
    en: "Invoice {number} in {file}: the VAT of its rates adds up to {found}, but it says {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : la TVA par taux totalise {found}, mais elle annonce {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_total_mismatch: {
    en: "Invoice {number} in {file}: net and VAT make {found}, but its total is {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : HT et TVA font {found}, mais son total est {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_rate_mismatch: {
    en: "Invoice {number} in {file}: the VAT {said} is not {rate} % of its base ({place}). It is used all the same. Check the VAT.",
    fr: "Facture {number} dans {file} : la TVA {said} ne correspond pas à {rate} % de sa base ({place}). Elle est utilisée quand même. Vérifiez la TVA.",
  },
  invoice_total_unchecked: {
    en: "Invoice {number} in {file} states no net amount, so that its total cannot be checked ({place}). It is used all the same. Check it.",
    fr: "La facture {number} dans {file} n’indique pas de montant HT : son total n’a pas pu être vérifié ({place}). Elle est utilisée quand même. Vérifiez-la.",
  },
  invoice_line_without_amount: {
    en: "Invoice {number} in {file}: line {row} has no amount ({place}). It counts as nothing; the sums of the invoice agree.",
    fr: "Facture {number} dans {file} : la ligne {row} n’a pas de montant ({place}). Elle compte pour zéro ; les totaux de la facture concordent.",
  },
  invoice_line_count: {
    en: "Invoice {number} in {file} announces {said|line|lines} and has {found} ({place}). Its amounts agree and it is used. Tell the supplier.",
    fr: "La facture {number} dans {file} annonce {said|ligne|lignes} et en a {found} ({place}). Ses montants concordent et elle est utilisée. Signalez-le au fournisseur.",
  },
} as const satisfies Record<string, Text>;
