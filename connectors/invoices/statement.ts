// What a draft states about its sums, added up once, because a document of thousands of lines may
// be read in thousands of ways.
import { absolute, zeroAmount, rateOf, sum, product, type Amount } from "./amount.ts";
import type { Claims, Draft, DraftLine, Tax } from "./draft.ts";

/** Null: not stated, or not by all of them. */
export type Statement = {
  draft: Draft;
  claims: Claims;
  /** The sum of the lines, without charges. */
  items: Amount;
  header: DraftLine[];
  /** The sum of the charges of lines. */
  beside: Amount;
  /** The tax of the lines: as stated by each, or as their rates give. */
  lineTax: Amount | null;
  ratedTax: Amount | null;
  /** The base of what is taxed, and that of the first kind of tax. */
  taxedBase: Amount;
  firstBase: Amount | null;
  /** The tax of each kind, and of each group. */
  kinds: Amount[];
  groups: Amount[];
};

/** Adds up what a draft states. */
export function statementOf(draft: Draft, claims: Claims): Statement {
  const { taxes } = draft;
  const lines = draft.lines.filter(({ kind }) => kind === "line");
  const rated = lines.filter(({ vatRate }) => vatRate !== null);
  const first = taxes.filter(({ type }) => type === taxes[0]?.type).map(({ base }) => base);
  return {
    draft,
    claims,
    items: sum(lines.map(({ net }) => net)),
    header: draft.lines.filter(({ kind }) => kind === "charge"),
    beside: sum(draft.lineCharges.map(({ net }) => net)),
    lineTax: lines.some(({ tax }) => tax !== null) ? sum(lines.map(({ tax }) => tax)) : null,
    ratedTax:
      rated.length === 0
        ? null
        : cents(
            sum(
              rated.map(({ net, vatRate }) =>
                product(net ?? zeroAmount, rateOf(vatRate ?? zeroAmount)),
              ),
            ),
          ),
    taxedBase: sum(taxes.filter(({ rate }) => rate !== zeroAmount).map(({ base }) => base)),
    firstBase: first.length > 0 && first.every((base) => base !== null) ? sum(first) : null,
    kinds: [...kindsOf(taxes).values()],
    groups: taxes.flatMap(({ tax }) => tax ?? []),
  };
}

function kindsOf(taxes: Tax[]): Map<string | undefined, Amount> {
  const kinds = new Map<string | undefined, Amount>();
  for (const { type, tax } of taxes)
    kinds.set(type, (kinds.get(type) ?? zeroAmount) + (tax ?? zeroAmount));
  return kinds;
}

const cent = 1_000_000n;

/** Rounded to two places, half away from zero. */
export const cents = (amount: Amount): Amount => {
  const rounded = ((absolute(amount) + cent / 2n) / cent) * cent;
  return amount < zeroAmount ? -rounded : rounded;
};
