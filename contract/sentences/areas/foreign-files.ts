// Files of formats we recognise but do not read: what they are, and what to do.
import type { Text } from "../../values/json.ts";

export const foreignFiles = {
  file_is_ubl: {
    en: "{file} is a UBL document ({document}). Reading those comes later. Nothing of it was used; your data has not changed. Until then, ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est un document UBL ({document}). Sa lecture viendra plus tard. Rien n’en a été utilisé ; vos données n’ont pas changé. D’ici là, demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-le à la main.",
  },
  file_is_cii: {
    en: "{file} is an invoice in XML of the Cross Industry Invoice (CII, also ZUGFeRD and Factur-X). Reading those comes later. Nothing of it was used; your data has not changed. Until then, ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est une facture XML au format Cross Industry Invoice (CII, aussi ZUGFeRD et Factur-X). Sa lecture viendra plus tard. Rien n’en a été utilisé ; vos données n’ont pas changé. D’ici là, demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-la à la main.",
  },
  file_is_facturx: {
    en: "{file} is a PDF that holds an invoice as XML (Factur-X, ZUGFeRD). Reading those comes later. Nothing of it was used; your data has not changed. Until then, ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est un PDF qui contient une facture en XML (Factur-X, ZUGFeRD). Sa lecture viendra plus tard. Rien n’en a été utilisé ; vos données n’ont pas changé. D’ici là, demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-la à la main.",
  },
  file_is_sbdh: {
    en: "{file} is a document in a transport envelope (SBDH, as Peppol sends it): {document}. Reading those comes later. Nothing of it was used; your data has not changed. Until then, ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est un document dans une enveloppe de transport (SBDH, comme sur Peppol) : {document}. Sa lecture viendra plus tard. Rien n’en a été utilisé ; vos données n’ont pas changé. D’ici là, demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-le à la main.",
  },
  file_is_xml_invoice: {
    en: "{file} is a document in the XML format {format}, which we do not read. Nothing of it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est un document au format XML {format}, que nous ne lisons pas. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez-le à la main.",
  },
  file_is_xml: {
    en: "{file} is XML of a kind that we do not know; it begins with “{format}”. Nothing of it was used; your data has not changed. Ask the supplier for EDIFACT or CSV.",
    fr: "{file} est un XML d’un type que nous ne connaissons pas ; il commence par « {format} ». Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV.",
  },
  file_is_pdf: {
    en: "{file} is a PDF, made for people to read; no invoice data was found in it. Nothing of it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter it by hand.",
    fr: "{file} est un PDF, fait pour être lu par des personnes ; aucune donnée de facture n’y a été trouvée. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez la facture à la main.",
  },
  file_is_x12: {
    en: "{file} is ANSI X12, the EDI of North America. Reading it comes later. Nothing of it was used; your data has not changed. Until then, ask the supplier for EDIFACT (INVOIC) or CSV.",
    fr: "{file} est de l’ANSI X12, l’EDI d’Amérique du Nord. Sa lecture viendra plus tard. Rien n’en a été utilisé ; vos données n’ont pas changé. D’ici là, demandez au fournisseur de l’EDIFACT (INVOIC) ou du CSV.",
  },
  file_is_tradacoms: {
    en: "{file} is TRADACOMS, the older EDI of British retail. Reading it comes later. Nothing of it was used; your data has not changed. Until then, ask the supplier for EDIFACT (INVOIC) or CSV.",
    fr: "{file} est du TRADACOMS, l’ancien EDI du commerce britannique. Sa lecture viendra plus tard. Rien n’en a été utilisé ; vos données n’ont pas changé. D’ici là, demandez au fournisseur de l’EDIFACT (INVOIC) ou du CSV.",
  },
  file_is_idoc: {
    en: "{file} is an IDoc of SAP, which we do not read. Nothing of it was used; your data has not changed. Ask the supplier for EDIFACT (INVOIC) or CSV.",
    fr: "{file} est un IDoc de SAP, que nous ne lisons pas. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT (INVOIC) ou du CSV.",
  },
  file_is_spreadsheet: {
    en: "{file} is a spreadsheet ({format}). Reading those comes later. Nothing of it was used; your data has not changed. Until then, open it, save the sheet as “CSV UTF-8” and bring that file; check that long article numbers stay whole.",
    fr: "{file} est un classeur de tableur ({format}). Sa lecture viendra plus tard. Rien n’en a été utilisé ; vos données n’ont pas changé. D’ici là, ouvrez-le, enregistrez la feuille au format « CSV UTF-8 » et déposez ce fichier ; vérifiez que les longs numéros d’article restent entiers.",
  },
  file_is_office: {
    en: "{file} is a document of an office program ({format}), made for people to read. Nothing of it was used; your data has not changed. Ask the supplier for EDIFACT or CSV.",
    fr: "{file} est un document bureautique ({format}), fait pour être lu par des personnes. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV.",
  },
  file_is_archive: {
    en: "{file} is an archive ({format}) with files inside. Opening those comes later. Nothing of it was used; your data has not changed. Unpack it and bring the files that it holds.",
    fr: "{file} est une archive ({format}) qui contient des fichiers. Son ouverture viendra plus tard. Rien n’en a été utilisé ; vos données n’ont pas changé. Décompressez-la et déposez les fichiers qu’elle contient.",
  },
  file_is_json: {
    en: "{file} is JSON, which we do not read. Nothing of it was used; your data has not changed. Ask the supplier for EDIFACT or CSV.",
    fr: "{file} est du JSON, que nous ne lisons pas. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV.",
  },
  file_is_html: {
    en: "{file} is a web page: a table saved as one, or a sign-in page that was saved in place of the file. Nothing of it was used; your data has not changed. Download it again; if it is a table, open it in a spreadsheet, save it as “CSV UTF-8” and bring that file.",
    fr: "{file} est une page web : un tableau enregistré sous cette forme, ou une page de connexion enregistrée à la place du fichier. Rien n’en a été utilisé ; vos données n’ont pas changé. Téléchargez-le à nouveau ; si c’est un tableau, ouvrez-le dans un tableur, enregistrez-le au format « CSV UTF-8 » et déposez ce fichier.",
  },
  file_is_image: {
    en: "{file} is a picture ({format}). Nothing of it was used; your data has not changed. Ask the supplier for EDIFACT or CSV, or enter the invoice by hand.",
    fr: "{file} est une image ({format}). Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV, ou saisissez la facture à la main.",
  },
  file_is_email: {
    en: "{file} is an e-mail. Nothing of it was used; your data has not changed. Open it, save the file that is attached to it and bring that one.",
    fr: "{file} est un courriel. Rien n’en a été utilisé ; vos données n’ont pas changé. Ouvrez-le, enregistrez la pièce jointe et déposez celle-ci.",
  },
  file_is_signed: {
    en: "{file} is signed or encrypted, so we cannot see what it holds. Nothing of it was used; your data has not changed. Open it with the program that signs or decrypts, and bring what comes out if it is EDIFACT or CSV.",
    fr: "{file} est signé ou chiffré : nous ne pouvons pas voir ce qu’il contient. Rien n’en a été utilisé ; vos données n’ont pas changé. Ouvrez-le avec le logiciel de signature ou de déchiffrement, et déposez ce qui en sort si c’est de l’EDIFACT ou du CSV.",
  },
} as const satisfies Record<string, Text>;
