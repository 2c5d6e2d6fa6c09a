// Delimited text into rows: quotes, line ends and encodings, with text and value side by side; and
// the limits.
import { describe, expect, it } from "vitest";
import { DelimitedError } from "../../formats/delimited/error.ts";
import { DelimitedReader, type Shape } from "../../formats/delimited/rows.ts";

const shape: Shape = { delimiter: ";", quote: '"', encoding: "utf-8" };

async function rowsOf(bytes: Uint8Array, over: Partial<Shape> = {}, size = bytes.length) {
  const reader = new DelimitedReader({ ...shape, ...over });
  const rows: [number, ...string[]][] = [];
  const damaged: [number, string][] = [];
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  for await (const some of reader.read(pieces())) {
    for (const { cells, line, damage } of some) {
      if (damage === null) rows.push([line, ...cells]);
      else damaged.push([line, damage]);
    }
  }
  return { rows, damaged, letters: reader.letters, empty: reader.empty };
}

const bytesOf = (text: string, encoding: "utf8" | "latin1" = "utf8") =>
  new Uint8Array(Buffer.from(text, encoding));

describe("rows", () => {
  it.each([
    [
      "line ends of both kinds",
      "a;b\r\nc;d\ne",
      [
        [1, "a", "b"],
        [2, "c", "d"],
        [3, "e"],
      ],
    ],
    [
      "carriage returns alone",
      "a;b\rc;d",
      [
        [1, "a", "b"],
        [2, "c", "d"],
      ],
    ],
    [
      "quotes, doubled ones and delimiters in them",
      '"a;""b""";c\r\n"d"',
      [
        [1, 'a;"b"', "c"],
        [2, "d"],
      ],
    ],
    [
      "a cell of two lines",
      '"a\nb";c\nd',
      [
        [1, "a\nb", "c"],
        [3, "d"],
      ],
    ],
    [
      "blank rows, which are left out",
      "a\n\n;;\nb",
      [
        [1, "a"],
        [4, "b"],
      ],
    ],
    ["a byte order mark", "\ufeffa;b", [[1, "a", "b"]]],
    ["a quote at the very end", '"a";"b"\r', [[1, "a", "b"]]],
  ])("with %s", async (_, text, expected) => {
    expect((await rowsOf(bytesOf(text))).rows).toEqual(expected);
  });

  it("of tabs", async () => {
    expect((await rowsOf(bytesOf("a\tb"), { delimiter: "\t" })).rows).toEqual([[1, "a", "b"]]);
  });

  it("are the same wherever a chunk ends", async () => {
    const row = '"Échantillon; d\'""essai""";1234567;x\r\n';
    const text = row.repeat(8_000);
    const { rows } = await rowsOf(bytesOf(text));
    expect(rows).toHaveLength(8_000);
    expect(new Set(rows.map(([, ...cells]) => cells.join("|")))).toEqual(
      new Set(['Échantillon; d\'"essai"|1234567|x']),
    );
    expect(rows.at(-1)?.[0]).toBe(8_000);
  });
});

const utf16 = (text: string, order: "le" | "be" = "le"): Uint8Array => {
  const bytes = Buffer.from(text, "utf16le");
  return new Uint8Array(order === "le" ? bytes : bytes.swap16());
};
const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

describe("characters", () => {
  it.each([
    ["UTF-8", bytesOf("é€"), "é€", "utf-8"],
    ["ASCII", bytesOf("e"), "e", "ascii"],
    ["Windows-1252", bytesOf("é", "latin1"), "é", "windows-1252"],
    ["Windows-1252 with a euro", new Uint8Array([0x80, 0xe9]), "€é", "windows-1252"],
    ["UTF-16 with a byte order mark", utf16("\ufeffété;1"), "été|1", "utf-16"],
    ["UTF-16 BE with a byte order mark", utf16("\ufeffété;1", "be"), "été|1", "utf-16"],
    ["UTF-16 without a byte order mark", utf16("Numéro;Date"), "Numéro|Date", "utf-16"],
    ["UTF-16 BE without a byte order mark", utf16("Numéro;Date", "be"), "Numéro|Date", "utf-16"],
    ["UTF-16 beyond the first plane", utf16("\ufeff𝔸é"), "𝔸é", "utf-16"],
  ] as const)("of %s", async (_, bytes, text, read) => {
    for (const encoding of ["guess", "utf-8", "windows-1252", "iso-8859-1"] as const) {
      const { rows, letters } = await rowsOf(bytes, { encoding });
      expect([
        rows[0]?.slice(1).join("|"),
        letters.read,
        letters.lost.count,
        letters.strays.count,
      ]).toEqual([text, read, 0, 0]);
    }
  });

  it("in another encoding than the rest are decoded as what they are, with line and column", async () => {
    const mostlyUtf8 = await rowsOf(
      joined(bytesOf("é;à\nôê;"), bytesOf("É", "latin1"), bytesOf(";x")),
    );
    expect(mostlyUtf8.rows).toEqual([
      [1, "é", "à"],
      [2, "ôê", "É", "x"],
    ]);
    expect(mostlyUtf8.letters.strays).toEqual({ first: [{ line: 2, column: 4 }], count: 1 });
    const mostlyLatin = await rowsOf(joined(bytesOf("é;à\nô;", "latin1"), bytesOf("É")));
    expect([mostlyLatin.rows[1], mostlyLatin.letters.strays.first]).toEqual([
      [2, "ô", "É"],
      [{ line: 2, column: 3 }],
    ]);
  });

  it.each([
    [
      "a byte without a meaning",
      joined(bytesOf("é\nab", "latin1"), new Uint8Array([0x81])),
      { line: 2, column: 3 },
    ],
    [
      "half a pair in UTF-8",
      joined(bytesOf("é;\n"), new Uint8Array([0xed, 0xa0, 0x80])),
      { line: 2, column: 1 },
    ],
    ["an unpaired surrogate in UTF-16", utf16("\ufeffab\n1\ud800;x"), { line: 2, column: 2 }],
    [
      "an odd byte at the end of UTF-16",
      joined(utf16("\ufeffa\n"), new Uint8Array([0x41])),
      { line: 2, column: 1 },
    ],
    ["a character that the sender had lost", bytesOf("é\nx;M\ufffdller"), { line: 2, column: 4 }],
  ])("that are lost are reported with their place: %s", async (_, bytes, place) => {
    const { letters } = await rowsOf(bytes);
    expect(letters.lost).toEqual({ first: [place], count: 1 });
  });

  it.each([
    ["utf-8", (text: string) => bytesOf(text)],
    ["utf-16", (text: string) => utf16(text)],
  ])("are the same wherever a chunk of %s ends", async (_, encode) => {
    const text = "é€𝔸;b\r\n".repeat(30_000);
    const { rows, letters } = await rowsOf(encode(text), {}, 16_385);
    expect([
      rows.length,
      new Set(rows.map(([, ...cells]) => cells.join("|"))),
      letters.lost.count,
    ]).toEqual([30_000, new Set(["é€𝔸|b"]), 0]);
  });
});

