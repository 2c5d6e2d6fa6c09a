// Amounts of an invoice: sums that disagree, codes that change them, signs of credit notes.
import type { Text } from "../../values/json.ts";

const signs = (en: string, fr: string): Text => ({
  en: `Credit note {number} in {file} does not add up with the signs that the connection expects from this supplier ({place}). It would add up with “${en}”. It is left out; the rest of the file is used. In the connection, write “{rule}” under “Suppliers that differ”, then upload the file again.`,
  fr: `L’avoir {number} dans {file} ne concorde pas avec les signes que la connexion attend de ce fournisseur ({place}). Il concorderait avec « ${fr} ». Il est écarté ; le reste du fichier est utilisé. Dans la connexion, écrivez « {rule} » sous « Fournisseurs à part », puis déposez à nouveau le fichier.`,
});

export const invoiceAmounts = {
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
    en: "Credit note {number} in {file} stays positive, {value}, because the connection keeps the signs of this supplier ({place}): it adds to the amount due. If it should reduce it, choose “Always negative” for this supplier in the connection.",
    fr: "L’avoir {number} dans {file} reste positif, {value}, car la connexion garde les signes de ce fournisseur ({place}) : il s’ajoute au montant dû. S’il doit le réduire, choisissez « Toujours négatif » pour ce fournisseur dans la connexion.",
  },
  invoice_negative: {
    en: "Invoice {number} in {file} is negative, {value} ({place}). It is used as it came and reduces the amount due. If this supplier sends everything negative, choose that under “Signs of credit notes” in the connection.",
    fr: "La facture {number} dans {file} est négative, {value} ({place}). Elle est utilisée telle quelle et réduit le montant dû. Si ce fournisseur envoie tout en négatif, choisissez-le sous « Signe des avoirs » dans la connexion.",
  },
  // Sums.
  invoice_net_mismatch: {
    en: "Invoice {number} in {file}: lines and charges add up to {found}, but it says {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : lignes et frais totalisent {found}, mais elle indique {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  invoice_tax_mismatch: {
    en: "Invoice {number} in {file}: the VAT of its rates adds up to {found}, but it says {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : la TVA par taux totalise {found}, mais elle indique {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  invoice_total_mismatch: {
    en: "Invoice {number} in {file}: net and VAT add up to {found}, but its total is {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : HT et TVA totalisent {found}, mais son total est {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  invoice_rows_total_mismatch: {
    en: "Invoice {number} in {file}: the totals of its rows add up to {found}, but it says {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : les totaux de ses lignes donnent {found}, mais elle indique {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  invoice_rate_mismatch: {
    en: "Invoice {number} in {file}: the VAT {said} is not {rate} % of its base ({place}). It is used all the same. Check the VAT.",
    fr: "Facture {number} dans {file} : la TVA {said} ne correspond pas à {rate} % de sa base ({place}). Elle est utilisée quand même. Vérifiez la TVA.",
  },
  invoice_total_missing: {
    en: "Invoice {number} in {file} states no total, and not enough to work it out ({place}). It is left out; the rest of the file is used. Ask the supplier for a complete invoice.",
    fr: "La facture {number} dans {file} n’indique pas de total, ni de quoi le calculer ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture complète au fournisseur.",
  },
  invoice_total_unchecked: {
    en: "Invoice {number} in {file} states no net amount, so its total could not be checked ({place}). It is used all the same. Check it.",
    fr: "La facture {number} dans {file} n’indique pas de montant HT : son total n’a pas pu être vérifié ({place}). Elle est utilisée quand même. Vérifiez-la.",
  },
  invoice_total_adjusted: {
    en: "Invoice {number} in {file}: the total {said} is net plus tax, with {difference} of rounding ({place}). It is used with this total.",
    fr: "Facture {number} dans {file} : le total {said} est le HT plus la taxe, avec {difference} d’arrondi ({place}). Elle est utilisée avec ce total.",
  },
  invoice_line_without_amount: {
    en: "Invoice {number} in {file}: line {row} has no amount ({place}). It counts as zero; the sums of the invoice agree.",
    fr: "Facture {number} dans {file} : la ligne {row} n’a pas de montant ({place}). Elle compte pour zéro ; les totaux de la facture concordent.",
  },
  // What the sums leave out.
  invoice_charge_left_out: {
    en: "Invoice {number} in {file} states a charge or an allowance of {value} ({label}), but adds up without it ({place}): it is already in the lines, or was given for information. The invoice is used without it. Check the amount.",
    fr: "La facture {number} dans {file} indique un frais ou une remise de {value} ({label}), mais son total est juste sans ce montant ({place}) : il est déjà dans les lignes, ou donné pour information. Elle est utilisée sans lui. Vérifiez ce montant.",
  },
  invoice_tax_left_out: {
    en: "Invoice {number} in {file} states a tax, duty or fee of {value}, but adds up without it ({place}). The invoice is used without it. Check whether the amount is owed elsewhere.",
    fr: "La facture {number} dans {file} indique une taxe, un droit ou une redevance de {value}, mais son total est juste sans ce montant ({place}). Elle est utilisée sans lui. Vérifiez s’il est dû ailleurs.",
  },
  invoice_amount_unread: {
    en: "Invoice {number} in {file} states {value} under the code {code}, which we do not know ({place}). Its total adds up without it, and the invoice is used. Check what this amount is.",
    fr: "La facture {number} dans {file} indique {value} sous le code {code}, que nous ne connaissons pas ({place}). Son total est juste sans ce montant, et elle est utilisée. Vérifiez ce qu’il représente.",
  },
  // Codes that nobody knows, where they change no sum.
  invoice_code_unknown: {
    en: "Invoice {number} in {file}: we do not know the code {code} in {tag} ({place}). The invoice is used, with or without this amount, whichever adds up. Check it.",
    fr: "Facture {number} dans {file} : nous ne connaissons pas le code {code} dans {tag} ({place}). La facture est utilisée, avec ou sans ce montant, selon ce qui donne un total juste. Vérifiez-la.",
  },
  invoice_charge_unread: {
    en: "Invoice {number} in {file}: a line states {value} under the code {code}, which is neither a charge nor an allowance we know ({place}). The amount of the line is used as it is. Check it.",
    fr: "Facture {number} dans {file} : une ligne indique {value} sous le code {code}, qui n’est ni un frais ni une remise connus ({place}). Le montant de la ligne est utilisé tel quel. Vérifiez-le.",
  },
  invoice_quantity_unread: {
    en: "Invoice {number} in {file}: line {row} states a quantity of {value} under the code {code}, which we do not use ({place}). The amounts agree without it. Check what it is.",
    fr: "Facture {number} dans {file} : la ligne {row} indique une quantité de {value} sous le code {code}, que nous n’utilisons pas ({place}). Les montants concordent sans elle. Vérifiez ce qu’elle représente.",
  },
  invoice_quantity_assumed: {
    en: "Invoice {number} in {file}: line {row} does not state the invoiced quantity ({place}). We used the ordered quantity, or a plain number. Check it.",
    fr: "Facture {number} dans {file} : la ligne {row} n’indique pas la quantité facturée ({place}). Nous avons retenu la quantité commandée, ou un simple nombre. Vérifiez-la.",
  },
  invoice_price_unread: {
    en: "Invoice {number} in {file}: line {row} states a price of {value} under the code {code}, which is not the unit price before tax ({place}). The amounts agree without it. Check what it is.",
    fr: "Facture {number} dans {file} : la ligne {row} indique un prix de {value} sous le code {code}, qui n’est pas le prix unitaire hors taxes ({place}). Les montants concordent sans lui. Vérifiez ce qu’il représente.",
  },
  invoice_price_unit: {
    en: "Invoice {number} in {file}: the price of line {row} is per {one}, but its quantity is in {other} ({place}). The price is left empty; the amounts agree without it. Check it.",
    fr: "Facture {number} dans {file} : le prix de la ligne {row} est par {one}, mais sa quantité est en {other} ({place}). Le prix est laissé vide ; les montants concordent sans lui. Vérifiez-le.",
  },
  // Control totals.
  invoice_line_count: {
    en: "Invoice {number} in {file} announces {said|line|lines}, but has {found} ({place}). Its amounts agree, and it is used. Tell the supplier.",
    fr: "La facture {number} dans {file} annonce {said|ligne|lignes}, mais en a {found} ({place}). Ses montants concordent, et elle est utilisée. Signalez-le au fournisseur.",
  },
  invoice_quantity_count: {
    en: "Invoice {number} in {file} announces a total quantity of {said}, but its lines add up to {found} ({place}). Its amounts agree, and it is used. Ask the supplier whether a line is missing.",
    fr: "La facture {number} dans {file} annonce une quantité totale de {said}, mais ses lignes totalisent {found} ({place}). Ses montants concordent, et elle est utilisée. Demandez au fournisseur s’il manque une ligne.",
  },
  invoice_control_unread: {
    en: "Invoice {number} in {file} has a control total under the code {code}, which we do not know ({place}). We did not compare it; the amounts agree, and the invoice is used.",
    fr: "La facture {number} dans {file} contient un total de contrôle sous le code {code}, que nous ne connaissons pas ({place}). Nous ne l’avons pas comparé ; les montants concordent, et la facture est utilisée.",
  },
} as const satisfies Record<string, Text>;
