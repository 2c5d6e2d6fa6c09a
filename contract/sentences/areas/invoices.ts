// What is wrong in one invoice, whatever its format: number, type, dates, parties.
import type { Text } from "../../values/json.ts";

export const invoices = {
  invoice_due_dates: {
    en: "Invoice {number} in {file} is due on several days, {one} and {other} for instance ({place}). It is used without a due date. Check when each part has to be paid.",
    fr: "La facture {number} dans {file} a plusieurs échéances, {one} et {other} par exemple ({place}). Elle est utilisée sans échéance. Vérifiez quand chaque part est à payer.",
  },
  invoice_number_missing: {
    en: "In {file}, an invoice has no number ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, une facture n’a pas de numéro ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_number_too_long: {
    en: "In {file}, “{number}” is too long for a number or a code ({place}). The invoice is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, « {number} » est trop long pour un numéro ou un code ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_type_refused: {
    en: "{number} in {file} is of type {type}; only invoices (such as 380) and credit notes (such as 381) are used ({place}). It is left out; the rest of the file is used.",
    fr: "{number} dans {file} est de type {type} ; seules les factures (comme 380) et les avoirs (comme 381) sont utilisés ({place}). Ce document est écarté ; le reste du fichier est utilisé.",
  },
  invoice_function_refused: {
    en: "{number} in {file} is not a new invoice: its sender marked it {function} (1 cancels, 3 deletes, 4 changes, 5 replaces, 7 and 31 are copies) ({place}). It is left out; the rest of the file is used. Compare it with the invoice that it is about.",
    fr: "{number} dans {file} n’est pas une nouvelle facture : son expéditeur l’a marquée {function} (1 annule, 3 supprime, 4 modifie, 5 remplace, 7 et 31 sont des copies) ({place}). Elle est écartée ; le reste du fichier est utilisé. Comparez-la à la facture qu’elle concerne.",
  },
  invoice_code_refused: {
    en: "Invoice {number} in {file}: the code {code} in {tag} changes what the invoice means, and we do not know how ({place}). It is left out; the rest of the file is used. Ask the supplier for an invoice without it.",
    fr: "Facture {number} dans {file} : le code {code} dans {tag} change le sens de la facture, et nous ne savons pas comment ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur une facture sans ce code.",
  },
  invoice_corrects_another: {
    en: "Invoice {number} in {file} corrects an earlier one ({place}). It is used. Check that the earlier one has been credited or withdrawn.",
    fr: "La facture {number} dans {file} en rectifie une précédente ({place}). Elle est utilisée. Vérifiez que la précédente a fait l’objet d’un avoir ou d’une annulation.",
  },
  invoice_currency_mixed: {
    en: "Invoice {number} in {file} is in {currency}, but an amount of it is in {other} ({place}). It is left out; the rest of the file is used. Ask the supplier for one in a single currency.",
    fr: "La facture {number} dans {file} est en {currency}, mais l’un de ses montants est en {other} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une dans une seule devise au fournisseur.",
  },
  invoice_date_shortened: {
    en: "Invoice {number} in {file}: a date is written {value} ({place}). The day {day} was taken. Check that it is right.",
    fr: "Facture {number} dans {file} : une date est écrite {value} ({place}). Le jour retenu est le {day}. Vérifiez qu’il est juste.",
  },
  invoice_date_missing: {
    en: "Invoice {number} in {file} has no date ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "La facture {number} dans {file} n’a pas de date ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_date_zero: {
    en: "Invoice {number} in {file} comes without a date ({place}). It is used without one. Ask the supplier for the date.",
    fr: "La facture {number} dans {file} arrive sans date ({place}). Elle est utilisée sans date. Demandez la date au fournisseur.",
  },
  invoice_date_left_out: {
    en: "In {file}, a date that decides nothing cannot be read: {value} ({place}). It is left empty; the document is used.",
    fr: "Dans {file}, une date accessoire est illisible : {value} ({place}). Elle est laissée vide ; le document est utilisé.",
  },
  invoice_value_unreadable: {
    en: "Invoice {number} in {file}: {field} cannot be read, “{value}” ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : {field} est illisible, « {value} » ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_supplier_missing: {
    en: "Invoice {number} in {file} does not say whose it is ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "La facture {number} dans {file} ne dit pas de qui elle vient ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_supplier_assumed: {
    en: "In {file}, an invoice names no supplier ({place}). The sender of the file, {sender}, was taken. Check that it is right.",
    fr: "Dans {file}, une facture ne nomme pas de fournisseur ({place}). L’expéditeur du fichier, {sender}, a été retenu. Vérifiez que c’est le bon.",
  },
  invoice_empty: {
    en: "Invoice {number} in {file} has no line and no charge ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "La facture {number} dans {file} n’a ni ligne ni frais ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_currency_missing: {
    en: "Invoice {number} in {file} names no currency ({place}). It is used without one. Check its amounts.",
    fr: "La facture {number} dans {file} n’indique pas de devise ({place}). Elle est utilisée sans devise. Vérifiez ses montants.",
  },
  invoice_too_many_lines: {
    en: "Invoice {number} in {file} has more than {most} lines ({place}). It is left out; the rest of the file is used. Ask the supplier to split it.",
    fr: "La facture {number} dans {file} a plus de {most} lignes ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur de la diviser.",
  },
  invoice_too_long: {
    en: "Invoice {number} in {file} is longer than {most} ({place}). It is left out; the rest of the file is used. Ask the supplier to split it.",
    fr: "La facture {number} dans {file} dépasse {most} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur de la diviser.",
  },
  invoice_repeated: {
    en: "Invoice {number} stands twice in {file}, with the same content ({place}). It is used once.",
    fr: "La facture {number} figure deux fois dans {file}, avec le même contenu ({place}). Elle est utilisée une seule fois.",
  },
  invoice_number_reused: {
    en: "Invoice {number} stands twice in {file}, with different content ({place}). The first one is used, this one is left out. Ask the supplier which is right.",
    fr: "La facture {number} figure deux fois dans {file}, avec un contenu différent ({place}). La première est utilisée, celle-ci est écartée. Demandez au fournisseur laquelle est la bonne.",
  },
  document_conflicts: {
    en: "Document {id} has come again with other content. The one that came first is kept. Check which of the two is right, and delete the file of the wrong one.",
    fr: "Le document {id} est revenu avec un autre contenu. Celui qui est arrivé en premier est conservé. Vérifiez lequel est le bon et supprimez le fichier de l’autre.",
  },
} as const satisfies Record<string, Text>;
