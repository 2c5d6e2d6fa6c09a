// Amounts as exact decimals: integers that count hundred-millionths, never floating point.

/** An amount in hundred-millionths. */
export type Amount = bigint;

const scale = 8;
const one = 10n ** 8n;
const powers = Array.from({ length: scale + 1 }, (_, places) => 10n ** BigInt(places));
export const zeroAmount: Amount = 0n;

/** Decimal point or comma, a minus before or after the digits, no thousands separator. */
const pattern = /^([-+]?)(\d{0,15})(?:[.,](\d*))?(-?)$/;

/** Parses a number as suppliers write them; null if it is not one, or finer than an `Amount`. */
export function readAmount(text: string): Amount | null {
  return readUsual(text) ?? readAny(text);
}

/**
 * The fast path for digits with one decimal mark, small enough for a JavaScript integer: nearly all
 * amounts.
 */
function readUsual(text: string): Amount | null {
  if (text.length === 0 || text.length > 15) return null;
  let [value, places] = [0, -1];
  const first = text.charCodeAt(0) === 0x2d ? 1 : 0;
  for (let at = first; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) {
      value = value * 10 + (code - 0x30);
      if (places >= 0) places += 1;
    } else if (code === 0x2e && places < 0 && at > first) places = 0;
    else return null;
  }
  if (first === text.length || places > scale) return null;
  const amount = BigInt(value) * (powers[scale - Math.max(0, places)] ?? one);
  return first === 1 ? -amount : amount;
}

function readAny(text: string): Amount | null {
  const [, before = "", whole = "", fraction = "", behind = ""] = pattern.exec(text.trim()) ?? [];
  if (whole === "" && fraction === "") return null;
  if (before !== "" && behind !== "") return null;
  const fine = fraction.length > scale ? fraction.replace(/0+$/, "") : fraction;
  if (fine.length > scale) return null;
  const digits = BigInt(whole + fine.padEnd(scale, "0"));
  return before === "-" || behind === "-" ? -digits : digits;
}

/** Plain decimal text with at least two places: `1612.58`, `0.055`, `-3.00`. */
export function amountText(amount: Amount): string {
  const digits = absolute(amount)
    .toString()
    .padStart(scale + 1, "0");
  let end = digits.length;
  const least = digits.length - scale + 2;
  while (end > least && digits.charCodeAt(end - 1) === 0x30) end -= 1;
  const text = `${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale, end)}`;
  return amount < 0n ? `-${text}` : text;
}

/** The amount as text; null if it is unknown. */
export const textOrNull = (amount: Amount | null): string | null =>
  amount === null ? null : amountText(amount);

/** The amount without its sign. */
export const absolute = (amount: Amount): Amount => (amount < 0n ? -amount : amount);

/** The product, rounded half away from zero. */
export function product(a: Amount, b: Amount): Amount {
  return divide(a * b, one);
}

/** `a / b`, rounded half away from zero; null if `b` is zero. */
export function quotient(a: Amount, b: Amount): Amount | null {
  return b === 0n ? null : divide(a * one, b);
}

function divide(a: bigint, b: bigint): bigint {
  const [above, below] = [absolute(a), absolute(b)];
  const rounded = (above + below / 2n) / below;
  return a < 0n === b < 0n ? rounded : -rounded;
}

/** 20 and 0.20 both mean twenty per cent; returns the fraction. */
export const rateOf = (percent: Amount): Amount =>
  absolute(percent) < one ? percent : divide(percent, 100n);

/** Suppliers round each line, so a few cents between a sum and its parts are not an error. */
const tolerance: Amount = 5_000_000n;

/** Whether two amounts differ by no more than suppliers' rounding. */
export const agree = (a: Amount, b: Amount): boolean => absolute(a - b) <= tolerance;

/** The sum; unknown amounts count as zero. */
export const sum = (amounts: Iterable<Amount | null>): Amount => {
  let total = zeroAmount;
  for (const amount of amounts) total += amount ?? zeroAmount;
  return total;
};
