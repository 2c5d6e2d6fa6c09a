// Numbers as texts: whether binary floating point holds one with all its figures, and what stands
// for one that it does not hold.
import type { Json } from "../contract/values/json.ts";

const literal = /^[+-]?(\d*)\.?(\d*)(?:[eE][+-]?\d+)?$/;

/** So many figures every double holds, away from the ends of its range (IEEE 754, DBL_DIG). */
const plainFigures = 15;
/** As many as `toPrecision` tells. */
const mostFigures = 100;
const smallestPlain = 1e-290;

/**
 * Whether nothing of a number is lost in binary: written with as many figures as it came with, it
 * is the same. So are the seventeen figures in which some writers spell a double; those of an
 * amount or of a number beyond 2^53 often are not.
 */
export function isHeld(text: string): boolean {
  const [, whole, fraction = ""] = literal.exec(text) ?? [];
  if (whole === undefined) return false;
  const figures = figuresOf(whole + fraction);
  const value = Math.abs(Number(text));
  if (figures === "") return true;
  if (!Number.isFinite(value) || value === 0 || figures.length > mostFigures) return false;
  if (figures.length <= plainFigures && value > smallestPlain) return true;
  const [digits = ""] = value.toPrecision(figures.length).split("e");
  return figuresOf(digits.replace(".", "")) === figures;
}

const figuresOf = (digits: string): string => digits.replace(/^0+/, "").replace(/0+$/, "");

/** Half a character: no reader takes a text that holds one, for a number or for anything else. */
const mark = "\udfff";
const unheld = new RegExp(`^${mark}([-+.\\deE]+)$`);

/** What stands for a number that is not held: never a rounded one. */
export const unheldNumber = (text: string): string => mark + text;

/** The figures of the first number in a value that is not held; null: there is none. */
export function unheldIn(value: Json): string | null {
  if (typeof value === "string") return unheld.exec(value)?.[1] ?? null;
  if (value === null || typeof value !== "object") return null;
  for (const part of Object.values(value)) {
    const found = unheldIn(part);
    if (found !== null) return found;
  }
  return null;
}
