// Compares the currency beside an amount with the one of its table.

/** Symbols of a single currency. */
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

/** Symbols that several currencies share. They fit each of these, and identify none. */
const shared: Record<string, RegExp> = {
  $: /^(USD|CAD|AUD|NZD|HKD|SGD|MXN|ARS|CLP|COP|TWD|BBD|BSD|JMD|TTD|XCD)$/,
  "¥": /^(JPY|CNY)$/,
};

/** The currency code that a cell names; null if it names none. */
export function currencyOf(text: string): string | null {
  if (/^[A-Za-z]{3}$/.test(text)) return text.toUpperCase();
  if (/^euros?$/i.test(text)) return "EUR";
  return ofSign[text] ?? null;
}

/**
 * Whether the currency beside an amount matches that of its row. `declared` is empty if nothing
 * states it.
 */
export function agrees(beside: string, declared: string): boolean {
  const others = shared[beside];
  if (others !== undefined) return declared === "" || others.test(declared);
  const code = currencyOf(beside);
  return code !== null && (declared === "" || code === declared);
}
