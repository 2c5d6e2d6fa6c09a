// What an invoice comes to, where its amounts may mean several things: the reading in which everything stated adds up.
import { absolute, agree, amountText, nothing, rateOf, sum, times, type Amount } from "./amount.ts";
import { aLine, type Claims, type Draft, type DraftLine, type Tax } from "./draft.ts";
import { anError, aWarning, note, shown } from "./problem.ts";

/** One way to read the amounts. `parts` are the charges that count in it. */
type Way = { net: Amount; tax: Amount | null; rounding: Amount; parts: Set<DraftLine> };
type Failure = { code: string; found: Amount; said: Amount };
type Same = (a: Amount, b: Amount) => boolean;

const exactly: Same = (a, b) => a === b;

/**
 * The sums of an invoice, from all that it states. Notes an error where no reading adds up, or where nothing proves the total.
 * A charge that is told twice counts once; charges that do not count are kept as `included`.
 */
export function settle(draft: Draft, claims: Claims): { net: Amount; tax: Amount | null; total: Amount | null } {
  const ways = waysOf(draft, claims);
  const found =
    ways.find((way) => failureOf(draft, claims, way, exactly) === null) ??
    ways.find((way) => failureOf(draft, claims, way, agree) === null);
  const way = found ?? ways[0];
  if (way === undefined) throw new Error("there is always a way to read an invoice");
  if (found === undefined) tellFailure(draft, failureOf(draft, claims, way, agree));
  keepCharges(draft, claims, way);
  const whole = way.net + (way.tax ?? nothing) + way.rounding;
  const net = claims.nets.find((said) => agree(said, way.net)) ?? way.net;
  const tax = way.tax === null ? null : (claims.taxes.find((said) => agree(said, way.tax ?? nothing)) ?? way.tax);
  const total = claims.totals.find((said) => agree(said, whole)) ?? whole;
  if (found !== undefined) {
    tellProof(draft, claims, way);
    const difference = total - net - (tax ?? nothing);
    if (difference !== nothing) tell(draft, "invoice_total_adjusted", { said: amountText(total), difference: amountText(difference) });
  }
  return { net, tax, total };
}

const tell = (draft: Draft, code: string, facts: Record<string, string>): void =>
  note(draft.problems, aWarning(code, draft.place, { number: shown(draft.number), ...facts }));

/** A test is never used: sums of invented data are no fault of it. */
function tellFailure(draft: Draft, failure: Failure | null): void {
  if (failure === null) return;
  const { code, found, said } = failure;
  if (draft.test && code === "invoice_total_mismatch") tell(draft, "invoice_total_unchecked", {});
  else note(draft.problems, anError(code, draft.place, { number: shown(draft.number), found: amountText(found), said: amountText(said) }));
}

/** Net and tax stand for a total that nobody states only where both are stated and the lines agree. */
function tellProof(draft: Draft, { nets, lines, totals, due, taxes }: Claims, { tax }: Way): void {
  if (totals.length > 0 || due.length > 0) return;
  const bases = draft.taxes.some(({ base }) => base !== null);
  const known = tax !== null && (taxes.length > 0 || draft.taxes.every((one) => one.tax !== null));
  const sure = draft.taxes.every(({ weight }) => weight === undefined);
  if (known && sure && (nets.length > 0 || lines.length > 0 || bases)) return;
  note(draft.problems, anError("invoice_total_missing", draft.place, { number: shown(draft.number) }));
}

function waysOf(draft: Draft, claims: Claims): Way[] {
  const items = sum(draft.lines.map(({ kind, net }) => (kind === "line" ? net : nothing)));
  return partsOf(draft, claims).flatMap((parts) =>
    adjustmentsOf(draft, claims).flatMap((adjusted) => {
      const net = items + sum(parts.map((part) => part.net)) + adjusted;
      return taxesOf(draft, claims, net).flatMap((tax) =>
        roundingsOf(claims).map((rounding) => ({ net, tax, rounding, parts: new Set(parts) })),
      );
    }),
  );
}

