// A good invoice with randomly changed codes and amounts: whatever is accepted adds up, and nothing
// unknown passes silently.
import { describe, expect, it } from "vitest";
import { absolute, amountText, readAmount, type Amount } from "../../connectors/invoices/amount.ts";
import { documentTypes, newDebt } from "../../connectors/invoices/edifact/codes/documents.ts";
import { anInterchange, latin, readFile } from "./invoices-world.ts";

/** Numbers below `n` from a seed: the same in every run. */
function chances(seed: number): (n: number) => number {
  let state = seed * 2654435761 + 12345;
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return state % n;
  };
}

const good = [
  "BGM+380+F-1+9",
  "DTM+137:20260316:102",
  "NAD+SU+3000000000014::9++LUNETTES INVENTEES",
  "CUX+2:EUR:4",
  "ALC+C++++FC",
  "MOA+8:10.00",
  "LIN+1++3000000000106:EN",
  "QTY+47:2",
  "MOA+203:60.00",
  "TAX+7+VAT+++:::20+S",
  "LIN+2++3000000000113:EN",
  "QTY+47:1",
  "MOA+203:30.00",
  "TAX+7+VAT+++:::20+S",
  "UNS+S",
  "MOA+79:90.00",
  "MOA+125:100.00",
  "MOA+176:20.00",
  "MOA+165:0.02",
  "MOA+77:120.02",
  "MOA+113:20.02",
  "MOA+9:100.00",
  "TAX+7+VAT+++:::20+S",
  "MOA+125:100.00",
  "MOA+124:20.00",
];
const codes = [
  "1",
  "2",
  "5",
  "7",
  "9",
  "31",
  "77",
  "79",
  "86",
  "113",
  "124",
  "125",
  "128",
  "131",
  "139",
  "165",
  "203",
  "259",
  "999",
  "A",
  "C",
  "J",
  "M",
  "V",
];
const types = ["VAT", "GST", "RET", "XYZ", "E", "AE"];

/** Replaces one to three elements of the message. */
function mutated(seed: number): string[] {
  const chance = chances(seed);
  const lines = [...good];
  for (let left = 1 + chance(3); left > 0; left -= 1) {
    const at = chance(lines.length);
    const parts = (lines[at] ?? "").split(/([+:])/);
    const part = 2 + 2 * chance(Math.max(1, (parts.length - 1) / 2));
    const old = parts[part] ?? "";
    const amount = `${chance(200)}.${chance(100).toString().padStart(2, "0")}`;
    const choices = /\d\.\d\d$/.test(old)
      ? [amount, `-${old}`, old.replace(".", ",")]
      : [codes[chance(codes.length)], types[chance(types.length)], ""];
    parts[part] = choices[chance(choices.length)] ?? "";
    lines[at] = parts.join("");
    if (chance(8) === 0) lines.splice(chance(lines.length), 1);
  }
  return lines;
}

const message = (lines: string[]): string =>
  ["UNH+1+INVOIC:D:96A:UN:EAN008", ...lines, `UNT+${lines.length + 2}+1`]
    .map((segment) => `${segment}'`)
    .join("");

const of = (text: string | null | undefined): Amount => readAmount(text ?? "0") ?? 0n;
/** Suppliers round: five cents. */
const near = (a: Amount, b: Amount): boolean => absolute(a - b) <= 5_000_000n;

describe("an invoice with changed codes and amounts", () => {
  it("is accepted only if it adds up", async () => {
    let kept = 0;
    for (let seed = 1; seed <= 3000; seed += 1) {
      const lines = mutated(seed);
      const { documents, codes: said } = await readFile(latin(anInterchange([message(lines)])));
      const document = documents[0]?.document;
      if (document === undefined) {
        expect(said.length, lines.join("'")).toBeGreaterThan(0);
        continue;
      }
      kept += 1;
      const bgm = lines.find((line) => line.startsWith("BGM")) ?? "";
      const [, type = "", , action = ""] = bgm.split("+");
      expect([documentTypes.has(type), newDebt.has(action)], bgm).toEqual([true, true]);
      const { net, tax, total } = document;
      const counted = document.lines
        .filter(({ kind }) => kind !== "included")
        .reduce((all, line) => all + of(line.net), 0n);
      expect(
        near(counted, net),
        `${lines.join("'")}: lines ${amountText(counted)}, net ${amountText(net)}`,
      ).toBe(true);
      const difference = (total ?? net) - net - (tax ?? 0n);
      const rounding = lines
        .filter((line) => line.startsWith("MOA+165:"))
        .map((line) => of(line.slice(8).split(":")[0]));
      expect(
        [0n, ...rounding].some((one) => near(absolute(difference), absolute(one))),
        lines.join("'"),
      ).toBe(true);
      if (difference !== 0n) expect(said, lines.join("'")).toContain("invoice_total_adjusted");
      // The total is one of the stated amounts, or what remains of it after a prepayment.
      const stated = lines
        .filter((line) => /^MOA\+(77|86|39|128|139|9):/.test(line))
        .map((line) => of(line.replace(",", ".").split(":")[1]));
      const paid = lines
        .filter((line) => line.startsWith("MOA+113:"))
        .map((line) => of(line.replace(",", ".").split(":")[1]));
      const proofs = stated
        .flatMap((one) => [one, ...paid.map((part) => one + part)])
        .map(absolute);
      if (stated.length > 0)
        expect(
          proofs.some((one) => near(one, absolute(total ?? 0n))),
          lines.join("'"),
        ).toBe(true);
    }
    expect(kept).toBeGreaterThan(300);
  });
});
