// Whether a draft adds up, asked before anything of it is judged.
import { agree, nothing, sum } from "./amount.ts";
import type { Draft } from "./draft.ts";
import { canSettle } from "./settle.ts";

/** The same sums that a check compares, and nothing is noted. */
export function addsUp(draft: Draft): boolean {
  const { claims, stated, lines, lineCharges } = draft;
  if (claims !== null) return canSettle(draft, claims);
  const plain = sum(lines.map(({ kind, net }) => (kind === "included" ? nothing : net)));
  const all = plain + sum(lineCharges.map(({ net }) => net));
  const net = stated.net ?? plain;
  const areLines = agree(net, plain) || agree(net, all);
  return (
    areLines &&
    (stated.total === null || stated.tax === null || agree(net + stated.tax, stated.total))
  );
}
