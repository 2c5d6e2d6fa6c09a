// One huge OPTO33 file, generated while it is read: invoices of five lines that differ only by
// their number.
const line = (number: number): string =>
  [
    `LIN+${number}++3880100:SA++21'`,
    "IMD+F+8+1990003023020000:::VERRE PROGRESSIF 1.60'",
    "MEA+AAE+:::SPH+DP:-1.25'",
    "MEA+AAE+:::CYL+DP:?+00.50'",
    "QTY+47:2'",
    "MOA+98:179.80'",
    "MOA+125:161.82'",
    "PRI+AAB:89.90::GRP'",
    "PRI+AAA:80.91::NTP'",
    "RFF+AAK:BL000451:000001'",
    "RFF+ON:CDE-2026-0141'",
    "DTM+4:20260302:102'",
    "TAX+7+VAT+++:::20.00'",
    "ALC+H++2+1'",
    "PCD+1:10'",
  ].join("\r\n");

const lines = Array.from({ length: 5 }, (_, at) => line(at + 2)).join("\r\n");

/** An invented OPTO33 invoice of five lines, about 2 KB. */
const message = (number: number): string =>
  [
    `UNH+${number}+INVOIC:D:96B:UN:OPTO33'`,
    `BGM+380+F${String(number).padStart(8, "0")}+43'`,
    "DTM+3:20260315:102'",
    "NAD+BY+0613708:160++OPTIQUE DES ESSAIS+12 RUE DU TEST+VILLE-DEMO++99001+FR'",
    "NAD+SU+FR00999000001:167++VERRES DE DEMONSTRATION SAS+1 AVENUE DE L?'EXEMPLE+CIT\u00c9++99002+FR'",
    "CUX+2:EUR'",
    "PAT+3'",
    "DTM+138:20260430:102'",
    "LIN+1++++20'",
    "RFF+AAK:BL000451'",
    lines,
    "UNS+S'",
    "MOA+125:809.10'",
    "MOA+128:970.92'",
    "TAX+7+VAT++809.10+:::20.00'",
    "MOA+150:161.82'",
    `UNT+91+${number}'`,
    "",
  ].join("\r\n");

/** A file with one interchange, of about this many bytes, generated while it is read. */
export async function* largeFile(bytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from("UNA:+.? '\r\nUNB+UNOC:1+SENDER+BUYER+20260316:0915+I1'\r\n", "latin1");
  let count = 0;
  for (let length = 0; length < bytes;) {
    let text = "";
    while (text.length < 64 * 1024) text += message((count += 1));
    length += text.length;
    yield Buffer.from(text, "latin1");
  }
  yield Buffer.from(`UNZ+${count}+I1'\r\n`, "latin1");
}
