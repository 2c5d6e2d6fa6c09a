// Decimal texts ("-1612.580") added exactly: amounts of money are never put through binary floating
// point.

const pattern = /^([-+]?)(\d+)(?:\.(\d*))?$/;

export const isDecimal = (text: string): boolean => pattern.test(text);

/**
 * The exact sum of decimal texts without superfluous zeros; "0" of none. Throws a RangeError for
 * what is no decimal.
 */
export function addDecimals(texts: Iterable<string>): string {
  const terms = [...texts].map(termOf);
  const scale = Math.max(0, ...terms.map((term) => term.scale));
  let sum = 0n;
  for (const { digits, scale: places } of terms) sum += digits * 10n ** BigInt(scale - places);
  return scaled(sum, scale);
}

/** `digits` hundredths, thousandths … as a decimal text: `scaled(-12580n, 3)` is "-12.58". */
export function scaled(digits: bigint, scale: number): string {
  const negative = digits < 0n;
  const text = (negative ? -digits : digits).toString().padStart(scale + 1, "0");
  const fraction = text.slice(text.length - scale).replace(/0+$/, "");
  const whole = text.slice(0, text.length - scale);
  const plain = scale === 0 || fraction === "" ? whole : `${whole}.${fraction}`;
  return negative && digits !== 0n ? `-${plain}` : plain;
}

/** The same amount with the other sign; nothing stays nothing. */
export const negated = (text: string): string =>
  text.startsWith("-")
    ? text.slice(1)
    : /^[+]?0*(\.0*)?$/.test(text)
      ? text
      : `-${text.replace("+", "")}`;

function termOf(text: string): { digits: bigint; scale: number } {
  const [, sign, whole, fraction = ""] = pattern.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`no decimal: ${text.slice(0, 40)}`);
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length };
}

/**
 * A number as a decimal text without an exponent, in the fewest figures that mean it; null: it is
 * none.
 */
export function decimalOf(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const [figures = "", power] = String(value).split("e");
  if (power === undefined) return figures;
  const [whole = "", fraction = ""] = figures.replace("-", "").split(".");
  const digits = BigInt(whole + fraction) * (value < 0 ? -1n : 1n);
  const scale = fraction.length - Number(power);
  return scale <= 0 ? String(digits * 10n ** BigInt(-scale)) : scaled(digits, scale);
}

/** A sum that grows by millions of amounts: exact, and fast for those of usual length. */
export class ExactSum {
  /** Ten thousandths, as a number that is still exact. */
  #small = 0;
  #rest: string;

  constructor(begin = "0") {
    this.#rest = begin;
  }

  /** Adds an amount, or takes it away. Throws a RangeError for what is no decimal. */
  add(amount: string, sign: 1 | -1): void {
    if (!usual.test(amount))
      this.#rest = addDecimals([this.#rest, sign === 1 ? amount : negated(amount)]);
    else {
      this.#small += sign * Math.round(Number(amount) * 10_000);
      if (Math.abs(this.#small) > mostSmall) this.#settle();
    }
  }

  #settle(): void {
    this.#rest = addDecimals([this.#rest, scaled(BigInt(this.#small), 4)]);
    this.#small = 0;
  }

  /** The sum without superfluous zeros. */
  toString(): string {
    this.#settle();
    return this.#rest;
  }
}

/**
 * So short that ten thousandths of it are a whole number that binary floating point has exactly.
 */
const usual = /^-?\d{1,9}(?:\.\d{1,4})?$/;
const mostSmall = 2 ** 52;
