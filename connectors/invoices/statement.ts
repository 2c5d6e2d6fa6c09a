// What a draft says of its sums, added up once: a document of thousands of lines may be read in
// thousands of ways.
import { absolute, nothing, rateOf, sum, times, type Amount } from "./amount.ts";
import type { Claims, Draft, DraftLine, Tax } from "./draft.ts";

/** null: not said, or not by each of them. */
export type Statement = {
  draft: Draft;
  claims: Claims;
  /** What the lines make, without charges. */
  items: Amount;
  header: DraftLine[];
  /** Charges beside their lines. */
  beside: Amount;
  /** Of the lines: what each says, or what its rate makes. */
  lineTax: Amount | null;
  ratedTax: Amount | null;
  /** Bases of what is taxed, and of the first kind of tax. */
  taxedBase: Amount;
  firstBase: Amount | null;
  /** Tax of each kind, and of each group. */
  kinds: Amount[];
  groups: Amount[];
};

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
            sum(rated.map(({ net, vatRate }) => times(net ?? nothing, rateOf(vatRate ?? nothing)))),
          ),
    taxedBase: sum(taxes.filter(({ rate }) => rate !== nothing).map(({ base }) => base)),
    firstBase: first.length > 0 && first.every((base) => base !== null) ? sum(first) : null,
    kinds: [...kindsOf(taxes).values()],
    groups: taxes.flatMap(({ tax }) => tax ?? []),
  };
}

function kindsOf(taxes: Tax[]): Map<string | undefined, Amount> {
  const kinds = new Map<string | undefined, Amount>();
  for (const { type, tax } of taxes)
    kinds.set(type, (kinds.get(type) ?? nothing) + (tax ?? nothing));
  return kinds;
}

const cent = 1_000_000n;

/** To two places, half away from zero. */
export const cents = (amount: Amount): Amount => {
  const rounded = ((absolute(amount) + cent / 2n) / cent) * cent;
  return amount < nothing ? -rounded : rounded;
};
