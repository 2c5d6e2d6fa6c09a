// Decimal texts ("-1612.580") added exactly: amounts of money are never put through binary floating point.

const pattern = /^([-+]?)(\d+)(?:\.(\d*))?$/;

/** The exact sum of decimal texts without superfluous zeros; "0" of none. Throws a RangeError for what is no decimal. */
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
  text.startsWith("-") ? text.slice(1) : /^[+]?0*(\.0*)?$/.test(text) ? text : `-${text.replace("+", "")}`;

function termOf(text: string): { digits: bigint; scale: number } {
  const [, sign, whole, fraction = ""] = pattern.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`no decimal: ${text.slice(0, 40)}`);
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length };
}