/** Which charges count, the likeliest first: those of the header, and those of the summary where they are not the same again. */
function partsOf(draft: Draft, { charges, inLines }: Claims): DraftLine[][] {
  const header = draft.lines.filter(({ kind }) => kind === "charge");
  const repeated = charges.length > 0 && amountsOf(charges) === amountsOf(header);
  const both = [...header, ...charges];
  const heads = repeated ? [header, both, []] : [both, header, charges, []];
  const details = [[], draft.lineCharges, inLines, [...draft.lineCharges, ...inLines]];
  const all = details.flatMap((detail) => heads.map((head) => [...head, ...detail]));
  const seen = new Set<string>();
  return all.filter((parts) => {
    const key = parts.map(({ number }) => number).join("|");
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

const amountsOf = (parts: DraftLine[]): string =>
  parts
    .map(({ net }) => String(net))
    .sort()
    .join("|");

/** A sum of charges repeats charges that are told one by one; else it is one. Senders disagree about its sign. */
function adjustmentsOf(draft: Draft, { adjustments, charges }: Claims): Amount[] {
  const all = sum(adjustments);
  if (all === nothing) return [nothing];
  const told = charges.length > 0 || draft.lines.some(({ kind }) => kind === "charge");
  return told ? [nothing, all, -all] : [all, -all];
}

function roundingsOf({ rounding }: Claims): Amount[] {
  const all = sum(rounding);
  return all === nothing ? [nothing] : [all, -all];
}

/** What the tax may be: its groups, else what the summary, the lines or the header say. null: nothing is said of a tax. */
function taxesOf(draft: Draft, claims: Claims, net: Amount): (Amount | null)[] {
  const { taxes } = draft;
  const known = taxes.some(({ tax }) => tax !== null);
  if (known || (claims.taxes.length === 0 && taxes.some((one) => derived(one, taxes, net) !== null))) return groupsOf(taxes, net);
  if (claims.taxes.length > 0) return [...new Set([sum(claims.taxes), ...claims.taxes])];
  const lines = draft.lines.filter(({ kind }) => kind === "line");
  if (lines.some(({ tax }) => tax !== null)) return [sum(lines.map(({ tax }) => tax))];
  if (claims.headerTaxes.length > 0) return [sum(claims.headerTaxes)];
  const rated = lines.filter(({ vatRate }) => vatRate !== null);
  if (rated.length > 0) return [cents(sum(rated.map(({ net: amount, vatRate }) => times(amount ?? nothing, rateOf(vatRate ?? nothing)))))];
  return [null];
}

function groupsOf(taxes: Tax[], net: Amount): Amount[] {
  const of = (some: Tax[]) => sum(some.map((one) => one.tax ?? derived(one, taxes, net)));
  const sure = of(taxes.filter(({ weight }) => weight === undefined));
  const maybe = of(taxes.filter(({ weight }) => weight === "maybe"));
  const withheld = absoluteOf(of(taxes.filter(({ weight }) => weight === "withheld")), sure);
  return [...new Set([sure + maybe - withheld, sure - withheld, sure + maybe, sure])];
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

/** The first statement that a way leaves unexplained. */
function failureOf(draft: Draft, claims: Claims, way: Way, same: Same): Failure | null {
  const whole = way.net + (way.tax ?? nothing) + way.rounding;
  const proven = claims.totals.some((said) => same(said, whole));
  return netFailure(draft, claims, way, { same, proven }) ?? taxFailure(draft, claims, way, same) ?? totalFailure(claims, way, whole, same);
}

function netFailure(draft: Draft, claims: Claims, { net, parts }: Way, { same, proven }: { same: Same; proven: boolean }): Failure | null {
  const differs = (said: Amount): Failure => ({ code: "invoice_net_mismatch", found: net, said });
  const taxed = sum(draft.taxes.filter(({ rate }) => rate !== nothing).map(({ base }) => base));
  const wrong = claims.nets.find((said) => !same(said, net) && !(proven && same(said, taxed)));
  if (wrong !== undefined) return differs(wrong);
  // A sum of lines may be told before or after charges.
  const [first] = draft.taxes;
  const items = sum(draft.lines.map((line) => (line.kind === "line" ? line.net : nothing)));
  const inDetail = sum([...parts].filter(({ number }) => !number.startsWith("C")).map((part) => part.net));
  const sums = [net, items, items + inDetail, items + sum(draft.lineCharges.map((one) => one.net))];
  const lines = claims.lines.find((said) => !sums.some((one) => same(said, one)));
  if (lines !== undefined) return { code: "invoice_net_mismatch", found: items, said: lines };
  // Bases of one kind of tax make the net amount, where nothing else states it.
  const bases = draft.taxes.filter(({ type }) => type === first?.type).map(({ base }) => base);
  const based = claims.nets.length === 0 && !proven && bases.length > 0 && bases.every((base) => base !== null);
  return based && !same(sum(bases), net) ? differs(sum(bases)) : null;
}

/** A stated tax is that of all groups, of one kind of tax, or of one group. */
function taxFailure(draft: Draft, claims: Claims, { tax }: Way, same: Same): Failure | null {
  if (claims.taxes.length === 0 || tax === null) return null;
  const { taxes } = draft;
  const kinds = [...new Set(taxes.map(({ type }) => type))].map((kind) =>
    sum(taxes.filter(({ type }) => type === kind).map((one) => one.tax)),
  );
  const several = claims.taxes.length > 1 ? [sum(claims.taxes), ...taxes.flatMap((one) => one.tax ?? [])] : [];
  const explained = [tax, ...(kinds.length > 1 ? kinds : [])];
  const wrong = claims.taxes.find(
    (said) => !explained.some((one) => same(said, one)) && !several.some((one) => same(one, said) || same(one, tax)),
  );
  return wrong === undefined ? null : { code: "invoice_tax_mismatch", found: tax, said: wrong };
}

/** At least one statement is the total; the others are the total, the net amount, or what is left of either after a prepayment. */
function totalFailure({ totals, due, prepaid }: Claims, { net }: Way, whole: Amount, same: Same): Failure | null {
  if (totals.length === 0 && due.length === 0) return null;
  const paid = sum(prepaid);
  const differs = (said: Amount): Failure => ({ code: "invoice_total_mismatch", found: whole, said });
  const explains = [whole, net, whole - paid, whole + paid];
  const wrong = [...totals, ...due].find((said) => !explains.some((one) => same(said, one)));
  if (wrong !== undefined) return differs(wrong);
  const proven = totals.some((said) => same(said, whole)) || due.some((said) => same(said, whole) || same(said, whole - paid));
  const proof = proven || (paid !== nothing && totals.some((said) => same(said, whole - paid)));
  return proof ? null : differs(totals[0] ?? due[0] ?? nothing);
}

/** Charges that count stay, the others are kept for information; a sum of charges that is told alone is one. */
function keepCharges(draft: Draft, { charges, inLines }: Claims, { net, parts }: Way): void {
  const items = sum(draft.lines.map((line) => (line.kind === "line" ? line.net : nothing)));
  const alone = net - items - sum([...parts].map((part) => part.net));
  for (const line of draft.lines) if (line.kind === "charge" && !parts.has(line)) line.kind = "included";
  for (const charge of [...charges, ...draft.lineCharges]) draft.lines.push(parts.has(charge) ? charge : { ...charge, kind: "included" });
  for (const charge of inLines) if (parts.has(charge)) draft.lines.push(charge);
  if (alone !== nothing) draft.lines.push(aLine({ number: `C${draft.lines.length + 1}`, kind: "charge", net: alone }));
}
