// Recognises binary files by their first bytes, and container formats by what is inside them.
import { bytesAsText } from "../../../formats/latin.ts";
import type { Foreign } from "./foreign-file.ts";

/** A signature at an offset of the file, as Latin-1. */
type Signature = { at: number; mark: string; is: Container };
type Container = Foreign | "pdf" | "zip" | "ole";

const archive = (format: string): Foreign => ({
  code: "file_is_archive",
  name: format,
  facts: { format },
});
const image = (format: string): Foreign => ({
  code: "file_is_image",
  name: format,
  facts: { format },
});
const spreadsheet = (format: string): Foreign => ({
  code: "file_is_spreadsheet",
  name: format,
  facts: { format },
});
const office = (format: string): Foreign => ({
  code: "file_is_office",
  name: format,
  facts: { format },
});

const signatures: Signature[] = [
  { at: 0, mark: "PK\u0003\u0004", is: "zip" },
  { at: 0, mark: "PK\u0005\u0006", is: "zip" },
  { at: 0, mark: "PK\u0007\u0008", is: "zip" },
  { at: 0, mark: "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", is: "ole" },
  { at: 0, mark: "\t\u0008\u0010\u0000\u0000\u0006", is: spreadsheet("Excel 97") },
  { at: 0, mark: "\t\u0008\u0008\u0000\u0000\u0005", is: spreadsheet("Excel 95") },
  { at: 0, mark: "\u001f\u008b", is: archive("gzip") },
  { at: 4, mark: "1AY&SY", is: archive("bzip2") },
  { at: 0, mark: "7z\u00bc\u00af\u0027\u001c", is: archive("7z") },
  { at: 0, mark: "Rar!\u001a", is: archive("RAR") },
  { at: 0, mark: "\u00fd7zXZ\u0000", is: archive("xz") },
  { at: 0, mark: "\u0028\u00b5\u002f\u00fd", is: archive("zstd") },
  { at: 257, mark: "ustar\u0000", is: archive("tar") },
  { at: 257, mark: "ustar  \u0000", is: archive("tar") },
  { at: 0, mark: "\u0089PNG\r\n\u001a\n", is: image("PNG") },
  { at: 0, mark: "\u00ff\u00d8\u00ff", is: image("JPEG") },
  { at: 0, mark: "GIF87a", is: image("GIF") },
  { at: 0, mark: "GIF89a", is: image("GIF") },
  { at: 0, mark: "II*\u0000", is: image("TIFF") },
  { at: 0, mark: "MM\u0000*", is: image("TIFF") },
  { at: 4, mark: "ftyphei", is: image("HEIC") },
  { at: 4, mark: "ftypmif", is: image("HEIC") },
];

/**
 * Some writers put other bytes before a PDF's header, so readers look for it in the first thousand
 * bytes.
 */
const pdfHead = 1_024;

/** The container that the first bytes identify; null if they match no signature. */
export function containerOf(start: Uint8Array): Container | null {
  const text = bytesAsText(start.subarray(0, pdfHead));
  const known = signatures.find(({ at, mark }) => text.startsWith(mark, at));
  if (known !== undefined) return known.is;
  if (/%PDF-\d/.test(text)) return "pdf";
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return image("WebP");
  if (text.startsWith("%!PS")) return office("PostScript");
  // A bitmap states its size, four zero bytes, and where its pixels begin.
  // eslint-disable-next-line no-control-regex
  if (/^BM[^]{4}\u0000{4}[^]\u0000{3}/.test(text)) return image("BMP");
  return isSigned(text) ? { code: "file_is_signed", name: "PKCS #7", facts: {} } : null;
}

// eslint-disable-next-line no-control-regex
const signedData = /\u0006\u0009\u002a\u0086\u0048\u0086\u00f7\u000d\u0001\u0007[\u0002\u0003]/;

/** A sequence whose type is "signed data" or "enveloped data". */
const isSigned = (text: string): boolean =>
  text.startsWith("0") && signedData.test(text.slice(0, 40));

const wide = (name: string): string => [...name].map((letter) => `${letter}\\u0000`).join("");

/** What to look for in a container; the first match decides. */
const contents: Record<"pdf" | "zip" | "ole", { marks: [RegExp, Foreign][]; otherwise: Foreign }> =
  {
    pdf: {
      marks: [
        [
          /factur-x|zugferd|xrechnung|order-x\.xml/i,
          { code: "file_is_facturx", name: "Factur-X PDF", facts: {} },
        ],
      ],
      otherwise: { code: "file_is_pdf", name: "PDF", facts: {} },
    },
    zip: {
      marks: [
        [/xl\/(workbook|worksheets)/, spreadsheet("Excel, xlsx")],
        [/application\/vnd\.oasis\.opendocument\.spreadsheet/, spreadsheet("OpenDocument, ods")],
        [/Index\/(Document|Tables)/, spreadsheet("Numbers")],
        [/word\/document/, office("Word, docx")],
        [/application\/vnd\.oasis\.opendocument\./, office("OpenDocument")],
        [/ppt\/presentation/, office("PowerPoint, pptx")],
      ],
      otherwise: archive("zip"),
    },
    ole: {
      marks: [
        [new RegExp(`${wide("Workbook")}|${wide("Book")}\\u0000`), spreadsheet("Excel 97, xls")],
        [
          new RegExp(wide("EncryptedPackage")),
          { code: "file_is_signed", name: "Office", facts: {} },
        ],
        [new RegExp(wide("__substg1.0_")), { code: "file_is_email", name: "Outlook", facts: {} }],
        [new RegExp(wide("WordDocument")), office("Word 97, doc")],
      ],
      otherwise: office("Office 97"),
    },
  };

/**
 * How many bytes of a container are searched, and the longest signature that may span two chunks.
 */
const maxBytes = 64 * 1024 * 1024;
const overlap = 128;

/** Searches a container chunk by chunk, with one chunk in memory at a time. */
export async function lookInside(
  container: Container,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Foreign> {
  if (typeof container !== "string") return container;
  const { marks, otherwise } = contents[container];
  let [best, before, seen] = [marks.length, "", 0];
  for await (const piece of bytes) {
    const text = before + bytesAsText(piece);
    const found = marks.findIndex(([mark]) => mark.test(text));
    if (found >= 0) best = Math.min(best, found);
    before = text.slice(-overlap);
    seen += piece.length;
    if (best === 0 || seen > maxBytes) break;
  }
  return marks[best]?.[1] ?? otherwise;
}
