// The findings of the invoice connector: what is counted in the documents of a file, with the texts
// of the page and the rejects that count.
import type { FindingsSpec } from "../../contract/source/findings.ts";

/** The code of a document whose number belongs to another one, in an earlier file or refresh. */
export const numberTakenCode = "document_conflicts";

export const findings = {
  checks: {
    en: "Duplicates by supplier, number and year; net, tax and total; the sign of credit notes.",
    fr: "Doublons par fournisseur, numéro et année ; montant net, TVA et total ; signe des avoirs.",
  },
  counts: [
    {
      key: "repeated",
      label: {
        en: ["already here, kept once", "already here, kept once"],
        fr: ["déjà présent, gardé une seule fois", "déjà présents, gardés une seule fois"],
      },
      tone: "neutral",
      unchanged: true,
    },
    {
      key: "signFlipped",
      label: {
        en: ["credit note with its sign turned", "credit notes with their signs turned"],
        fr: ["avoir dont le signe a été inversé", "avoirs dont le signe a été inversé"],
      },
      tone: "corrected",
    },
    {
      key: "conflicting",
      label: {
        en: ["number taken by another document", "numbers taken by other documents"],
        fr: ["numéro déjà pris par un autre document", "numéros déjà pris par d’autres documents"],
      },
      tone: "attention",
      rejects: [numberTakenCode, "invoice_number_reused"],
    },
    {
      key: "mismatched",
      label: {
        en: ["total does not add up", "totals do not add up"],
        fr: ["total ne concorde pas", "totaux ne concordent pas"],
      },
      tone: "attention",
      rejects: ["invoice_net_mismatch", "invoice_tax_mismatch", "invoice_total_mismatch"],
    },
  ],
} satisfies FindingsSpec;
