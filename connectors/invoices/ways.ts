// The ways in which the amounts of an invoice may be read, where senders use the same codes for different things; the likeliest first.
import { absolute, nothing, rateOf, sum, times, type Amount } from "./amount.ts";
import type { Claims, Draft, DraftLine, Tax } from "./draft.ts";

/**
 * `parts` are the charges that count, `adjusted` sums of charges that count beside them. `leftTax` is that of groups that do not
 * count, `withheld` what the buyer keeps back and the total does not show.
 */
export type Way = {
  net: Amount;
  tax: Amount | null;
  rounding: Amount;
  parts: DraftLine[];
  adjusted: Amount;
  leftTax: Amount;
  withheld: Amount;
};

/** What the lines make, without charges; the same for every way. */
export const itemsOf = ({ lines }: Draft): Amount => sum(lines.map(({ kind, net }) => (kind === "line" ? net : nothing)));

export const headerCharges = ({ lines }: Draft): DraftLine[] => lines.filter(({ kind }) => kind === "charge");

export function* waysOf(draft: Draft, claims: Claims, items: Amount): Generator<Way> {
  const [roundings, extras] = [roundingsOf(claims), extrasOf(claims)];
  for (const parts of partsOf(draft, claims)) {
    const before = items + sum(parts.map((part) => part.net));
    for (const adjustment of adjustmentsOf(draft, claims)) {
      for (const extra of extras) {
        const adjusted = adjustment + extra;
        for (const tax of taxesOf(draft, claims, before + adjusted))
          for (const rounding of roundings) yield { net: before + adjusted, ...tax, rounding, parts, adjusted };
      }
    }
  }
}

/**
 * Which charges count, the likeliest first: those of the header, and those of the summary where they are not the same again. Those
 * that are settled elsewhere and those of lines count where the sums need them.
 */
function partsOf(draft: Draft, { charges, inLines, elsewhere }: Claims): DraftLine[][] {
  const header = headerCharges(draft);
  if (header.length + charges.length + inLines.length + elsewhere.length + draft.lineCharges.length === 0) return [[]];
  const both = [...header, ...charges];
  const heads = repeats(charges, header) ? [header, both, []] : [both, header, charges, []];
  const details = [[], draft.lineCharges, inLines, [...draft.lineCharges, ...inLines]];
  const all = [[], elsewhere].flatMap((apart) => details.flatMap((detail) => heads.map((head) => [...head, ...detail, ...apart])));
  const seen = new Set<string>();
  return all.filter((parts) => {
    const key = parts.map(({ number }) => number).join("|");
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** Charges of the summary that are those of the header once more. */
export const repeats = (charges: DraftLine[], header: DraftLine[]): boolean =>
  charges.length > 0 && amountsOf(charges) === amountsOf(header);

const amountsOf = (parts: DraftLine[]): string =>
  parts
    .map(({ net }) => String(net))
    .sort()
    .join("|");

/** A sum of charges repeats charges that are told one by one; else it is one, or lies in the lines. Senders disagree about its sign. */
function adjustmentsOf(draft: Draft, { adjustments, charges, inLines, elsewhere }: Claims): Amount[] {
  const all = sum(adjustments);
  if (all === nothing) return [nothing];
  const told = charges.length + inLines.length + elsewhere.length + draft.lineCharges.length + headerCharges(draft).length > 0;
  return told ? [nothing, all, -all] : [all, -all, nothing];
}

/** None of them, all of them, or one: what is told once more counts already. */
function extrasOf({ extras }: Claims): Amount[] {
  return extras.length === 0 ? [nothing] : [...new Set([nothing, sum(extras), ...extras])];
}

function roundingsOf({ rounding }: Claims): Amount[] {
  const all = sum(rounding);
  return all === nothing ? [nothing] : [all, -all];
}

type TaxWay = Pick<Way, "tax" | "leftTax" | "withheld">;
const plainly = (tax: Amount | null): TaxWay => ({ tax, leftTax: nothing, withheld: nothing });

/** What the tax may be: its groups, else what the summary, the lines or the header say. null: nothing is said of a tax. */
function taxesOf(draft: Draft, claims: Claims, net: Amount): TaxWay[] {
  const { taxes } = draft;
  const known = taxes.some(({ tax }) => tax !== null);
  if (known || (claims.taxes.length === 0 && taxes.some((one) => derived(one, taxes, net) !== null))) return groupsOf(taxes, net);
  if (claims.taxes.length > 0) return [...new Set([sum(claims.taxes), ...claims.taxes])].map(plainly);
  const lines = draft.lines.filter(({ kind }) => kind === "line");
  if (lines.some(({ tax }) => tax !== null)) return [plainly(sum(lines.map(({ tax }) => tax)))];
  if (claims.headerTaxes.length > 0) return [plainly(sum(claims.headerTaxes))];
  const rated = lines.filter(({ vatRate }) => vatRate !== null);
  if (rated.length === 0) return [plainly(null)];
  return [plainly(cents(sum(rated.map(({ net: amount, vatRate }) => times(amount ?? nothing, rateOf(vatRate ?? nothing))))))];
}

function groupsOf(taxes: Tax[], net: Amount): TaxWay[] {
  const of = (some: Tax[]) => sum(some.map((one) => one.tax ?? derived(one, taxes, net)));
  const sure = of(taxes.filter(({ weight }) => weight === undefined));
  const maybe = of(taxes.filter(({ weight }) => weight === "maybe"));
  const told = of(taxes.filter((one) => one.told === true));
  const withheld = absoluteOf(of(taxes.filter(({ weight }) => weight === "withheld")), sure);
  const left = { leftTax: maybe - told, withheld: nothing };
  const ways: TaxWay[] = [
    { tax: sure + maybe - withheld, leftTax: nothing, withheld: nothing },
    { tax: sure - withheld, ...left },
    { tax: sure + maybe, leftTax: nothing, withheld },
    { tax: sure, ...left, withheld },
  ];
  return ways.filter(({ tax }, at) => ways.findIndex((one) => one.tax === tax) === at);
}

/** Withheld amounts come with either sign; they go against the tax. */
const absoluteOf = (amount: Amount, beside: Amount): Amount => (beside < nothing ? -absolute(amount) : absolute(amount));

/** The tax of a group that states its rate alone; null where that is not enough. */
function derived({ rate, base }: Tax, taxes: Tax[], net: Amount): Amount | null {
  if (rate === null) return null;
  const of = base ?? (taxes.length === 1 || rate === nothing ? net : null);
  return of === null ? null : cents(times(of, rateOf(rate)));
}

const cent = 1_000_000n;
const cents = (amount: Amount): Amount => {
  const rounded = ((absolute(amount) + cent / 2n) / cent) * cent;
  return amount < nothing ? -rounded : rounded;
};