describe("an unreadable row affects no other", () => {
  it.each([
    [
      "quote_open",
      `a;x\n"b;c\nd;e`,
      [2],
      [
        [1, "a", "x"],
        [3, "d", "e"],
      ],
    ],
    [
      "quote_stray",
      `a;1\nb;1\n"c"d";e\nf;1`,
      [3],
      [
        [1, "a", "1"],
        [2, "b", "1"],
        [4, "f", "1"],
      ],
    ],
    [
      "quote_stray",
      `a;1;2\n"b;1;2\nc";1;2\nd;1;2`,
      [2],
      [
        [1, "a", "1", "2"],
        [3, 'c"', "1", "2"],
        [4, "d", "1", "2"],
      ],
    ],
    [
      "too_many_columns",
      `a\n${";".repeat(600)}\nb`,
      [2],
      [
        [1, "a"],
        [3, "b"],
      ],
    ],
    [
      "cell_too_long",
      `a\n${"x".repeat(40_000)};b\nc`,
      [2],
      [
        [1, "a"],
        [3, "c"],
      ],
    ],
    ["quote_open", `a;b\n"${"x;y\n".repeat(80_000)}`, [2], [[1, "a", "b"]]],
  ])("%s", async (reason, text, lines, sound) => {
    const { rows, damaged } = await rowsOf(bytesOf(text));
    expect(damaged.map(([line]) => line)).toEqual(lines);
    expect(damaged.map(([, damage]) => damage)).toContain(reason);
    expect(rows.slice(0, sound.length)).toEqual(sound);
  });

  it("nor anything that follows, however far its quote swallows", async () => {
    const good = Array.from({ length: 3_000 }, (_, at) => `r${at};1;2`);
    const { rows, damaged } = await rowsOf(bytesOf(["h;i;j", '"open;1;2', ...good].join("\n")));
    expect([damaged.length, rows.length]).toEqual([1, 3_001]);
  });

  it("up to a hundred per file", async () => {
    const text = `a;b\n${'"c"d";e\n'.repeat(200)}`;
    await expect(rowsOf(bytesOf(text))).rejects.toMatchObject({ reason: "quote_stray" });
  });

  it("and rows of delimiters only are counted", async () => {
    expect((await rowsOf(bytesOf("a;b\n;;\n\n ; \nc;d\n"))).empty).toEqual({ count: 2, line: 2 });
  });
});

describe("a file that cannot be read any further", () => {
  it.each([
    ["row_too_long", `a\n${";".repeat(400_000)}`, 2],
    ["row_too_long", `a\n"${"x".repeat(400_000)}`, 2],
    ["quote_open", `a;b\nc;"cut sho`, 2],
  ])("%s", async (reason, text, line) => {
    const failure = await rowsOf(bytesOf(text)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DelimitedError);
    expect(failure).toMatchObject({ reason, line });
  });

  it("because it is too large", async () => {
    const reader = new DelimitedReader(shape, { bytes: 100_000, columns: 5, cell: 50, row: 200 });
    const endless = async function* () {
      for (;;) yield bytesOf("a;b\n".repeat(10_000));
    };
    const reading = (async () => {
      for await (const _ of reader.read(endless())) continue;
    })();
    await expect(reading).rejects.toMatchObject({ reason: "too_large" });
  });
});
