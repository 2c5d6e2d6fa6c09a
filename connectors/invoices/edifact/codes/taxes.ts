// Taxes: what makes one part of an invoice. A tax is a tax whatever its type (5153); what may be
// for information is left to the sums.

/** Code list 5283: a tax. */
export const taxFunctions = new Set(["", "7"]);
/**
 * Code list 5283: duties, fees and details of customs, which may be told for information: the sums
 * decide.
 */
export const maybeFunctions = new Set(["1", "2", "3", "4", "5", "6", "9"]);

/** Code list 5153: the sum of all taxes, told once more. */
export const allTaxes = "TOT";
/** Code list 5153, and what senders write there: taxes that the buyer keeps back. */
export const withheldTaxes = new Set(["RET", "IRPF", "IRP", "WHT"]);

/**
 * Code list 5305: exempt, for resale, zero rated, outside scope, export, supply inside the Union: a
 * rate or an amount is not owed here.
 */
export const untaxed = new Set(["E", "AB", "Z", "O", "G", "K"]);
/**
 * Code list 5305: the buyer owes the tax (reverse charge), it was passed on or paid, or it is due
 * another day: told for information.
 */
export const owedElsewhere = new Set(["AE", "B", "C", "AC", "AD"]);
/** Code list 5305: rates, whole, higher, lower, mixed, of the Canaries, of Ceuta and Melilla. */
export const taxedHere = new Set(["", "S", "H", "AA", "A", "L", "M"]);
