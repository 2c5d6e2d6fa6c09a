// What is wrong in an EDIFACT file. `place` is the segment and the line.
import type { Text } from "../../values/json.ts";

export const edifact = {
  edi_no_envelope: {
    en: "{file} does not begin like an EDIFACT file: {tag} comes before any UNB ({place}). Nothing from it was used. Ask the supplier for the complete file.",
    fr: "{file} ne commence pas comme un fichier EDIFACT : {tag} précède tout UNB ({place}). Rien n’en a été utilisé. Demandez le fichier complet au fournisseur.",
  },
  edi_outside_message: {
    en: "In {file}, {tag} is outside any message: a UNH is missing ({place}). Nothing from the file was used. Ask the supplier for a corrected file.",
    fr: "Dans {file}, {tag} est hors de tout message : il manque un UNH ({place}). Rien du fichier n’a été utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  edi_nesting: {
    en: "In {file}, {tag} is out of place: something before it was not closed ({place}). Nothing from the file was used. Ask the supplier for a corrected file.",
    fr: "Dans {file}, {tag} est mal placé : ce qui précède n’a pas été fermé ({place}). Rien du fichier n’a été utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  edi_trailer_missing: {
    en: "{file} is cut off: its {trailer} is missing ({place}). Nothing from it was used. Ask the supplier to send it again.",
    fr: "{file} est tronqué : il manque son {trailer} ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  edi_segment_too_long: {
    en: "{file} has a segment that does not end ({place}). Nothing from it was used. Ask the supplier for a corrected file.",
    fr: "{file} contient un segment sans fin ({place}). Rien n’en a été utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  edi_too_many_elements: {
    en: "{file} has a segment with too many elements ({place}). Nothing from it was used. Ask the supplier for a corrected file.",
    fr: "{file} contient un segment avec trop d’éléments ({place}). Rien n’en a été utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  edi_release_at_end: {
    en: "{file} is cut off in the middle of a text ({place}). Nothing from it was used. Ask the supplier to send it again.",
    fr: "{file} est tronqué au milieu d’un texte ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  edi_segment_unfinished: {
    en: "{file} is cut off in the middle of a segment ({place}). Nothing from it was used. Ask the supplier to send it again.",
    fr: "{file} est tronqué au milieu d’un segment ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  edi_count_wrong: {
    en: "In {file}, {trailer} announces {said}, but there are {found} ({place}). The file is used all the same. Tell the supplier.",
    fr: "Dans {file}, {trailer} en annonce {said}, mais il y en a {found} ({place}). Le fichier est utilisé quand même. Signalez-le au fournisseur.",
  },
  edi_reference_differs: {
    en: "In {file}, {trailer} refers to {said} instead of {expected} ({place}). The file is used all the same. Tell the supplier.",
    fr: "Dans {file}, {trailer} cite {said} au lieu de {expected} ({place}). Le fichier est utilisé quand même. Signalez-le au fournisseur.",
  },
  edi_advice_invalid: {
    en: "The UNA of {file} is not valid ({place}). We read the file with the usual characters, and it is used. Tell the supplier.",
    fr: "L’UNA de {file} n’est pas valable ({place}). Nous avons lu le fichier avec les caractères habituels, et il est utilisé. Signalez-le au fournisseur.",
  },
  edi_letters_unpromised: {
    en: "{file} has letters that do not exist in its character set {syntax} ({place}). We read them as well as possible, and the file is used. Check the names.",
    fr: "{file} contient des lettres absentes de son jeu de caractères {syntax} ({place}). Nous les avons lues au mieux, et le fichier est utilisé. Vérifiez les noms.",
  },
  edi_no_message: {
    en: "{file} contains an interchange without any message ({place}). There was nothing to use; your data has not changed.",
    fr: "{file} contient un échange sans aucun message ({place}). Il n’y avait rien à utiliser ; vos données n’ont pas changé.",
  },
  edi_message_unread: {
    en: "{file} contains a message of type {message}, which we do not read ({place}). It is left out; the invoices in the file are used.",
    fr: "{file} contient un message de type {message}, que nous ne lisons pas ({place}). Il est écarté ; les factures du fichier sont utilisées.",
  },
  edi_test: {
    en: "{file} is marked as a test ({place}). Its documents are recognised but never used. Ask the supplier for the real file when it is ready.",
    fr: "{file} est marqué comme test ({place}). Ses documents sont reconnus, mais jamais utilisés. Demandez le vrai fichier au fournisseur le moment venu.",
  },
  edi_tag_unknown: {
    en: "In {file}, “{tag}” is not a segment; an apostrophe before it may not have been escaped ({place}). The document is left out; the rest of the file is used. Ask the supplier for a corrected file.",
    fr: "Dans {file}, « {tag} » n’est pas un segment ; une apostrophe n’a peut-être pas été protégée avant lui ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  edi_control_character: {
    en: "In {file}, a {tag} segment has characters that no text may contain ({place}). The document is left out; the rest of the file is used. Ask the supplier for a corrected file.",
    fr: "Dans {file}, un segment {tag} contient des caractères interdits dans un texte ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  edi_repeated_too_often: {
    en: "In {file}, {tag} is repeated more than {most} times in a row ({place}). The document is left out; the rest of the file is used. Ask the supplier for a corrected file.",
    fr: "Dans {file}, {tag} est répété plus de {most} fois de suite ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  edi_out_of_order: {
    en: "In {file}, {tag} is out of order ({place}). The document is left out; the rest of the file is used. Ask the supplier for a corrected file.",
    fr: "Dans {file}, {tag} n’est pas à sa place ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  edi_segment_missing: {
    en: "In {file}, a message has no {tag} ({place}). The document is left out; the rest of the file is used. Ask the supplier for a corrected file.",
    fr: "Dans {file}, un message n’a pas de {tag} ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  edi_party_without_list: {
    en: "In {file}, the code of {party} does not say which code list it comes from ({place}). The document is used all the same.",
    fr: "Dans {file}, le code de {party} n’indique pas de quelle liste de codes il vient ({place}). Le document est utilisé quand même.",
  },
  edi_number_ambiguous: {
    en: "Invoice {number} in {file}: {field} is {value}, which can be read in two ways, because the file declares “{mark}” as its decimal mark ({place}). It is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : {field} vaut {value}, qui peut se lire de deux façons, car le fichier annonce « {mark} » comme séparateur décimal ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  edi_messages_count: {
    en: "{file} announces {said|message|messages} or groups, but has {found} ({place}). All of them are used. Ask the supplier whether an invoice is missing.",
    fr: "{file} annonce {said|message|messages} ou groupes, mais en contient {found} ({place}). Tous sont utilisés. Demandez au fournisseur s’il manque une facture.",
  },
} as const satisfies Record<string, Text>;
