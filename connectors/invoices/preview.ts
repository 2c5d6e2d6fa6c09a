// Previews a file before anything of it is stored: verdict and sums of the whole file, its first
// documents and problems.
import type { FileDocument, FilePreview, FileProblem } from "../../contract/api/file.ts";
import { amountText, textOrNull } from "./amount.ts";
import type { Document } from "./document.ts";
import { parseInvoiceFile } from "./parse.ts";
import type { InvoiceSettings } from "./settings.ts";

export type PreviewLimits = { problems: number; documents: number };

const defaults: PreviewLimits = { problems: 100, documents: 50 };

/** Reads the whole file, and keeps no more of it in memory than `limits` allow. */
export async function preview(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  settings: InvoiceSettings,
  limits: PreviewLimits = defaults,
): Promise<FilePreview> {
  const problems = new FirstProblems(limits.problems);
  const first: FileDocument[] = [];
  for await (const item of parseInvoiceFile(bytes, name, settings)) {
    switch (item.type) {
      case "document":
        problems.add(item.problems);
        if (first.length < limits.documents) first.push(inBrief(item.document));
        break;
      case "refused":
        problems.add(item.problems);
        break;
      case "problem":
        problems.add([item.problem]);
        break;
      case "summary": {
        const { tests: _, problems: problemCount, ...rest } = item.summary;
        return {
          ...rest,
          problems: problems.kept,
          problemCount,
          first: rest.verdict === "reject-file" ? [] : first,
        };
      }
    }
  }
  throw new Error("a file ends with its summary");
}

/** The first problems of a file; errors replace warnings. */
class FirstProblems {
  readonly kept: FileProblem[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(problems: FileProblem[]): void {
    for (const problem of problems) {
      if (this.kept.length < this.#most) this.kept.push(problem);
      else if (problem.severity === "error") this.#replace(problem);
    }
  }

  #replace(problem: FileProblem): void {
    const at = this.kept.findLastIndex(({ severity }) => severity !== "error");
    if (at >= 0) this.kept[at] = problem;
  }
}

const inBrief = ({
  id,
  number,
  supplier,
  date,
  type,
  currency,
  net,
  tax,
  total,
  lineCount,
  test,
}: Document): FileDocument => ({
  id,
  number,
  supplier,
  date,
  type,
  currency,
  net: amountText(net),
  tax: textOrNull(tax),
  total: textOrNull(total),
  lines: lineCount,
  test,
});
