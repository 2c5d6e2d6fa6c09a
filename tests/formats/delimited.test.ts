// Delimited text to rows: quotes, line ends and letters, text and value side by side; and the bounds.
import { describe, expect, it } from "vitest";
import { DelimitedError } from "../../formats/delimited/error.ts";
import { DelimitedReader, type Shape } from "../../formats/delimited/rows.ts";

const shape: Shape = { delimiter: ";", quote: '"', encoding: "utf-8" };

async function rowsOf(bytes: Uint8Array, over: Partial<Shape> = {}): Promise<{ rows: [number, ...string[]][]; fellBack: boolean }> {
  const reader = new DelimitedReader({ ...shape, ...over });
  const rows: [number, ...string[]][] = [];
  const whole = async function* () {
    yield bytes;
  };
  for await (const some of reader.read(whole())) rows.push(...some.map(({ cells, line }): [number, ...string[]] => [line, ...cells]));
  return { rows, fellBack: reader.fellBack };
}

const bytesOf = (text: string, encoding: "utf8" | "latin1" = "utf8") => new Uint8Array(Buffer.from(text, encoding));

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

  it("are the same wherever a piece ends", async () => {
    const row = '"Échantillon; d\'""essai""";1234567;x\r\n';
    const text = row.repeat(8_000);
    const { rows } = await rowsOf(bytesOf(text));
    expect(rows).toHaveLength(8_000);
    expect(new Set(rows.map(([, ...cells]) => cells.join("|")))).toEqual(new Set(['Échantillon; d\'"essai"|1234567|x']));
    expect(rows.at(-1)?.[0]).toBe(8_000);
  });
});

describe("letters", () => {
  it.each([
    ["utf-8", bytesOf("é€"), "é€", false],
    ["utf-8", bytesOf("é", "latin1"), "é", true],
    ["guess", new Uint8Array([0x80, 0xe9]), "€é", true],
    ["windows-1252", new Uint8Array([0x80, 0xe9]), "€é", false],
    ["iso-8859-1", new Uint8Array([0xe9]), "é", false],
  ] as const)("%s of %o", async (encoding, bytes, text, fellBack) => {
    expect(await rowsOf(bytes, { encoding })).toEqual({ rows: [[1, text]], fellBack });
  });
});

describe("what cannot be read on", () => {
  it.each([
    ["quote_open", `a\n"b;c\nd`, 2],
    ["quote_stray", `a\nb\n"c"d";e\nf`, 3],
    ["too_many_columns", `a\n${";".repeat(600)}\n`, 2],
    ["row_too_long", `a\n${";".repeat(400_000)}`, 2],
    ["row_too_long", `a\n"${"x".repeat(400_000)}`, 2],
    ["cell_too_long", `a\n${"x".repeat(40_000)};b\n`, 2],
  ])("%s", async (reason, text, line) => {
    const failure = await rowsOf(bytesOf(text)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DelimitedError);
    expect(failure).toMatchObject({ reason, line });
  });

  it("a file beyond its size", async () => {
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
