// What is wrong in one invoice, whatever its format: number, type, dates, parties.
import type { Text } from "../../values/json.ts";

export const invoices = {
  invoice_number_missing: {
    en: "In {file}, an invoice has no number ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Dans {file}, une facture n’a pas de numéro ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  invoice_number_too_long: {
    en: "In {file}, “{number}” is too long for a number or a code ({place}). The invoice is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Dans {file}, « {number} » est trop long pour un numéro ou un code ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  invoice_number_reused: {
    en: "Invoice {number} appears twice in {file}, with different content ({place}). The first one is used; this one is left out. Ask the supplier which is right.",
    fr: "La facture {number} figure deux fois dans {file}, avec un contenu différent ({place}). La première est utilisée ; celle-ci est écartée. Demandez au fournisseur laquelle est la bonne.",
  },
  invoice_repeated: {
    en: "Invoice {number} appears twice in {file}, with the same content ({place}). It is used once.",
    fr: "La facture {number} figure deux fois dans {file}, avec le même contenu ({place}). Elle est utilisée une seule fois.",
  },
  invoice_type_refused: {
    en: "{number} in {file} is of type {type}; we use only invoices (such as 380) and credit notes (such as 381) ({place}). It is left out; the rest of the file is used.",
    fr: "{number} dans {file} est de type {type} ; nous n’utilisons que les factures (comme 380) et les avoirs (comme 381) ({place}). Ce document est écarté ; le reste du fichier est utilisé.",
  },
  invoice_function_refused: {
    en: "{number} in {file} is not a new invoice: its sender marked it {function} (1 cancels, 3 deletes, 4 changes, 5 replaces, 7 and 31 are copies) ({place}). It is left out; the rest of the file is used. Compare it with the invoice it refers to.",
    fr: "{number} dans {file} n’est pas une nouvelle facture : son expéditeur l’a marquée {function} (1 annule, 3 supprime, 4 modifie, 5 remplace, 7 et 31 sont des copies) ({place}). Elle est écartée ; le reste du fichier est utilisé. Comparez-la à la facture qu’elle concerne.",
  },
  invoice_code_refused: {
    en: "Invoice {number} in {file}: the code {code} in {tag} changes the meaning of the invoice in a way we do not know ({place}). It is left out; the rest of the file is used. Ask the supplier for an invoice without this code.",
    fr: "Facture {number} dans {file} : le code {code} dans {tag} change le sens de la facture d’une façon que nous ne connaissons pas ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur une facture sans ce code.",
  },
  invoice_corrects_another: {
    en: "Invoice {number} in {file} corrects an earlier one ({place}). It is used. Check that the earlier one was credited or withdrawn.",
    fr: "La facture {number} dans {file} en rectifie une précédente ({place}). Elle est utilisée. Vérifiez que la précédente a fait l’objet d’un avoir ou d’une annulation.",
  },
  invoice_supplier_missing: {
    en: "Invoice {number} in {file} does not name its supplier ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "La facture {number} dans {file} ne nomme pas son fournisseur ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  invoice_supplier_assumed: {
    en: "In {file}, an invoice does not name its supplier ({place}). We took {sender}, the sender of the file. Check that it is right.",
    fr: "Dans {file}, une facture ne nomme pas son fournisseur ({place}). Nous avons retenu {sender}, l’expéditeur du fichier. Vérifiez que c’est le bon.",
  },
  invoice_currency_missing: {
    en: "Invoice {number} in {file} names no currency ({place}). It is used without one. Check its amounts.",
    fr: "La facture {number} dans {file} n’indique pas de devise ({place}). Elle est utilisée sans devise. Vérifiez ses montants.",
  },
  invoice_currency_mixed: {
    en: "Invoice {number} in {file} is in {currency}, but one of its amounts is in {other} ({place}). It is left out; the rest of the file is used. Ask the supplier for an invoice in a single currency.",
    fr: "La facture {number} dans {file} est en {currency}, mais l’un de ses montants est en {other} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur une facture dans une seule devise.",
  },
  invoice_empty: {
    en: "Invoice {number} in {file} has no line and no charge ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "La facture {number} dans {file} n’a ni ligne ni frais ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  invoice_too_many_lines: {
    en: "Invoice {number} in {file} has more than {most} lines ({place}). It is left out; the rest of the file is used. Ask the supplier to split it.",
    fr: "La facture {number} dans {file} a plus de {most} lignes ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur de la diviser.",
  },
  invoice_too_long: {
    en: "Invoice {number} in {file} is longer than {most} ({place}). It is left out; the rest of the file is used. Ask the supplier to split it.",
    fr: "La facture {number} dans {file} dépasse {most} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur de la diviser.",
  },
  invoice_value_unreadable: {
    en: "Invoice {number} in {file}: {field} cannot be read, “{value}” ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : {field} est illisible, « {value} » ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  // Dates.
  invoice_date_missing: {
    en: "Invoice {number} in {file} has no date ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "La facture {number} dans {file} n’a pas de date ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  invoice_date_zero: {
    en: "Invoice {number} in {file} arrived without a date ({place}). It is used without one. Ask the supplier for the date.",
    fr: "La facture {number} dans {file} est arrivée sans date ({place}). Elle est utilisée sans date. Demandez la date au fournisseur.",
  },
  invoice_date_left_out: {
    en: "In {file}, a minor date cannot be read: {value} ({place}). It is left empty; the document is used.",
    fr: "Dans {file}, une date accessoire est illisible : {value} ({place}). Elle est laissée vide ; le document est utilisé.",
  },
  invoice_date_shortened: {
    en: "Invoice {number} in {file}: a date is written {value} ({place}). We read it as {day}. Check that it is right.",
    fr: "Facture {number} dans {file} : une date est écrite {value} ({place}). Nous avons retenu le {day}. Vérifiez que c’est le bon jour.",
  },
  invoice_due_dates: {
    en: "Invoice {number} in {file} is due on several days, for example {one} and {other} ({place}). It is used without a due date. Check when each part must be paid.",
    fr: "La facture {number} dans {file} a plusieurs échéances, par exemple {one} et {other} ({place}). Elle est utilisée sans échéance. Vérifiez quand chaque part est à payer.",
  },
  document_conflicts: {
    en: "Document {id} arrived again with different content. The first one is kept. Check which of the two is right, and delete the file of the wrong one.",
    fr: "Le document {id} est arrivé à nouveau avec un contenu différent. Le premier est conservé. Vérifiez lequel des deux est le bon, et supprimez le fichier de l’autre.",
  },
} as const satisfies Record<string, Text>;
