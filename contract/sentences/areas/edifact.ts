// What is wrong in an EDIFACT file. `place` is the segment and the line.
import type { Text } from "../../values/json.ts";

export const edifact = {
  edi_messages_count: {
    en: "{file} announces {said|message|messages} or groups and holds {found} ({place}). What it holds is used. Ask the supplier whether an invoice is missing.",
    fr: "{file} annonce {said|message|messages} ou groupes et en contient {found} ({place}). Ce qu’il contient est utilisé. Demandez au fournisseur s’il manque une facture.",
  },
  edi_no_envelope: {
    en: "{file} does not open as an EDIFACT file should: {tag} stands before any UNB ({place}). Nothing of it was used. Ask the supplier for the whole file.",
    fr: "{file} ne commence pas comme un fichier EDIFACT : {tag} se trouve avant tout UNB ({place}). Rien n’en a été utilisé. Demandez le fichier complet au fournisseur.",
  },
  edi_outside_message: {
    en: "In {file}, {tag} stands outside any message: a UNH is missing ({place}). Nothing of the file was used. Ask the supplier for a correct one.",
    fr: "Dans {file}, {tag} se trouve hors de tout message : il manque un UNH ({place}). Rien du fichier n’a été utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_nesting: {
    en: "In {file}, {tag} stands where it may not: something before it was not closed ({place}). Nothing of the file was used. Ask the supplier for a correct one.",
    fr: "Dans {file}, {tag} est mal placé : ce qui précède n’a pas été fermé ({place}). Rien du fichier n’a été utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_trailer_missing: {
    en: "{file} is cut off: its {trailer} is missing ({place}). Nothing of it was used. Ask the supplier to send it again.",
    fr: "{file} est tronqué : il manque son {trailer} ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  edi_segment_too_long: {
    en: "{file} holds a segment that does not end ({place}). Nothing of it was used. Ask the supplier for a correct one.",
    fr: "{file} contient un segment sans fin ({place}). Rien n’en a été utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_too_many_elements: {
    en: "{file} holds a segment with more elements than any can have ({place}). Nothing of it was used. Ask the supplier for a correct one.",
    fr: "{file} contient un segment avec trop d’éléments ({place}). Rien n’en a été utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_release_at_end: {
    en: "{file} is cut off in the middle of a text ({place}). Nothing of it was used. Ask the supplier to send it again.",
    fr: "{file} est tronqué au milieu d’un texte ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  edi_segment_unfinished: {
    en: "{file} is cut off in the middle of a segment ({place}). Nothing of it was used. Ask the supplier to send it again.",
    fr: "{file} est tronqué au milieu d’un segment ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  edi_count_wrong: {
    en: "In {file}, {trailer} announces {said} and there are {found} ({place}). The file is used all the same. Tell the supplier.",
    fr: "Dans {file}, {trailer} en annonce {said} et il y en a {found} ({place}). Le fichier est utilisé quand même. Signalez-le au fournisseur.",
  },
  edi_reference_differs: {
    en: "In {file}, {trailer} names {said} instead of {expected} ({place}). The file is used all the same. Tell the supplier.",
    fr: "Dans {file}, {trailer} cite {said} au lieu de {expected} ({place}). Le fichier est utilisé quand même. Signalez-le au fournisseur.",
  },
  edi_advice_invalid: {
    en: "The UNA of {file} is not valid ({place}). The usual characters were taken and the file is used. Tell the supplier.",
    fr: "L’UNA de {file} n’est pas valable ({place}). Les caractères habituels ont été retenus et le fichier est utilisé. Signalez-le au fournisseur.",
  },
  edi_letters_unpromised: {
    en: "{file} holds letters that its character set {syntax} does not have ({place}). They were read as well as possible and the file is used. Look at the names.",
    fr: "{file} contient des lettres absentes de son jeu de caractères {syntax} ({place}). Elles ont été lues au mieux et le fichier est utilisé. Vérifiez les noms.",
  },
  edi_no_message: {
    en: "{file} holds an interchange without any message ({place}). There was nothing to use; your data has not changed.",
    fr: "{file} contient un échange sans aucun message ({place}). Il n’y avait rien à utiliser ; vos données n’ont pas changé.",
  },
  edi_message_unread: {
    en: "{file} holds a message of the kind {message} ({place}), which we do not read. It is left out; the invoices of the file are used.",
    fr: "{file} contient un message de type {message} ({place}), que nous ne lisons pas. Il est écarté ; les factures du fichier sont utilisées.",
  },
  edi_test: {
    en: "{file} is marked as a test ({place}). Its documents are recognised and never used. Ask the supplier for the real file when it is one.",
    fr: "{file} est marqué comme test ({place}). Ses documents sont reconnus et jamais utilisés. Demandez le vrai fichier au fournisseur le moment venu.",
  },
  edi_tag_unknown: {
    en: "In {file}, “{tag}” is no segment, perhaps after an apostrophe that was not released ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, « {tag} » n’est pas un segment, peut-être après une apostrophe non protégée ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_control_character: {
    en: "In {file}, a {tag} segment holds characters that no text has ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, un segment {tag} contient des caractères interdits dans un texte ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_repeated_too_often: {
    en: "In {file}, {tag} comes more than {most} times in a row ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, {tag} est répété plus de {most} fois de suite ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_out_of_order: {
    en: "In {file}, {tag} stands where it may not ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, {tag} n’est pas à sa place ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_segment_missing: {
    en: "In {file}, a message has no {tag} ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, un message n’a pas de {tag} ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_party_without_list: {
    en: "In {file}, the code of {party} does not say whose list it comes from ({place}). The document is used all the same.",
    fr: "Dans {file}, le code de {party} ne dit pas de quelle liste il vient ({place}). Le document est utilisé quand même.",
  },
  edi_number_ambiguous: {
    en: "Invoice {number} in {file}: {field} holds {value}, which can be read in two ways, as the file says that “{mark}” is its decimal mark ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : {field} contient {value}, qui peut se lire de deux façons, car le fichier annonce « {mark} » comme séparateur décimal ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
} as const satisfies Record<string, Text>;
