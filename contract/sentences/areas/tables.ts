// What is wrong or unclear in a supplier's table, and which setting clears it up.
import type { Text } from "../../values/json.ts";

export const tables = {
  // Which table a file is.
  file_tables_several: {
    en: "{file} fits several tables of the connection equally well: {tables}. Nothing from it was used; your data has not changed. Give each of these tables a part of the file name (“fileName”), then upload the file again.",
    fr: "{file} convient aussi bien à plusieurs tableaux de la connexion : {tables}. Rien n’en a été utilisé ; vos données n’ont pas changé. Donnez à chacun de ces tableaux une partie du nom de fichier (« fileName »), puis déposez à nouveau le fichier.",
  },
  file_table_unknown: {
    en: "{file} is a table that the connection does not describe. It begins with: {columns}. Nothing from it was used; your data has not changed. Add a table with these columns to the connection.",
    fr: "{file} est un tableau que la connexion ne décrit pas. Il commence par : {columns}. Rien n’en a été utilisé ; vos données n’ont pas changé. Ajoutez à la connexion un tableau avec ces colonnes.",
  },
  file_table_incomplete: {
    en: "{file} looks like the table {table}, but lacks these columns: {columns}. Nothing from it was used; your data has not changed. Ask the supplier for the complete file, or correct the table in the connection.",
    fr: "{file} ressemble au tableau {table}, mais il y manque ces colonnes : {columns}. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur le fichier complet, ou corrigez le tableau dans la connexion.",
  },
  file_table_elsewhere: {
    en: "{file} has the columns of the table {table}, but not where the table looks for them. Nothing from it was used; your data has not changed. Correct “firstLine” or “fileName” of this table in the connection.",
    fr: "{file} a les colonnes du tableau {table}, mais pas là où le tableau les cherche. Rien n’en a été utilisé ; vos données n’ont pas changé. Corrigez « firstLine » ou « fileName » de ce tableau dans la connexion.",
  },
  // What makes the whole file unreadable.
  csv_column_twice: {
    en: "{file} has several columns named “{field}” ({place}), so we cannot tell which one is meant. Nothing from it was used; your data has not changed. Give the number of the column in the table instead of its name.",
    fr: "{file} a plusieurs colonnes nommées « {field} » ({place}) : nous ne pouvons pas savoir laquelle est la bonne. Rien n’en a été utilisé ; vos données n’ont pas changé. Indiquez dans le tableau le numéro de la colonne au lieu de son nom.",
  },
  csv_rows_wide: {
    en: "{file} has a row of {found} cells under a header of {most} ({place}), and we cannot tell which invoice it belongs to. Nothing from it was used; your data has not changed. Put quotes around the cell that contains a delimiter, then upload the file again.",
    fr: "{file} contient une ligne de {found} cellules sous un en-tête de {most} ({place}), et nous ne pouvons pas savoir à quelle facture elle appartient. Rien n’en a été utilisé ; vos données n’ont pas changé. Mettez entre guillemets la cellule qui contient un séparateur, puis déposez à nouveau le fichier.",
  },
  csv_too_large: {
    en: "{file} is too large for a table. Nothing from it was used. Split it into several files.",
    fr: "{file} est trop volumineux pour un tableau. Rien n’en a été utilisé. Découpez-le en plusieurs fichiers.",
  },
  csv_row_too_long: {
    en: "{file} has a row that does not end ({place}), perhaps after a quote that was not closed. Nothing from it was used. Correct the file and upload it again.",
    fr: "{file} contient une ligne sans fin ({place}), peut-être après un guillemet non fermé. Rien n’en a été utilisé. Corrigez le fichier, puis déposez-le à nouveau.",
  },
  csv_too_many_columns: {
    en: "{file} has a row with too many columns ({place}). Nothing from it was used. Check the delimiter of its table.",
    fr: "{file} contient une ligne avec trop de colonnes ({place}). Rien n’en a été utilisé. Vérifiez le séparateur de son tableau.",
  },
  csv_cell_too_long: {
    en: "{file} has a cell that is too long ({place}). Nothing from it was used. Correct the file and upload it again.",
    fr: "{file} contient une cellule trop longue ({place}). Rien n’en a été utilisé. Corrigez le fichier, puis déposez-le à nouveau.",
  },
  csv_quote_open: {
    en: "{file} ends inside quotes ({place}). Nothing from it was used. Ask the supplier to send it again.",
    fr: "{file} se termine à l’intérieur de guillemets ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  csv_quote_stray: {
    en: "{file} has a quote in the wrong place ({place}). Nothing from it was used. Correct the file and upload it again.",
    fr: "{file} contient un guillemet mal placé ({place}). Rien n’en a été utilisé. Corrigez le fichier, puis déposez-le à nouveau.",
  },
  csv_too_many_rows: {
    en: "{file} has more than {most} rows. Nothing from it was used. Split it into several files.",
    fr: "{file} a plus de {most} lignes. Rien n’en a été utilisé. Découpez-le en plusieurs fichiers.",
  },
  csv_line_before_header: {
    en: "{file} has a line before the first invoice header ({place}). Nothing from it was used. Ask the supplier for the complete file.",
    fr: "{file} contient une ligne avant le premier en-tête de facture ({place}). Rien n’en a été utilisé. Demandez le fichier complet au fournisseur.",
  },
  csv_record_unknown: {
    en: "{file} has a record of an unknown type, “{record}” ({place}). The invoice above it is left out; if there is none, nothing from the file is used. Ask the supplier for a corrected file.",
    fr: "{file} contient un enregistrement de type inconnu, « {record} » ({place}). La facture qui le précède est écartée ; s’il n’y en a pas, rien du fichier n’est utilisé. Demandez un fichier corrigé au fournisseur.",
  },
  csv_no_rows: {
    en: "{file} has the header of its table but no row below it. There was nothing to use; your data has not changed. If rows are missing, ask the supplier for the complete file.",
    fr: "{file} a l’en-tête de son tableau, mais aucune ligne dessous. Il n’y avait rien à utiliser ; vos données n’ont pas changé. S’il manque des lignes, demandez le fichier complet au fournisseur.",
  },
  // Letters.
  csv_letters_unpromised: {
    en: "{file} should be UTF-8 but is not. We read it as Windows-1252, and it is used. Check the names.",
    fr: "{file} devrait être en UTF-8, mais ne l’est pas. Nous l’avons lu en Windows-1252, et il est utilisé. Vérifiez les noms.",
  },
  csv_letters_lost: {
    en: "{file} has letters that cannot be read ({count}), the first at {place}. They are shown as “�”; the file is used. Check the names, and ask the supplier for the file in UTF-8.",
    fr: "{file} contient des lettres illisibles ({count}), la première à {place}. Elles sont affichées « � » ; le fichier est utilisé. Vérifiez les noms, et demandez au fournisseur le fichier en UTF-8.",
  },
  csv_letters_mixed: {
    en: "{file} mixes UTF-8 and Windows-1252 (letters that differ from the rest: {count}, the first at {place}). We read each as what it is, and the file is used. Check the names.",
    fr: "{file} mélange UTF-8 et Windows-1252 (lettres qui diffèrent du reste : {count}, la première à {place}). Nous avons lu chacune pour ce qu’elle est, et le fichier est utilisé. Vérifiez les noms.",
  },
  csv_letters_other: {
    en: "{file} should be in {said} but is in {found}. We read it as {found}; there is nothing to do.",
    fr: "{file} devrait être en {said}, mais est en {found}. Nous l’avons lu en {found} ; il n’y a rien à faire.",
  },
  // Rows that are no record.
  csv_row_total: {
    en: "In {file}, “{text}” is a row of totals and agrees with the other rows ({place}). It is left out; there is nothing to do.",
    fr: "Dans {file}, « {text} » est une ligne de totaux et concorde avec les autres lignes ({place}). Elle est écartée ; il n’y a rien à faire.",
  },
  csv_row_total_differs: {
    en: "In {file}, “{text}” looks like a row of totals and says {said}, but the rows add up to {found} ({place}). It is left out; the other rows are used. Check that no row is missing.",
    fr: "Dans {file}, « {text} » semble être une ligne de totaux et indique {said}, mais les lignes totalisent {found} ({place}). Elle est écartée ; les autres lignes sont utilisées. Vérifiez qu’aucune ligne ne manque.",
  },
  csv_row_left_out: {
    en: "In {file}, the row “{text}” has neither an invoice number nor a date ({place}). It is left out; the other rows are used. Check that it is not an invoice.",
    fr: "Dans {file}, la ligne « {text} » n’a ni numéro de facture ni date ({place}). Elle est écartée ; les autres lignes sont utilisées. Vérifiez qu’il ne s’agit pas d’une facture.",
  },
  csv_row_note: {
    en: "In {file}, the row “{text}” has no amount ({place}). It is left out as a note; there is nothing to do.",
    fr: "Dans {file}, la ligne « {text} » n’a aucun montant ({place}). Elle est écartée comme simple note ; il n’y a rien à faire.",
  },
  csv_row_header: {
    en: "{file} repeats its header ({place}). That row is left out; there is nothing to do.",
    fr: "{file} répète son en-tête ({place}). Cette ligne est écartée ; il n’y a rien à faire.",
  },
  csv_rows_above: {
    en: "{file} has rows above the header ({count}, from {place}). They are left out; there is nothing to do.",
    fr: "{file} contient des lignes avant l’en-tête ({count}, à partir de {place}). Elles sont écartées ; il n’y a rien à faire.",
  },
  csv_rows_empty: {
    en: "{file} has empty rows ({count}, from {place}). They are left out; there is nothing to do.",
    fr: "{file} contient des lignes vides ({count}, à partir de {place}). Elles sont écartées ; il n’y a rien à faire.",
  },
  csv_rows_filtered: {
    en: "The filter of the table leaves out rows of {file} ({count}, from {place}). There is nothing to do.",
    fr: "Le filtre du tableau écarte des lignes de {file} ({count}, à partir de {place}). Il n’y a rien à faire.",
  },
  csv_rows_more: {
    en: "More rows like these are left out of {file}: {count}.",
    fr: "D’autres lignes de ce genre sont écartées dans {file} : {count}.",
  },
  csv_row_may_be_total: {
    en: "Invoice {number} in {file}: the row “{text}” may be a subtotal or another item, and nothing tells which ({place}). The invoice is left out; the rest of the file is used. Remove the row or complete it, then upload the file again.",
    fr: "Facture {number} dans {file} : la ligne « {text} » peut être un sous-total ou un article de plus, et rien n’indique lequel ({place}). La facture est écartée ; le reste du fichier est utilisé. Retirez ou complétez la ligne, puis déposez à nouveau le fichier.",
  },
  csv_row_without_number: {
    en: "In {file}, the row “{text}” has amounts but no invoice number ({place}). It is left out, and so is the invoice above it if the row may be one of its items; the rest of the file is used. Add the number, then upload the file again.",
    fr: "Dans {file}, la ligne « {text} » a des montants, mais pas de numéro de facture ({place}). Elle est écartée, ainsi que la facture qui la précède si la ligne peut en être un article ; le reste du fichier est utilisé. Ajoutez le numéro, puis déposez à nouveau le fichier.",
  },
  // Rows that are damaged: they cost their document.
  csv_row_quote: {
    en: "Invoice {number} in {file}: a quote in one of its rows is not closed, or is in the wrong place ({place}). The invoice is left out; the rest of the file is used. Correct the row, then upload the file again.",
    fr: "Facture {number} dans {file} : un guillemet d’une de ses lignes n’est pas fermé, ou est mal placé ({place}). La facture est écartée ; le reste du fichier est utilisé. Corrigez la ligne, puis déposez à nouveau le fichier.",
  },
  csv_row_wide: {
    en: "Invoice {number} in {file}: a row has {found} cells under a header of {most} ({place}), so its amounts may be in the wrong columns. The invoice is left out; the rest of the file is used. Put quotes around the cell that contains a delimiter.",
    fr: "Facture {number} dans {file} : une ligne a {found} cellules sous un en-tête de {most} ({place}) : ses montants sont peut-être dans les mauvaises colonnes. La facture est écartée ; le reste du fichier est utilisé. Mettez entre guillemets la cellule qui contient un séparateur.",
  },
  csv_row_short: {
    en: "Invoice {number} in {file}: a row ends after {found} of {most} cells ({place}). The invoice is left out; the rest of the file is used. Ask the supplier for the complete file.",
    fr: "Facture {number} dans {file} : une ligne s’arrête après {found} cellules sur {most} ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez le fichier complet au fournisseur.",
  },
  csv_row_cell: {
    en: "Invoice {number} in {file}: a cell in one of its rows is too long ({place}). The invoice is left out; the rest of the file is used. Correct the row, then upload the file again.",
    fr: "Facture {number} dans {file} : une cellule d’une de ses lignes est trop longue ({place}). La facture est écartée ; le reste du fichier est utilisé. Corrigez la ligne, puis déposez à nouveau le fichier.",
  },
  csv_control_character: {
    en: "Invoice {number} in {file}: {field} contains a control character, “{value}” ({place}). The invoice is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : {field} contient un caractère de contrôle, « {value} » ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  // Numbers and dates that can be read in two ways.
  csv_number_ambiguous: {
    en: "Invoice {number} in {file}: {field} “{value}” can mean {one} or {other} ({place}). We do not guess: the invoice is left out; the rest of the file is used. Set the decimal mark of this table (“decimal”) in the connection, then upload the file again.",
    fr: "Facture {number} dans {file} : {field} « {value} » peut signifier {one} ou {other} ({place}). Nous ne devinons pas : la facture est écartée ; le reste du fichier est utilisé. Indiquez le séparateur décimal de ce tableau (« decimal ») dans la connexion, puis déposez à nouveau le fichier.",
  },
  csv_number_marks: {
    en: "Invoice {number} in {file}: {field} “{value}” does not fit the decimal and thousands marks declared for its table ({place}). The invoice is left out; the rest of the file is used. Check “decimal” and “thousands” of this table in the connection.",
    fr: "Facture {number} dans {file} : {field} « {value} » ne correspond pas aux séparateurs de décimales et de milliers déclarés pour son tableau ({place}). La facture est écartée ; le reste du fichier est utilisé. Vérifiez « decimal » et « thousands » de ce tableau dans la connexion.",
  },
  csv_number_scientific: {
    en: "Invoice {number} in {file}: a spreadsheet shortened {field} to “{value}” and lost its last digits ({place}). The invoice is left out; the rest of the file is used. Ask the supplier for the file as it was before it was opened in a spreadsheet.",
    fr: "Facture {number} dans {file} : un tableur a abrégé {field} en « {value} » et en a perdu les derniers chiffres ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez au fournisseur le fichier tel qu’il était avant d’être ouvert dans un tableur.",
  },
  csv_number_figures: {
    en: "Invoice {number} in {file}: {field} “{value}” is not written with the digits 0 to 9 ({place}). The invoice is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : {field} « {value} » n’est pas écrit avec les chiffres 0 à 9 ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  csv_number_size: {
    en: "Invoice {number} in {file}: {field} “{value}” has more digits than we can store exactly ({place}). The invoice is left out; the rest of the file is used. Ask the supplier to round it.",
    fr: "Facture {number} dans {file} : {field} « {value} » a plus de chiffres que nous ne pouvons en conserver exactement ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez au fournisseur de l’arrondir.",
  },
  csv_cell_formula: {
    en: "Invoice {number} in {file}: a spreadsheet left an error or a formula in {field}, “{value}” ({place}). The invoice is left out; the rest of the file is used. Open the spreadsheet, fix the cell or widen its column, then save it again.",
    fr: "Facture {number} dans {file} : un tableur a laissé une erreur ou une formule dans {field}, « {value} » ({place}). La facture est écartée ; le reste du fichier est utilisé. Ouvrez le tableur, corrigez la cellule ou élargissez sa colonne, puis enregistrez à nouveau.",
  },
  csv_rate_ambiguous: {
    en: "Invoice {number} in {file}: the VAT rate “{value}” can be a percentage or a fraction, or may not be a rate ({place}). The invoice is left out; the rest of the file is used. Set “unit” of the column {field} to “percent” or “fraction” in the connection.",
    fr: "Facture {number} dans {file} : le taux de TVA « {value} » peut être un pourcentage ou une fraction, ou n’est pas un taux ({place}). La facture est écartée ; le reste du fichier est utilisé. Réglez « unit » de la colonne {field} sur « percent » ou « fraction » dans la connexion.",
  },
  csv_date_ambiguous: {
    en: "Invoice {number} in {file}: {field} “{value}” can mean {one} or {other} ({place}). We do not guess: the invoice is left out; the rest of the file is used. Set “format” of this column in the connection, for example DD/MM/YYYY, then upload the file again.",
    fr: "Facture {number} dans {file} : {field} « {value} » peut signifier {one} ou {other} ({place}). Nous ne devinons pas : la facture est écartée ; le reste du fichier est utilisé. Réglez « format » de cette colonne dans la connexion, par exemple DD/MM/YYYY, puis déposez à nouveau le fichier.",
  },
  csv_date_format: {
    en: "Invoice {number} in {file}: {field} “{value}” is not a date in the format {format} ({place}). The invoice is left out; the rest of the file is used. Check “format” of this column in the connection.",
    fr: "Facture {number} dans {file} : {field} « {value} » n’est pas une date au format {format} ({place}). La facture est écartée ; le reste du fichier est utilisé. Vérifiez « format » de cette colonne dans la connexion.",
  },
  csv_date_serial: {
    en: "Invoice {number} in {file}: {field} “{value}” looks like the day number of a spreadsheet, {day} ({place}). The invoice is left out; the rest of the file is used. If it is one, set “format” of this column to “serial” in the connection.",
    fr: "Facture {number} dans {file} : {field} « {value} » ressemble au numéro de jour d’un tableur, {day} ({place}). La facture est écartée ; le reste du fichier est utilisé. Si c’en est un, réglez « format » de cette colonne sur « serial » dans la connexion.",
  },
  csv_currency_differs: {
    en: "Invoice {number} in {file}: {field} is in “{value}”, but its table says {currency} ({place}). The invoice is left out; the rest of the file is used. Check the currency of this table in the connection.",
    fr: "Facture {number} dans {file} : {field} est en « {value} », mais son tableau indique {currency} ({place}). La facture est écartée ; le reste du fichier est utilisé. Vérifiez la devise de ce tableau dans la connexion.",
  },
  csv_type_undeclared: {
    en: "Invoice {number} in {file}: its table does not say whether “{value}” in {field} is an invoice or a credit note ({place}). It is left out; the rest of the file is used. Add the value to “invoice” or “credit” of this table in the connection.",
    fr: "Facture {number} dans {file} : son tableau n’indique pas si « {value} » dans {field} est une facture ou un avoir ({place}). Elle est écartée ; le reste du fichier est utilisé. Ajoutez cette valeur à « invoice » ou à « credit » de ce tableau dans la connexion.",
  },
  // Identifiers that a spreadsheet took for something else.
  csv_identity_destroyed: {
    en: "In {file}, a spreadsheet destroyed an invoice number: {field} is “{value}” ({place}). The invoice is left out; the rest of the file is used. Ask the supplier for the file as it was before it was opened in a spreadsheet.",
    fr: "Dans {file}, un tableur a détruit le numéro d’une facture : {field} vaut « {value} » ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez au fournisseur le fichier tel qu’il était avant d’être ouvert dans un tableur.",
  },
  csv_identifier_exponent: {
    en: "Invoice {number} in {file}: a spreadsheet shortened {field} to “{value}” ({place}). It is left empty; the amounts are used. Ask the supplier for the file as it was before it was opened in a spreadsheet.",
    fr: "Facture {number} dans {file} : un tableur a abrégé {field} en « {value} » ({place}). Ce champ est laissé vide ; les montants sont utilisés. Demandez au fournisseur le fichier tel qu’il était avant d’être ouvert dans un tableur.",
  },
  csv_identifier_date: {
    en: "Invoice {number} in {file}: a spreadsheet turned {field} into a date, “{value}” ({place}). It is left empty; the amounts are used. Ask the supplier for the file as it was before it was opened in a spreadsheet.",
    fr: "Facture {number} dans {file} : un tableur a transformé {field} en date, « {value} » ({place}). Ce champ est laissé vide ; les montants sont utilisés. Demandez au fournisseur le fichier tel qu’il était avant d’être ouvert dans un tableur.",
  },
  csv_identifier_rounded: {
    en: "Invoice {number} in {file}: a spreadsheet rounded {field} to “{value}” ({place}). It is left empty; the amounts are used. Ask the supplier for the file as it was before it was opened in a spreadsheet.",
    fr: "Facture {number} dans {file} : un tableur a arrondi {field} à « {value} » ({place}). Ce champ est laissé vide ; les montants sont utilisés. Demandez au fournisseur le fichier tel qu’il était avant d’être ouvert dans un tableur.",
  },
  csv_identifier_formula: {
    en: "Invoice {number} in {file}: a spreadsheet left an error or a formula in {field}, “{value}” ({place}). It is left empty; the amounts are used. Fix the cell in the spreadsheet, then save it again.",
    fr: "Facture {number} dans {file} : un tableur a laissé une erreur ou une formule dans {field}, « {value} » ({place}). Ce champ est laissé vide ; les montants sont utilisés. Corrigez la cellule dans le tableur, puis enregistrez à nouveau.",
  },
  csv_ean_zeros: {
    en: "Invoice {number} in {file}: {field} “{value}” has lost its leading zeros, as its check digit shows ({place}). It is kept as it came; the amounts are used. Ask the supplier for the file as it was before it was opened in a spreadsheet.",
    fr: "Facture {number} dans {file} : {field} « {value} » a perdu ses zéros de tête, comme le montre sa clé de contrôle ({place}). Il est gardé tel quel ; les montants sont utilisés. Demandez au fournisseur le fichier tel qu’il était avant d’être ouvert dans un tableur.",
  },
  csv_ean_check: {
    en: "Invoice {number} in {file}: the check digit of {field} “{value}” is wrong ({place}). It is kept as it came; the amounts are used. Check the article.",
    fr: "Facture {number} dans {file} : la clé de contrôle de {field} « {value} » est fausse ({place}). Il est gardé tel quel ; les montants sont utilisés. Vérifiez l’article.",
  },
  // Sums.
  csv_amount_missing: {
    en: "Invoice {number} in {file}: {field} is empty and cannot be worked out from the other amounts ({place}); an empty amount is not zero. The invoice is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : {field} est vide et ne peut pas être déduit des autres montants ({place}) ; un montant vide n’est pas un zéro. La facture est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  csv_rows_disagree: {
    en: "Invoice {number} in {file}: its rows disagree about {field} ({place}). The invoice is left out; the rest of the file is used. Ask the supplier for a corrected invoice.",
    fr: "Facture {number} dans {file} : ses lignes se contredisent sur {field} ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez une facture corrigée au fournisseur.",
  },
  csv_invoice_negative: {
    en: "{number} in {file} is negative, but its table has only invoices ({place}). It is used as a negative invoice. If it is a credit note, set “type” of this table in the connection.",
    fr: "{number} dans {file} est négatif, mais son tableau ne contient que des factures ({place}). Ce document est utilisé comme facture négative. Si c’est un avoir, réglez « type » de ce tableau dans la connexion.",
  },
} as const satisfies Record<string, Text>;
