// Numbers as text: whether a double holds all their digits, and what replaces one that it does not
// hold.
import type { Json } from "../contract/values/json.ts";

const literal = /^[+-]?(\d*)\.?(\d*)(?:[eE][+-]?\d+)?$/;

/** Every double holds this many digits, except near the ends of its range (IEEE 754, DBL_DIG). */
const safeDigits = 15;
/** The most digits that `toPrecision` gives. */
const maxDigits = 100;
const smallestPlain = 1e-290;

/**
 * Whether a number survives as a double: printed with the digits it came with, it is the same. That
 * includes the seventeen digits in which some writers print a double; amounts and numbers beyond
 * 2^53 often do not survive.
 */
export function isHeld(text: string): boolean {
  const [, whole, fraction = ""] = literal.exec(text) ?? [];
  if (whole === undefined) return false;
  const figures = figuresOf(whole + fraction);
  const value = Math.abs(Number(text));
  if (figures === "") return true;
  if (!Number.isFinite(value) || value === 0 || figures.length > maxDigits) return false;
  if (figures.length <= safeDigits && value > smallestPlain) return true;
  const [digits = ""] = value.toPrecision(figures.length).split("e");
  return figuresOf(digits.replace(".", "")) === figures;
}

const figuresOf = (digits: string): string => digits.replace(/^0+/, "").replace(/0+$/, "");

/** An unpaired surrogate: no reader accepts a text that holds one, as a number or anything else. */
const unpairedSurrogate = "\udfff";
const unheld = new RegExp(`^${unpairedSurrogate}([-+.\\deE]+)$`);

/** What replaces a number that a double does not hold, instead of a rounded one. */
export const unheldNumber = (text: string): string => unpairedSurrogate + text;

/** The digits of the first such number in a value; null if there is none. */
export function unheldIn(value: Json): string | null {
  if (typeof value === "string") return unheld.exec(value)?.[1] ?? null;
  if (value === null || typeof value !== "object") return null;
  for (const part of Object.values(value)) {
    const found = unheldIn(part);
    if (found !== null) return found;
  }
  return null;
}
