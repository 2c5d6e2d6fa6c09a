// Files of other formats: each is recognised whatever its file name, with advice for a person.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { say } from "../../contract/sentences/say.ts";
import { latin, readFile, utf8 } from "./invoices-world.ts";

const ubl = (root: string, prefix = "") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n<${prefix}${root} xmlns${prefix === "" ? "" : `:${prefix.slice(0, -1)}`}="urn:oasis:names:specification:ubl:schema:xsd:${root}-2"\n  xmlns:cbc="urn:cbc"><cbc:ID>F-1</cbc:ID></${prefix}${root}>`;

const sbdh =
  '<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><StandardBusinessDocumentHeader>' +
  "<DocumentIdentification><Type>Invoice</Type></DocumentIdentification></StandardBusinessDocumentHeader></StandardBusinessDocument>";

const isa = (separator: string) =>
  [
    "ISA",
    "00",
    " ".repeat(10),
    "00",
    " ".repeat(10),
    "ZZ",
    "SENDER".padEnd(15),
    "ZZ",
    "RECEIVER".padEnd(15),
  ].join(separator) +
  `${separator}260331${separator}1003${separator}U${separator}00401${separator}000000001${separator}0${separator}P${separator}>~GS${separator}IN`;

const zip = (...names: string[]) =>
  latin(
    names
      .map(
        (name) =>
          `PK\u0003\u0004${"\u0000".repeat(22)}${String.fromCharCode(name.length)}\u0000\u0000\u0000${name}x`,
      )
      .join(""),
  );
const wide = (text: string) => [...text].map((letter) => `${letter}\u0000`).join("");
const ole = (...names: string[]) =>
  latin(
    `\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1${"\u0000".repeat(70_000)}${names.map(wide).join("\u0000\u0000")}`,
  );

const far = "x".repeat(200_000);

const files: [string, Uint8Array, string, string][] = [
  ["a UBL invoice", utf8(ubl("Invoice")), "file_is_ubl", "UBL Invoice"],
  [
    "a UBL credit note with a prefix",
    utf8(ubl("CreditNote", "ns3:")),
    "file_is_ubl",
    "UBL CreditNote",
  ],
  [
    "a UBL invoice in UTF-16",
    new Uint8Array(Buffer.from(`\ufeff${ubl("Invoice")}`, "utf16le")),
    "file_is_ubl",
    "UBL Invoice",
  ],
  ["another UBL document", utf8(ubl("DespatchAdvice")), "file_is_ubl", "UBL DespatchAdvice"],
  [
    "CII",
    utf8(
      '<?xml version="1.0"?><rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100">',
    ),
    "file_is_cii",
    "CII",
  ],
  [
    "ZUGFeRD 1 as XML",
    utf8('<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd">'),
    "file_is_cii",
    "CII",
  ],
  ["a Peppol envelope", utf8(sbdh), "file_is_sbdh", "SBDH Invoice"],
  [
    "FatturaPA",
    utf8('<p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi">'),
    "file_is_xml_invoice",
    "FatturaPA",
  ],
  ["XML of another kind", utf8("<orders><order/></orders>"), "file_is_xml", "XML"],
  [
    "a spreadsheet as XML",
    utf8(
      '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ),
    "file_is_spreadsheet",
    "Excel XML",
  ],
  [
    "Factur-X, named at the end of the PDF",
    latin(`%PDF-1.7\n${far}<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>`),
    "file_is_facturx",
    "Factur-X PDF",
  ],
  ["an ordinary PDF", latin(`junk\n%PDF-1.4\n${far}`), "file_is_pdf", "PDF"],
  ["X12", latin(isa("*")), "file_is_x12", "ANSI X12"],
  ["X12 with another separator", latin(isa("|")), "file_is_x12", "ANSI X12"],
  [
    "TRADACOMS",
    latin("STX=ANAA:1+5000000000000:A+5000000000001:B+260331:1003+1'"),
    "file_is_tradacoms",
    "TRADACOMS",
  ],
  ["an IDoc", latin("EDI_DC40  1000000000001"), "file_is_idoc", "SAP IDoc"],
  [
    "xlsx",
    zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
    "file_is_spreadsheet",
    "Excel, xlsx",
  ],
  [
    "xlsx whose sheet is named far behind",
    new Uint8Array([...zip("[Content_Types].xml"), ...latin(far), ...zip("xl/workbook.xml")]),
    "file_is_spreadsheet",
    "Excel, xlsx",
  ],
  [
    "ods",
    zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "content.xml"),
    "file_is_spreadsheet",
    "OpenDocument, ods",
  ],
  ["docx", zip("[Content_Types].xml", "word/document.xml"), "file_is_office", "Word, docx"],
  ["a zip of files", zip("invoice.edi", "other.edi"), "file_is_archive", "zip"],
  ["xls", ole("Workbook", "SummaryInformation"), "file_is_spreadsheet", "Excel 97, xls"],
  ["an Outlook message", ole("__substg1.0_1000001F"), "file_is_email", "Outlook"],
  ["gzip", new Uint8Array(gzipSync("UNB+UNOC:3")), "file_is_archive", "gzip"],
  ["JSON", utf8('\n{ "invoices": [] }'), "file_is_json", "JSON"],
  ["a JSON list", utf8("[{}]"), "file_is_json", "JSON"],
  [
    "a web page called xls",
    utf8('\ufeff<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>Facture'),
    "file_is_html",
    "HTML",
  ],
  ["a sign-in page", utf8("<!DOCTYPE html>\n<html><form action=/login>"), "file_is_html", "HTML"],
  ["a picture", latin("\u0089PNG\r\n\u001a\n\u0000\u0000"), "file_is_image", "PNG"],
  ["a photograph", latin("\u00ff\u00d8\u00ff\u00e1\u0000\u0010Exif"), "file_is_image", "JPEG"],
  [
    "an e-mail",
    latin("Return-Path: <a@b.test>\r\nReceived: from b.test\r\nSubject: Facture\r\n\r\nBonjour"),
    "file_is_email",
    "e-mail",
  ],
  [
    "a signed file",
    latin("0\u0082\u0010\u0000\u0006\u0009*\u0086H\u0086\u00f7\r\u0001\u0007\u0002"),
    "file_is_signed",
    "PKCS #7",
  ],
];

describe("a file of another format", () => {
  it.each(files)("is recognised: %s", async (_, bytes, code, type) => {
    for (const name of ["facture.csv", "facture.edi"]) {
      const { summary, codes, items } = await readFile(bytes, { name, size: 5_000 });
      expect([codes, summary.verdict, summary.type, summary.documents]).toEqual([
        [code],
        "reject-file",
        type,
        0,
      ]);
      const [problem] = items.flatMap((item) => (item.type === "problem" ? [item.problem] : []));
      for (const locale of ["en", "fr"] as const) {
        const sentence = say(code, problem?.facts ?? {}, locale);
        expect(sentence).not.toContain("…");
        expect(sentence).not.toMatch(/add a table|ajoutez un tableau/i);
      }
    }
  });

  it.each([
    [
      "a table that begins with the letters of a signature",
      "GIFT;Rare!;BM\n1;2;3\n",
      "file_table_unknown",
    ],
    ["a table whose first column is called STX", "STX;ISA\n1;2\n", "file_table_unknown"],
    ["a text with a colon", "Date: today\nNo e-mail at all", "file_unknown"],
  ])("is not suspected in %s", async (_, text, code) => {
    expect((await readFile(utf8(text))).codes).toEqual([code]);
  });

  it("is searched chunk by chunk, and closed once it is recognised", async () => {
    const { summary } = await readFile(latin(`%PDF-1.7\n${"x".repeat(3_000_000)}`), {
      size: 1_000,
    });
    expect(summary.type).toBe("PDF");
  });
});
