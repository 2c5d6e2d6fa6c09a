// The summary of a file: verdict, counts and totals.
import type { FileTotals, Verdict } from "../../contract/api/file.ts";
import { amountText, zeroAmount, type Amount } from "./amount.ts";
import type { Item } from "./item.ts";
import { isError } from "./problem.ts";

export type Summary = {
  verdict: Verdict;
  type: string | null;
  documents: number;
  refused: number;
  /** How many of the documents belong to test interchanges. */
  tests: number;
  /** By currency; an empty text for documents without one. */
  totals: Record<string, FileTotals>;
  suppliers: string[];
  problems: number;
};

export type CountedItem = Item | { type: "repeated" };

type Totals = { net: Amount; tax: Amount; total: Amount };

/** Suppliers that a summary names. */
const maxSuppliers = 50;

export class SummaryBuilder {
  readonly #names = new Set<string>();
  readonly #suppliers = new Set<string>();
  readonly #totals = new Map<string, Totals>();
  #documents = 0;
  #refused = 0;
  #tests = 0;
  #repeated = 0;
  #unsupported = 0;
  #companions = 0;
  #warnings = 0;
  #problems = 0;
  #failed = false;

  add(item: CountedItem): void {
    switch (item.type) {
      case "named":
        this.#names.add(item.name);
        return;
      case "document":
        this.#count(item.problems);
        return this.#addDocument(item.document);
      case "refused":
        this.#count(item.problems);
        this.#refused += 1;
        return;
      case "repeated":
        this.#repeated += 1;
        this.#problems += 1;
        return;
      case "other":
        this.#count(item.problems);
        if (item.problems.some(isError)) this.#refused += 1;
        else if (item.read) this.#companions += 1;
        else this.#unsupported += 1;
        return;
      case "problem":
        this.#count([item.problem]);
        if (isError(item.problem)) this.#failed = true;
        return;
    }
  }

  end(): Summary {
    const failed = this.#failed;
    return {
      verdict: this.#verdict(),
      type: this.#names.size === 0 ? null : [...this.#names].slice(0, 5).join(", "),
      documents: failed ? 0 : this.#documents,
      refused: this.#refused,
      tests: failed ? 0 : this.#tests,
      totals: failed
        ? {}
        : Object.fromEntries(
            [...this.#totals].map(([currency, totals]) => [currency, inWords(totals)]),
          ),
      suppliers: [...this.#suppliers],
      problems: this.#problems,
    };
  }

  /**
   * The worst finding. A warning comes before "it is a test": a test is never used whatever the
   * verdict says, so there is nothing to do about it.
   */
  #verdict(): Verdict {
    if (this.#failed) return "reject-file";
    if (this.#refused > 0) return "reject-message";
    if (this.#unsupported > 0 && this.#documents === 0 && this.#companions === 0)
      return "unsupported";
    if (this.#repeated > 0) return "accept-once";
    if (this.#warnings > 0 || this.#unsupported > 0) return "warn";
    if (this.#tests > 0) return this.#tests === this.#documents ? "accept-as-test" : "warn";
    return "accept";
  }

  #addDocument({
    currency,
    net,
    tax,
    total,
    test,
    supplier,
  }: Extract<Item, { type: "document" }>["document"]): void {
    this.#documents += 1;
    if (test) this.#tests += 1;
    if (this.#suppliers.size < maxSuppliers) this.#suppliers.add(supplier);
    const totals = this.#totals.get(currency ?? "") ?? {
      net: zeroAmount,
      tax: zeroAmount,
      total: zeroAmount,
    };
    this.#totals.set(currency ?? "", {
      net: totals.net + net,
      tax: totals.tax + (tax ?? zeroAmount),
      total: totals.total + (total ?? net + (tax ?? zeroAmount)),
    });
  }

  #count(problems: { severity: string }[]): void {
    this.#problems += problems.length;
    for (const { severity } of problems) if (severity === "warning") this.#warnings += 1;
  }
}

const inWords = ({ net, tax, total }: Totals): FileTotals => ({
  net: amountText(net),
  tax: amountText(tax),
  total: amountText(total),
});
