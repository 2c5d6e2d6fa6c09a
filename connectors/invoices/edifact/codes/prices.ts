// Codes of prices and quantities: which of them the invoice is made of.
import { codeOf } from "../../../../formats/edifact/segment.ts";

const words = (text: string): string[] => text.split(" ");
/** As numbers, which compare faster: every price and quantity of every line is looked up. */
const codes = (texts: string[]): Set<number> => new Set(texts.map(codeOf));

/** Code list 5125: the price before allowances. */
export const grossPrice = codeOf("AAB");
/** Code list 5125, best first: the price after allowances, and prices that stand in for it. */
export const netPrices = new Map(
  ["AAA", "INV", "CAL", ""].map((code, at) => [codeOf(code), at] as const),
);
/**
 * Code list 5125: informational prices, with tax, from a catalogue, or average. No amount is
 * computed from them.
 */
export const informationalPrices = codes(["AAC", "AAD", "AAE", "AAF", "AAG", "INF"]);

/**
 * Code list 5387: prices that are not the price of one unit before tax: with tax, old, no quote,
 * negotiable, shares and components of a price, discounts, freight rates.
 */
export const otherPrices = codes(
  words(
    "AAB AAL AAD AAR AAS AAT AAU AAV AAW AAX AAY AAZ ABM DSC FCR MAX MIN MNR MXR NQT OCR OFR PPD SHD TB",
  ),
);

/** Code list 5387: whose price it is, or how binding. It is the price all the same. */
export const plainPrices = codes([
  ...words(
    "AAA AAC AAE AAF AAG AAH AAI AAJ AAK AAM AAN AAO AAP AAQ ABA ABB ABC ABD ABE ABF ABG ABH ABI ABJ ABK ABL ABN ABO",
  ),
  ...words(
    "ABP ABQ ABR ABS ABT ABU ABV AI ALT AP BR CAT CDV CON CP CU CUP CUS DAP DIS DPR DR EC ES EUP GRP INV LBL MSR NE NTP",
  ),
  ...words("NW PAQ PBQ PPR PRO PRP PW QTE RES RTP SRP SW TRF TU TW WH"),
  "",
]);

/**
 * Code list 6063, best first: invoiced, despatched, delivered; and if nothing else is given, number
 * of units, and ordered.
 */
export const lineQuantities = ["47", "12", "46", "1", "21"].map(codeOf);
/** From this rank on, a quantity is only assumed to be the invoiced one. */
export const assumedFrom = 3;
/** Code list 6063: the number of units that the price is for. */
export const unitsOfPrice = codeOf("129");

/**
 * Code list 6063: other quantities of a line. Returned, held back, on order, in stock or to come;
 * in a pack or a layer; free of charge; chargeable weights and measures. None of them is what the
 * line amount is for, or the line amount includes it.
 */
export const informationalQuantities = codes([
  ...words(
    "3 11 17 25 26 27 31 36 35 40 48 52 53 54 57 59 61 66 70 71 73 77 79 83 84 85 91 92 93 94",
  ),
  ...words(
    "99 100 101 102 103 104 105 106 107 108 109 110 111 112 113 119 121 124 127 128 130 131 143 144 145 164 165",
  ),
  ...words("167 168 169 180 182 185 189 190 192 193 194 195 196 198 200 210 218 219"),
  // GS1's codes: in a layer, on a pallet, and the like.
  ...words("11E 15E 45E 46E 51E 56E 59E 63E"),
]);

/** Unit codes that all mean one piece: UN/ECE recommendation 20, and older ones. */
const pieces = new Set(words("PCE EA C62 H87 NAR PC ST U UN ZZ"));

/** Whether two units are the same. An empty one is that of the other. */
export const isSameUnit = (one: string, other: string): boolean =>
  one === "" || other === "" || one === other || (pieces.has(one) && pieces.has(other));
