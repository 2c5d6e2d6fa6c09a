// The ways to read the amounts of an invoice, where senders use the same codes for different
// things; the likeliest first.
import { absolute, zeroAmount, rateOf, sum, product, type Amount } from "./amount.ts";
import type { Claims, DraftLine, Tax } from "./draft.ts";
import { cents, type Statement } from "./statement.ts";

/**
 * One way to read an invoice. `parts`: the charges that count. `inDetail`: the sum of those among
 * them that stand in lines. `adjusted`: sums of charges that count in addition. `leftTax`: the tax
 * of groups that do not count. `withheld`: what the buyer withholds, which the total does not
 * include.
 */
export type Way = {
  net: Amount;
  tax: Amount | null;
  rounding: Amount;
  parts: DraftLine[];
  inDetail: Amount;
  adjusted: Amount;
  leftTax: Amount;
  withheld: Amount;
};

/** Most ways that are tried. A document with more of them is not honest, and is refused. */
const maxWays = 5_000;

/** Yields the ways to read an invoice, the likeliest first. */
export function* waysOf(statement: Statement): Generator<Way> {
  const { items, claims } = statement;
  const [roundings, extras, adjustments] = [
    roundingsOf(claims),
    extrasOf(claims),
    adjustmentsOf(statement),
  ];
  let count = 0;
  for (const { parts, net: charged, inDetail } of partsOf(statement)) {
    for (const adjustment of adjustments) {
      for (const extra of extras) {
        const adjusted = adjustment + extra;
        const net = items + charged + adjusted;
        for (const tax of taxesOf(statement, net)) {
          for (const rounding of roundings) {
            yield { net, ...tax, rounding, parts, inDetail, adjusted };
            if ((count += 1) >= maxWays) return;
          }
        }
      }
    }
  }
}

type Parts = { parts: DraftLine[]; net: Amount; inDetail: Amount };

/**
 * Which charges count, the likeliest first: those of the header, and those of the summary unless
 * they repeat them. Charges settled elsewhere and charges of lines count if the sums need them.
 */
function* partsOf(statement: Statement): Generator<Parts> {
  const { draft, claims, header } = statement;
  const { charges, inLines, elsewhere } = claims;
  const details = choices([draft.lineCharges, inLines]).map((some) => ({
    some,
    net: sum(some.map(({ net }) => net)),
  }));
  for (const apart of choices([elsewhere])) {
    for (const { some, net: inDetail } of details) {
      for (const head of headsOf(header, charges)) {
        const others = [...head, ...apart];
        yield {
          parts: [...others, ...some],
          net: inDetail + sum(others.map(({ net }) => net)),
          inDetail,
        };
      }
    }
  }
}

/** None of the lists, each of them, and all of them; empty lists add no choice. */
function choices(lists: DraftLine[][]): DraftLine[][] {
  const filled = lists.filter((list) => list.length > 0);
  return [[], ...filled, ...(filled.length > 1 ? [filled.flat()] : [])];
}

function headsOf(header: DraftLine[], charges: DraftLine[]): DraftLine[][] {
  if (header.length === 0 || charges.length === 0)
    return header.length + charges.length === 0 ? [[]] : [[...header, ...charges], []];
  const both = [...header, ...charges];
  return repeats(charges, header) ? [header, both, []] : [both, header, charges, []];
}

/** Whether the charges of the summary repeat those of the header. */
export const repeats = (charges: DraftLine[], header: DraftLine[]): boolean =>
  charges.length > 0 &&
  charges.length === header.length &&
  amountsOf(charges) === amountsOf(header);

const amountsOf = (parts: DraftLine[]): string =>
  parts
    .map(({ net }) => String(net))
    .sort()
    .join("|");

/**
 * What a sum of charges may add: nothing if it repeats single charges, or itself. Senders disagree
 * about its sign.
 */
function adjustmentsOf({
  draft,
  header,
  claims: { adjustments, charges, inLines, elsewhere },
}: Statement): Amount[] {
  const all = sum(adjustments);
  if (all === zeroAmount) return [zeroAmount];
  const told =
    charges.length + inLines.length + elsewhere.length + draft.lineCharges.length + header.length >
    0;
  return told ? [zeroAmount, all, -all] : [all, -all, zeroAmount];
}

/**
 * What single charges may add: none, all, or one of them, because a repeated one already counts.
 */
function extrasOf({ extras }: Claims): Amount[] {
  return extras.length === 0 ? [zeroAmount] : [...new Set([zeroAmount, sum(extras), ...extras])];
}

function roundingsOf({ rounding }: Claims): Amount[] {
  const all = sum(rounding);
  return all === zeroAmount ? [zeroAmount] : [all, -all];
}

type TaxWay = Pick<Way, "tax" | "leftTax" | "withheld">;
const plainTax = (tax: Amount | null): TaxWay => ({
  tax,
  leftTax: zeroAmount,
  withheld: zeroAmount,
});

/**
 * What the tax may be: that of its groups, or else what the summary, the lines or the header state.
 * Null: no tax is stated.
 */
function taxesOf({ draft, claims, groups, lineTax, ratedTax }: Statement, net: Amount): TaxWay[] {
  const { taxes } = draft;
  if (
    groups.length > 0 ||
    (claims.taxes.length === 0 && taxes.some((one) => derived(one, taxes, net) !== null))
  )
    return groupsOf(taxes, net);
  if (claims.taxes.length > 0)
    return [...new Set([sum(claims.taxes), ...claims.taxes])].map(plainTax);
  if (lineTax !== null) return [plainTax(lineTax)];
  return [plainTax(claims.headerTaxes.length > 0 ? sum(claims.headerTaxes) : ratedTax)];
}

function groupsOf(taxes: Tax[], net: Amount): TaxWay[] {
  const of = (some: Tax[]) => sum(some.map((one) => one.tax ?? derived(one, taxes, net)));
  const sure = of(taxes.filter(({ weight }) => weight === undefined));
  if (taxes.every(({ weight }) => weight === undefined)) return [plainTax(sure)];
  const maybe = of(taxes.filter(({ weight }) => weight === "maybe"));
  const told = of(taxes.filter((one) => one.omittable === true));
  const withheld = absoluteOf(of(taxes.filter(({ weight }) => weight === "withheld")), sure);
  const left = { leftTax: maybe - told, withheld: zeroAmount };
  const ways: TaxWay[] = [
    { tax: sure + maybe - withheld, leftTax: zeroAmount, withheld: zeroAmount },
    { tax: sure - withheld, ...left },
    { tax: sure + maybe, leftTax: zeroAmount, withheld },
    { tax: sure, ...left, withheld },
  ];
  return ways.filter(({ tax }, at) => ways.findIndex((one) => one.tax === tax) === at);
}

/** Withheld amounts come with either sign; they count against the tax. */
const absoluteOf = (amount: Amount, beside: Amount): Amount =>
  beside < zeroAmount ? -absolute(amount) : absolute(amount);

/** The tax of a group that states only its rate; null if that is not enough. */
function derived({ rate, base }: Tax, taxes: Tax[], net: Amount): Amount | null {
  if (rate === null) return null;
  const of = base ?? (taxes.length === 1 || rate === zeroAmount ? net : null);
  return of === null ? null : cents(product(of, rateOf(rate)));
}
