// Identifies an XML document by its root element and namespace, without reading anything else.
import { shown } from "../problem.ts";
import type { Foreign } from "./foreign-file.ts";

const ublNamespace = "urn:oasis:names:specification:ubl:schema:xsd:";
const spreadsheetNamespace = "urn:schemas-microsoft-com:office:spreadsheet";

/** Invoice formats of countries and networks, by the local name of the root element. */
const national: Record<string, string> = {
  FatturaElettronica: "FatturaPA",
  Facturae: "Facturae",
  Finvoice: "Finvoice",
  TEAPPSXML: "TEAPPSXML",
  Comprobante: "CFDI",
  NFe: "NF-e",
  nfeProc: "NF-e",
  Faktura: "KSeF FA",
  cXML: "cXML",
  InvoiceMessage: "GS1 XML",
  invoiceMessage: "GS1 XML",
  IzdaniRacunEnostavni: "e-SLOG",
  INVOIC01: "SAP IDoc",
  INVOIC02: "SAP IDoc",
};

/** What may come before the root element: declaration, instructions, comments, document type. */
const prolog =
  /^(\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!doctype(?!\s+html)[^>[]*(\[[\s\S]*?\]\s*)?>)/i;

/** The kind of an XML or HTML document, by the beginning of its text; null if it is neither. */
export function xmlKind(text: string): Foreign | null {
  let rest = text;
  for (let skipped = prolog.exec(rest); skipped !== null; skipped = prolog.exec(rest))
    rest = rest.slice(skipped[0].length);
  if (/^<(!doctype\s+html|html|head|body|table|meta|title|script|style|div|form)\b/i.test(rest))
    return page;
  const [, prefix = "", name = "", attributes = ""] =
    /^<([\w.-]+:)?([A-Za-z_][\w.-]*)([^>]*)/.exec(rest) ?? [];
  // The declaration identifies XML even if the first chunks of the file do not reach the root
  // element.
  if (name === "") return /^<\?xml\b/i.test(text) ? xmlOf("?xml") : null;
  return kindOfRoot(name, namespaceOf(prefix, attributes), rest) ?? xmlOf(name);
}

const page: Foreign = { code: "file_is_html", name: "HTML", facts: {} };
const xmlOf = (root: string): Foreign => ({
  code: "file_is_xml",
  name: "XML",
  facts: { format: shown(root) },
});

function namespaceOf(prefix: string, attributes: string): string {
  const name = prefix === "" ? "xmlns" : `xmlns:${prefix.slice(0, -1)}`;
  const [, , value = ""] =
    new RegExp(`(?:^|\\s)${name.replaceAll(".", "\\.")}\\s*=\\s*(["'])(.*?)\\1`).exec(attributes) ??
    [];
  return value;
}

function kindOfRoot(root: string, namespace: string, rest: string): Foreign | null {
  if (namespace.startsWith(ublNamespace))
    return { code: "file_is_ubl", name: `UBL ${root}`, facts: { document: shown(root) } };
  if (root === "CrossIndustryInvoice" || root === "CrossIndustryDocument")
    return { code: "file_is_cii", name: "CII", facts: {} };
  if (root === "StandardBusinessDocument") return envelope(rest);
  if (namespace === spreadsheetNamespace) return spreadsheet("Excel XML");
  if (namespace.startsWith("urn:oasis:names:tc:opendocument:")) return spreadsheet("OpenDocument");
  if (namespace.includes("ebinterface.at")) return invoiceOf("ebInterface");
  const known = Object.hasOwn(national, root) ? national[root] : undefined;
  if (known !== undefined) return invoiceOf(known);
  return root === "Invoice" || root === "CreditNote" ? invoiceOf(root) : null;
}

const spreadsheet = (format: string): Foreign => ({
  code: "file_is_spreadsheet",
  name: format,
  facts: { format },
});
const invoiceOf = (format: string): Foreign => ({
  code: "file_is_xml_invoice",
  name: format,
  facts: { format },
});

/**
 * The header of an envelope names its document type; without one, the first element with a known
 * name decides.
 */
function envelope(rest: string): Foreign {
  const [, type = ""] = /<(?:[\w.-]+:)?Type>\s*([\w.-]+)\s*</.exec(rest) ?? [];
  const [, element = ""] =
    /<(?:[\w.-]+:)?(Invoice|CreditNote|CrossIndustryInvoice)[\s>]/.exec(rest) ?? [];
  const document = type || element || "?";
  return { code: "file_is_sbdh", name: `SBDH ${document}`, facts: { document: shown(document) } };
}
