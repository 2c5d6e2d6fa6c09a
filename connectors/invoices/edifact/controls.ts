// Compares the control totals of a message with its content, and reports both numbers if they
// differ.
import { codeOf } from "../../../formats/edifact/segment.ts";
import { agree, amountText, sum, type Amount } from "../amount.ts";
import type { Claims } from "../draft.ts";
import { aWarning, note, shown } from "../problem.ts";
import { controls, informationalControls } from "./codes/controls.ts";
import { locationOf, type Control, type Handler, type MessageState } from "./message-state.ts";

/** Most control totals that are checked. */
const maxControls = 20;

const handleControl: Handler = (reading, segment) => {
  const code = segment.part(1).trim();
  const meaning = controls.get(code);
  if (meaning === undefined) {
    if (!informationalControls.has(code))
      reading.unread("invoice_control_unread", segment, { code: shown(code) }, null);
    return;
  }
  if (segment.code(1, 1) === codeOf("")) return;
  const value = reading.number(segment);
  if (value === null) return;
  // A total is a statement about the sums, so it is settled with them.
  if (meaning === "total") addTotal(reading.claims, value);
  else if (reading.controls.length < maxControls)
    reading.controls.push({ code, value, place: locationOf(segment) });
};

function addTotal(claims: Claims, value: Amount): void {
  if (!claims.totals.includes(value)) claims.totals.push(value);
  claims.namesTotal = true;
}

export const controlHandlers: [string, Handler][] = [["CNT", handleControl]];

/** Senders count with or without groups and sub-lines, so any of these counts may match. */
export function checkControls(reading: MessageState): void {
  for (const control of reading.controls) {
    const isOfLines = controls.get(control.code) === "lines";
    const found = isOfLines ? linesOf(reading) : quantitiesOf(reading);
    const isSame = isOfLines
      ? (one: Amount) => one === control.value
      : (one: Amount) => agree(one, control.value);
    if (!found.some(isSame))
      report(reading, control, {
        code: isOfLines ? "invoice_line_count" : "invoice_quantity_count",
        found: found[0] ?? 0n,
      });
  }
}

const one = 100_000_000n;

function linesOf({ counted: { segments, groups }, draft: { lines } }: MessageState): Amount[] {
  const sold = lines.filter(({ kind }) => kind === "line").length;
  return [segments - groups, sold, segments].map((count) => BigInt(count) * one);
}

function quantitiesOf({ draft: { lines } }: MessageState): Amount[] {
  const of = (some: typeof lines) => sum(some.map(({ quantity }) => quantity));
  return [of(lines.filter(({ kind }) => kind === "line")), of(lines)];
}

function report(
  { draft }: MessageState,
  { value, place }: Control,
  { code, found }: { code: string; found: Amount },
): void {
  const facts = {
    number: shown(draft.number),
    said: withoutZeros(value),
    found: withoutZeros(found),
  };
  note(draft.problems, aWarning(code, place, facts));
}

/** A count without needless decimals. */
const withoutZeros = (amount: Amount): string => amountText(amount).replace(/\.00$/, "");
