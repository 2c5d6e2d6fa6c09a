// The currency that stands beside an amount, held against the one of its table.

/** Signs that one currency alone uses. */
const ofSign: Record<string, string> = {
  "€": "EUR",
  "£": "GBP",
  "₹": "INR",
  "₽": "RUB",
  "₺": "TRY",
  "₩": "KRW",
  "₫": "VND",
  "₪": "ILS",
  "₴": "UAH",
  "฿": "THB",
  "₱": "PHP",
  "₦": "NGN",
  "₵": "GHS",
  "₸": "KZT",
};

/** Signs that several share: they fit each of these, and name none. */
const shared: Record<string, RegExp> = {
  $: /^(USD|CAD|AUD|NZD|HKD|SGD|MXN|ARS|CLP|COP|TWD|BBD|BSD|JMD|TTD|XCD)$/,
  "¥": /^(JPY|CNY)$/,
};

/** The code of a currency that a cell of its own names; null where it names none. */
export function currencyOf(text: string): string | null {
  if (/^[A-Za-z]{3}$/.test(text)) return text.toUpperCase();
  if (/^euros?$/i.test(text)) return "EUR";
  return ofSign[text] ?? null;
}

/**
 * Whether what stands beside an amount is the currency of its row; `declared` is empty where
 * nothing says it.
 */
export function agrees(beside: string, declared: string): boolean {
  const others = shared[beside];
  if (others !== undefined) return declared === "" || others.test(declared);
  const code = currencyOf(beside);
  return code !== null && (declared === "" || code === declared);
}
