// Writes EDIFACT invoices, OPTO33 and EANCOM: segments with the separators of their interchange,
// counted as the syntax requires.
import type { Fault, Written } from "./faults.ts";
import { money, netOf, taxOf } from "./invoices.ts";

type Separators = { component: string; element: string; release: string; end: string };
const commonSeparators: Separators = { component: ":", element: "+", release: "?", end: "'" };
/**
 * Separators of a sender with other preferences: a separator in one interchange is a letter in the
 * next.
 */
const otherSeparators: Separators = { component: "*", element: "|", release: "\\", end: "~" };

/** A segment: elements, each of them a text or a list of components. */
type Segment = (string | string[])[];
type Dialect = { version: string; syntax: string; invoice(written: Written): Segment[] };

function textOf(segment: Segment, { component, element, release, end }: Separators): string {
  const special = new Set([component, element, release, end]);
  const plain = (text: string) =>
    [...text].map((letter) => (special.has(letter) ? release + letter : letter)).join("");
  return (
    segment
      .map((one) => (typeof one === "string" ? plain(one) : one.map(plain).join(component)))
      .join(element) + end
  );
}

const compact = (day: string) => day.replaceAll("-", "");

const head = (written: Written, dateCode: string): Segment[] => [
  ["BGM", written.credit ? "381" : "380", written.number, "9"],
  ["DTM", [dateCode, compact(written.day), "102"]],
];

function statedBy(written: Written) {
  const net = netOf(written) + written.saysMoreCents;
  return { net: money(net), tax: money(taxOf(net)), total: money(net + taxOf(net)) };
}

const opto33: Dialect = {
  version: "96B",
  syntax: "UNOC",
  invoice: (written) => {
    const { net, tax, total } = statedBy(written);
    return [
      ...head(written, "3"),
      ["NAD", "BY", ["0700001", "", "160"], "", "OPTIQUE LUMIÈRE"],
      ["NAD", "SU", [written.supplier.code, "", "167"], "", written.supplier.name],
      ["CUX", ["2", "EUR"]],
      ...written.lines.flatMap(({ article, label, quantity, priceCents }, at): Segment[] => [
        ["LIN", String(at + 1), "", [article, "SA"], "", "21"],
        ["IMD", "F", "8", ["2", "", "", label]],
        ["QTY", ["47", String(quantity)]],
        ["MOA", ["125", money(quantity * priceCents)]],
        ["PRI", ["AAA", money(priceCents), "", "NTP"]],
        ["TAX", "7", "VAT", "", "", ["", "", "", "20.00"]],
      ]),
      ["UNS", "S"],
      ["MOA", ["125", net]],
      ["MOA", ["128", total]],
      ["TAX", "7", "VAT", "", net, ["", "", "", "20.00"]],
      ["MOA", ["150", tax]],
    ];
  },
};

const eancom: Dialect = {
  version: "96A",
  syntax: "UNOC",
  invoice: (written) => {
    const { net, tax, total } = statedBy(written);
    return [
      ...head(written, "137"),
      ["NAD", "SU", [written.supplier.code, "", "9"], "", written.supplier.name],
      ["CUX", ["2", "EUR", "4"]],
      ...written.lines.flatMap(({ article, label, quantity, priceCents }, at): Segment[] => [
        ["LIN", String(at + 1), "", [article, "SA"]],
        ["IMD", "F", "", ["", "", "", label]],
        ["QTY", ["47", String(quantity)]],
        ["MOA", ["203", money(quantity * priceCents)]],
        ["PRI", ["AAA", money(priceCents)]],
      ]),
      ["UNS", "S"],
      ["MOA", ["125", net]],
      ["MOA", ["124", tax]],
      ["MOA", ["86", total]],
    ];
  },
};

const dialects = { opto33, eancom };
const association = { opto33: "OPTO33", eancom: "EAN008" };

type Interchange = { reference: string; separators: Separators; dialect: keyof typeof dialects };

function interchangeOf(
  documents: Written[],
  { reference, separators, dialect }: Interchange,
): string[] {
  const { version, syntax, invoice } = dialects[dialect];
  const { component, element, release, end } = separators;
  const sender = documents[0]?.supplier.code ?? "NOBODY";
  const messages = documents.flatMap((written, at): Segment[] => {
    const body = invoice(written);
    const count = String(body.length + 2 + written.countsMore);
    return [
      ["UNH", String(at + 1), ["INVOIC", "D", version, "UN", association[dialect]]],
      ...body,
      ["UNT", count, String(at + 1)],
    ];
  });
  const all: Segment[] = [
    ["UNB", [syntax, "3"], sender, "9990007", ["260410", "0700"], reference],
    ...messages,
    ["UNZ", String(documents.length), reference],
  ];
  return [
    `UNA${component}${element}.${release} ${end}`,
    ...all.map((segment) => textOf(segment, separators)),
  ];
}

/** The text of a file. `mixedUna`: its second half is an interchange of its own. */
export function edifactText(
  dialect: keyof typeof dialects,
  documents: Written[],
  suffered: readonly Fault[],
): string {
  const half = suffered.includes("mixedUna") ? Math.ceil(documents.length / 2) : documents.length;
  const parts = [documents.slice(0, half), documents.slice(half)].filter(
    ({ length }) => length > 0,
  );
  const segments = parts.flatMap((some, at) =>
    interchangeOf(some, {
      reference: `I${at + 1}`,
      separators: at === 0 ? commonSeparators : otherSeparators,
      dialect,
    }),
  );
  if (!suffered.includes("lineFeeds")) return `${segments.join("\r\n")}\r\n`;
  return segments.join("").replaceAll(/.{70}/gs, "$&\n");
}
