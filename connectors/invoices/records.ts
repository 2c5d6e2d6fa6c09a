// Maps documents to records, and unusable ones to rejects.
import type { FileProblem } from "../../contract/api/file.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Reject, SourceRecord } from "../../contract/source/record.ts";
import type { StoredFile } from "../source-client.ts";
import { fileRejectId } from "../file-reject.ts";
import { amountText, textOrNull } from "./amount.ts";
import type { Document, Line } from "./document.ts";
import type { Parsed } from "./parse.ts";
import { isError } from "./problem.ts";

/**
 * A document as the records of one resource. `length` is the size of their text, so that a page
 * knows when it is full.
 */
export function recordsOf(
  resource: string,
  item: Extract<Parsed, { type: "document" }>,
  file: StoredFile,
): SourceRecord[] {
  const { document, problems } = item;
  // The store keeps what came first: equal content is the same document again, other content under
  // the same number is refused.
  const version = document.content;
  if (resource === "invoices")
    return [{ id: document.id, version, data: invoiceOf(document, problems, file) }];
  const taken = new Map<string, number>();
  return document.lines.map((line) => ({
    id: lineId(document, line, taken),
    version,
    data: lineDataOf(document, line, file),
  }));
}

/** The document and the number of the line. Repeated line numbers get a counter. */
function lineId(document: Document, line: Line, taken: Map<string, number>): string {
  const times = (taken.get(line.number) ?? 0) + 1;
  taken.set(line.number, times);
  const id = `${document.id}|${line.number.slice(0, 30)}`;
  return times === 1 ? id : `${id}~${times}`;
}

function invoiceOf(
  document: Document,
  problems: FileProblem[],
  file: StoredFile,
): { [field: string]: Json } {
  return {
    supplier: document.supplier,
    number: document.number,
    date: document.date,
    type: document.type,
    currency: document.currency,
    net: amountText(document.net),
    tax: textOrNull(document.tax),
    total: textOrNull(document.total),
    due_date: document.dueDate,
    orders: document.orders,
    deliveries: document.deliveries,
    buyer: document.buyer,
    supplier_code: document.supplierCode,
    supplier_vat: document.supplierVat,
    lines: document.lineCount,
    checks: [
      ...new Set(problems.filter(({ severity }) => severity === "warning").map(({ code }) => code)),
    ].sort(),
    flow: document.flow,
    file: file.name,
  };
}

function lineDataOf(document: Document, line: Line, file: StoredFile): { [field: string]: Json } {
  return {
    invoice: document.number,
    supplier: document.supplier,
    date: document.date,
    line: line.number,
    kind: line.kind,
    article: line.article,
    ean: line.ean,
    label: line.label,
    family: line.family,
    quantity: line.quantity,
    gross_price: line.grossPrice,
    net_price: line.netPrice,
    gross: line.gross,
    net: line.net,
    tax: line.tax,
    vat_rate: line.vatRate,
    vat_code: line.vatCode,
    currency: document.currency,
    order: line.order,
    delivery: line.delivery,
    delivery_date: line.deliveryDate,
    reference: line.reference,
    shop: line.shop,
    file: file.name,
  };
}

/** A document that cannot be used, with the first of its errors as the reason. */
export function rejectOf(
  { entry, problems }: Extract<Parsed, { type: "refused" }>,
  file: StoredFile,
): Reject {
  const problem = problems.find(isError);
  if (problem === undefined) throw new Error("a refused document has an error");
  return { ...rejectFor(problem, file), id: fileRejectId(file.key, entry) };
}

/** A file that cannot be used at all. */
export const rejectFor = (
  { code, facts, segment, line }: FileProblem,
  file: StoredFile,
): Reject => ({
  id: fileRejectId(file.key, null),
  code,
  facts: {
    ...facts,
    file: file.name,
    ...(segment === null ? {} : { segment: String(segment) }),
    ...(line === null ? {} : { line: String(line) }),
  },
  sample: "",
});
