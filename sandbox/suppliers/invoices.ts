// Invented invoices of invented suppliers: the same seed always gives the same ones, with sums
// exact to the cent.
import { Random } from "../random.ts";

export type Supplier = { code: string; name: string };
/** Prices in cents, so that nothing is ever rounded. */
type Line = { article: string; label: string; quantity: number; priceCents: number };
export type Invoice = {
  supplier: Supplier;
  number: string;
  day: string;
  credit: boolean;
  lines: Line[];
};

export const suppliers = {
  glasses: { code: "FR00999000070", name: "VERRES ÉCHANTILLON" },
  frames: { code: "FR00999000088", name: "MONTURES MODÈLE" },
} as const satisfies Record<string, Supplier>;

const labels = [
  "VERRE D'ESSAI",
  "MONTURE ACIER",
  "ÉTUI CUIR",
  "VERRE TEINTÉ 1.6 + DURCI",
  "MONTURE BOIS",
  "LENTILLE: MENSUELLE",
];

export type Wanted = {
  seed: number | string;
  documents: number;
  supplier?: Supplier;
  prefix?: string;
  linesEach?: number;
};

/** A number of invoices, every fourth of them a credit note. */
export function invoicesOf({
  seed,
  documents,
  supplier = suppliers.glasses,
  prefix = "F",
  linesEach = 3,
}: Wanted): Invoice[] {
  const random = new Random(`${seed} ${supplier.code} ${prefix}`);
  const base = random.whole(1_000, 8_000);
  return Array.from({ length: documents }, (_, at) => ({
    supplier,
    number: `${prefix}-${base + at}`,
    day: `2026-0${random.whole(1, 6)}-${String(random.whole(1, 28)).padStart(2, "0")}`,
    credit: at % 4 === 3,
    lines: Array.from({ length: random.whole(1, linesEach) }, () => lineOf(random)),
  }));
}

const lineOf = (random: Random): Line => ({
  article: `A${random.whole(10_000, 99_999)}`,
  label: random.pick(labels),
  quantity: random.whole(1, 4),
  // Whole euros, so that a fifth of them is a whole number of cents.
  priceCents: random.whole(5, 150) * 100,
});

/** The net amount of an invoice, in cents. */
export const netOf = ({ lines }: Pick<Invoice, "lines">): number =>
  lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
/** The tax at twenty per cent, in cents. */
export const taxOf = (netCents: number): number => Math.round(netCents / 5);

/** `12345` cents as `123.45`. */
export const money = (cents: number): string => {
  const text = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${text.slice(0, -2)}.${text.slice(-2)}`;
};
