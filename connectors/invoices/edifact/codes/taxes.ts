// Codes of taxes. Whatever its type (5153), a tax is part of the invoice; one that may be
// informational is left to the sums.

/** Code list 5283: a tax. */
export const taxFunctions = new Set(["", "7"]);
/**
 * Code list 5283: duties, fees and customs details, which may be informational; the sums decide.
 */
export const maybeFunctions = new Set(["1", "2", "3", "4", "5", "6", "9"]);

/** Code list 5153: the sum of all taxes, as a repetition. */
export const allTaxes = "TOT";
/** Code list 5153, and what senders write there: taxes that the buyer withholds. */
export const withheldTaxes = new Set(["RET", "IRPF", "IRP", "WHT"]);

/**
 * Code list 5305: exempt, for resale, zero rated, outside scope, export, supply within the Union.
 * Nothing is owed here.
 */
export const untaxed = new Set(["E", "AB", "Z", "O", "G", "K"]);
/**
 * Code list 5305: the buyer owes the tax (reverse charge), it was passed on or paid, or it is due
 * on another day. Informational.
 */
export const owedElsewhere = new Set(["AE", "B", "C", "AC", "AD"]);
/**
 * Code list 5305: standard, higher, lower and mixed rates, those of the Canary Islands, of Ceuta
 * and Melilla.
 */
export const taxedHere = new Set(["", "S", "H", "AA", "A", "L", "M"]);
