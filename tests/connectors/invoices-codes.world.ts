// An invented EDIFACT invoice of 100.00 net and 20.00 tax, of which any part can be replaced.
import { anInterchange, latin, readFile } from "./invoices-world.ts";

export type Parts = {
  bgm?: string;
  dates?: string;
  currency?: string;
  header?: string;
  lines?: string;
  summary?: string;
};

const defaultParts: Required<Parts> = {
  bgm: "BGM+380+F-1+9'",
  dates: "DTM+137:20260316:102'",
  currency: "CUX+2:EUR:4'",
  header: "",
  lines: "LIN+1++3000000000106:EN'QTY+47:1'MOA+203:100.00'",
  summary: "MOA+125:100.00'MOA+124:20.00'MOA+77:120.00'",
};

/** `UNS` comes before the summary. */
export function aMessageOf(parts: Parts): string {
  const { bgm, dates, currency, header, lines, summary } = { ...defaultParts, ...parts };
  const body = `UNH+1+INVOIC:D:96A:UN:EAN008'${bgm}${dates}NAD+SU+3000000000014::9++LUNETTES INVENTEES'${currency}${header}${lines}UNS+S'${summary}`;
  return `${body}UNT+${body.split("'").length}+1'`;
}

/** The result of one message: `net tax total` if it is accepted, and its problem codes. */
export async function readParts(
  parts: Parts,
): Promise<{ kept: string; codes: string[]; read: Awaited<ReturnType<typeof readFile>> }> {
  const read = await readFile(latin(anInterchange([aMessageOf(parts)])));
  const totals = Object.values(read.summary.totals)[0];
  return {
    kept: totals === undefined ? "refused" : `${totals.net} ${totals.tax} ${totals.total}`,
    codes: read.codes,
    read,
  };
}
