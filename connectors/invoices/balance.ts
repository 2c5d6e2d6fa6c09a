// Whether a draft adds up, before it is checked in detail.
import { agree, zeroAmount, sum } from "./amount.ts";
import type { Draft } from "./draft.ts";
import { canSettle } from "./settle.ts";

/** Compares the same sums as `checkDraft`, without noting any problem. */
export function addsUp(draft: Draft): boolean {
  const { claims, stated, lines, lineCharges } = draft;
  if (claims !== null) return canSettle(draft, claims);
  const plain = sum(lines.map(({ kind, net }) => (kind === "included" ? zeroAmount : net)));
  const all = plain + sum(lineCharges.map(({ net }) => net));
  const net = stated.net ?? plain;
  const areLines = agree(net, plain) || agree(net, all);
  return (
    areLines &&
    (stated.total === null || stated.tax === null || agree(net + stated.tax, stated.total))
  );
}
