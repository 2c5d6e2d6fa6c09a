// What reading files had found, in the shapes of versions 0 and 1: then only invoices were read from
// files, and their findings had fields of their own.
import type { FindingSpec } from "../../contract/source/findings.ts";
import type { FindingsState } from "../findings.ts";

export type FindingsOfVersion0 = {
  repeated: number;
  conflicting: number;
  mismatched: number;
  turned: number;
};

export type FindingsOfVersion1 = Omit<FindingsOfVersion0, "turned"> & { signFlipped: number };

/** The same under the names of version 1. What was kept before files were read says nothing. */
export function renameFindings(
  found: FindingsOfVersion0 | null | undefined,
): FindingsOfVersion1 | null {
  if (found === null || found === undefined) return null;
  const { turned, ...others } = found;
  return { ...others, signFlipped: turned };
}

/** The same as version 2 counts it: with what is counted and its words beside each count. */
export const declareFindings = (found: FindingsOfVersion1 | null): FindingsState | null =>
  found && { checks, counts: declared.map((one) => ({ ...one, count: found[one.key] })) };

const checks = {
  en: "Duplicates by supplier, number and year; net, tax and total; the sign of credit notes.",
  fr: "Doublons par fournisseur, numéro et année ; montant net, TVA et total ; signe des avoirs.",
};

const declared: (FindingSpec & { key: keyof FindingsOfVersion1 })[] = [
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
    rejects: ["document_conflicts", "invoice_number_reused"],
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
];
