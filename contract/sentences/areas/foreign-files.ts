// Files of formats we recognise but do not read: what they are, and what to do.
import type { Text } from "../../values/json.ts";

/** `{format}` and `{document}` are proper names, the same in both languages. */
export const foreignFiles = {
  file_is_ubl: {
    en: "{file} is a UBL document ({document}), which we cannot read yet. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est un document UBL ({document}), que nous ne savons pas encore lire. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-le à la main.",
  },
  file_is_cii: {
    en: "{file} is an XML invoice in the Cross Industry Invoice format (CII, also ZUGFeRD and Factur-X), which we cannot read yet. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est une facture XML au format Cross Industry Invoice (CII, aussi ZUGFeRD et Factur-X), que nous ne savons pas encore lire. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-la à la main.",
  },
  file_is_facturx: {
    en: "{file} is a PDF with an XML invoice inside (Factur-X, ZUGFeRD), which we cannot read yet. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est un PDF qui contient une facture XML (Factur-X, ZUGFeRD), que nous ne savons pas encore lire. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-la à la main.",
  },
  file_is_sbdh: {
    en: "{file} is a document in a transport envelope (SBDH, used by Peppol): {document}. We cannot read it yet. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est un document dans une enveloppe de transport (SBDH, utilisée par Peppol) : {document}. Nous ne savons pas encore le lire. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-le à la main.",
  },
  file_is_xml_invoice: {
    en: "{file} is a document in the XML format {format}, which we do not read. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est un document au format XML {format}, que nous ne lisons pas. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-le à la main.",
  },
  file_is_xml: {
    en: "{file} is an unknown kind of XML; it begins with “{format}”. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV.",
    fr: "{file} est un XML d’un type inconnu ; il commence par « {format} ». Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV.",
  },
  file_is_pdf: {
    en: "{file} is a PDF for people to read; it contains no invoice data. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter the invoice by hand.",
    fr: "{file} est un PDF fait pour être lu par des personnes ; il ne contient aucune donnée de facture. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez la facture à la main.",
  },
  file_is_x12: {
    en: "{file} is ANSI X12, the EDI of North America, which we cannot read yet. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT (INVOIC) or CSV.",
    fr: "{file} est de l’ANSI X12, l’EDI d’Amérique du Nord, que nous ne savons pas encore lire. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT (INVOIC) ou du CSV.",
  },
  file_is_tradacoms: {
    en: "{file} is TRADACOMS, the older EDI of British retail, which we cannot read yet. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT (INVOIC) or CSV.",
    fr: "{file} est du TRADACOMS, l’ancien EDI du commerce britannique, que nous ne savons pas encore lire. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT (INVOIC) ou du CSV.",
  },
  file_is_idoc: {
    en: "{file} is an SAP IDoc, which we do not read. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT (INVOIC) or CSV.",
    fr: "{file} est un IDoc de SAP, que nous ne lisons pas. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT (INVOIC) ou du CSV.",
  },
  file_is_spreadsheet: {
    en: "{file} is a spreadsheet ({format}), which we cannot read yet. Nothing from it was used; your data has not changed. Open it, save the sheet as “CSV UTF-8” and upload that file; check that long article numbers stay complete.",
    fr: "{file} est un classeur de tableur ({format}), que nous ne savons pas encore lire. Rien n’en a été utilisé ; vos données n’ont pas changé. Ouvrez-le, enregistrez la feuille au format « CSV UTF-8 » et déposez ce fichier ; vérifiez que les longs numéros d’article restent complets.",
  },
  file_is_office: {
    en: "{file} is an office document ({format}) for people to read. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV.",
    fr: "{file} est un document bureautique ({format}) fait pour être lu par des personnes. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV.",
  },
  file_is_archive: {
    en: "{file} is an archive of files ({format}), which we cannot open yet. Nothing from it was used; your data has not changed. Unpack it and upload the files inside.",
    fr: "{file} est une archive de fichiers ({format}), que nous ne savons pas encore ouvrir. Rien n’en a été utilisé ; vos données n’ont pas changé. Décompressez-la et déposez les fichiers qu’elle contient.",
  },
  file_is_json: {
    en: "{file} is JSON, which we do not read. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV.",
    fr: "{file} est du JSON, que nous ne lisons pas. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV.",
  },
  file_is_html: {
    en: "{file} is a web page: a table saved as a web page, or a sign-in page saved instead of the file. Nothing from it was used; your data has not changed. Download it again; if it is a table, open it in a spreadsheet, save it as “CSV UTF-8” and upload that file.",
    fr: "{file} est une page web : un tableau enregistré sous cette forme, ou une page de connexion enregistrée à la place du fichier. Rien n’en a été utilisé ; vos données n’ont pas changé. Téléchargez-le à nouveau ; si c’est un tableau, ouvrez-le dans un tableur, enregistrez-le au format « CSV UTF-8 » et déposez ce fichier.",
  },
  file_is_image: {
    en: "{file} is a picture ({format}). Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter the invoice by hand.",
    fr: "{file} est une image ({format}). Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez la facture à la main.",
  },
  file_is_email: {
    en: "{file} is an e-mail. Nothing from it was used; your data has not changed. Open it, save the attached file and upload that one.",
    fr: "{file} est un courriel. Rien n’en a été utilisé ; vos données n’ont pas changé. Ouvrez-le, enregistrez la pièce jointe et déposez celle-ci.",
  },
  file_is_signed: {
    en: "{file} is signed or encrypted, so we cannot see what it contains. Nothing from it was used; your data has not changed. Open it with the program that signs or decrypts, and upload the result if it is EDIFACT or CSV.",
    fr: "{file} est signé ou chiffré : nous ne pouvons pas voir ce qu’il contient. Rien n’en a été utilisé ; vos données n’ont pas changé. Ouvrez-le avec le logiciel de signature ou de déchiffrement, et déposez le résultat si c’est de l’EDIFACT ou du CSV.",
  },
} as const satisfies Record<string, Text>;
