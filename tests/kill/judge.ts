// What must hold after a kill: every record exists once and equals the source's, every run is in the
// history once, and the next refresh can start.
import { isDeepStrictEqual } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import type { RecordRow } from "../../contract/api/record.ts";
import type { Run, RunSummary } from "../../contract/api/run.ts";
import type { Id } from "../../contract/source/record.ts";
import type { Row, Source } from "./source.ts";
import type { Subject } from "./subject.ts";

export type Verdict = {
  lost: number;
  doubled: number;
  mismatches: number;
  historyErrors: number;
  failures: string[];
};

export const emptyVerdict = (): Verdict => ({
  lost: 0,
  doubled: 0,
  mismatches: 0,
  historyErrors: 0,
  failures: [],
});

/** Domains and columns of the templates, written a second time on purpose. */
type Expectation = { model: string; domain: unknown[]; fields: Record<string, string> | "raw" };
const expectations: Record<string, Expectation> = {
  sale_orders: { model: "sale.order", domain: [], fields: "raw" },
  contacts: { model: "res.partner", domain: [], fields: "raw" },
  employees: { model: "hr.employee", domain: [], fields: "raw" },
  local_sales: {
    model: "account.move",
    domain: [
      ["move_type", "in", ["out_invoice", "out_refund"]],
      ["payment_state", "!=", "paid"],
    ],
    fields: {
      state: "state",
      payment_state: "payment_state",
      kind: "move_type",
      due_date: "invoice_date_due",
      invoice_date: "invoice_date",
    },
  },
};

/** Compares the published records with the source's own rows and with the undisturbed twin. */
export async function judgeRecords(subject: Subject, source: Source): Promise<Verdict> {
  const verdict = emptyVerdict();
  const twin = await subject.refreshTwin();
  if (twin.status !== "completed")
    verdict.failures.push(`the twin ended ${twin.status}: ${JSON.stringify(twin.problems)}`);
  for (const resource of subject.resources) {
    const stored = await subject.records("subject", resource);
    const twins = await subject.records("twin", resource);
    compare(
      verdict,
      `${subject.tenant} ${resource}, twin`,
      stored,
      new Map(twins.map(({ id, data }) => [id, data])),
      ({ data }) => data,
    );
    const truth = expectations[resource];
    if (truth === undefined) continue;
    const { fields } = truth;
    const names =
      fields === "raw"
        ? Object.keys((stored[0]?.data["raw"] as object | undefined) ?? {})
        : Object.values(fields);
    const rows = await source.records(subject.database, truth.model, truth.domain, names);
    const own = (record: RecordRow): unknown =>
      fields === "raw"
        ? record.data["raw"]
        : Object.fromEntries(
            Object.entries(fields).map(([column, field]) => [field, record.data[column]]),
          );
    compare(
      verdict,
      `${subject.tenant} ${resource}`,
      stored,
      new Map(rows.map((row) => [row.id, expected(row, fields)])),
      own,
    );
  }
  return verdict;
}

/** Odoo's empty date is false; ours is null. */
function expected(row: Row, fields: Expectation["fields"]): unknown {
  if (fields === "raw") return row;
  return Object.fromEntries(
    Object.values(fields).map((field) => [field, row[field] === false ? null : row[field]]),
  );
}

function compare(
  verdict: Verdict,
  what: string,
  stored: RecordRow[],
  truth: Map<Id, unknown>,
  own: (record: RecordRow) => unknown,
): void {
  const ids = new Set(stored.map(({ id }) => id));
  const lost = [...truth.keys()].filter((id) => !ids.has(id));
  const doubled = stored.length - ids.size;
  const wrong = stored.filter((record) => !isDeepStrictEqual(own(record), truth.get(record.id)));
  verdict.lost += lost.length;
  verdict.doubled += doubled;
  verdict.mismatches += wrong.length;
  if (truth.size === 0) verdict.failures.push(`${what}: the source is empty, nothing is proven`);
  if (lost.length > 0) verdict.failures.push(`${what}: lost ${lost.slice(0, 5).join()}`);
  if (doubled > 0) verdict.failures.push(`${what}: ${doubled} doubled`);
  const [first] = wrong;
  if (first)
    verdict.failures.push(
      `${what}: ${wrong.length} differ, ${first.id}: ${JSON.stringify(own(first)).slice(0, 300)} is not ${JSON.stringify(truth.get(first.id))?.slice(0, 300)}`,
    );
}

type Figures = Pick<
  Run,
  | "executionId"
  | "status"
  | "seq"
  | "counts"
  | "rowsWritten"
  | "published"
  | "undone"
  | "startedAt"
  | "endedAt"
>;
const figuresOf = ({
  executionId,
  status,
  seq,
  counts,
  rowsWritten,
  published,
  undone,
  startedAt,
  endedAt,
}: Figures): Figures => ({
  executionId,
  status,
  seq,
  counts,
  rowsWritten,
  published,
  undone,
  startedAt,
  endedAt,
});

const comparedRuns = 20;

/** Checks that D1 has each of the last runs once, with the object's figures; waits for late ones. */
export async function judgeHistory(subject: Subject): Promise<Verdict> {
  const verdict = emptyVerdict();
  const sorted = (runs: (Run | RunSummary)[]) =>
    runs.map(figuresOf).sort((one, other) => (one.executionId < other.executionId ? -1 : 1));
  const own = sorted(await subject.runs(comparedRuns));
  let kept = sorted(await subject.history(comparedRuns));
  for (
    const until = Date.now() + 15_000;
    !isDeepStrictEqual(own, kept) && Date.now() < until;
    await sleep(250)
  )
    kept = sorted(await subject.history(comparedRuns));
  if (isDeepStrictEqual(own, kept)) return verdict;
  verdict.historyErrors = 1;
  verdict.failures.push(
    `${subject.tenant}: the history says ${JSON.stringify(kept).slice(0, 600)}, the object ${JSON.stringify(own).slice(0, 600)}`,
  );
  return verdict;
}

/** Checks that a new refresh starts at once, completes, and writes nothing. */
export async function judgeLock(subject: Subject): Promise<Verdict> {
  const verdict = emptyVerdict();
  const run = await subject.refresh();
  if (run.status !== "completed" || run.rowsWritten !== 0 || run.published)
    verdict.failures.push(
      `${subject.tenant}: a refresh of nothing new ended ${run.status}, ${run.rowsWritten} rows written`,
    );
  return verdict;
}

export function add(
  sum: Verdict,
  { lost, doubled, mismatches, historyErrors, failures }: Verdict,
): void {
  sum.lost += lost;
  sum.doubled += doubled;
  sum.mismatches += mismatches;
  sum.historyErrors += historyErrors;
  sum.failures.push(...failures);
}
