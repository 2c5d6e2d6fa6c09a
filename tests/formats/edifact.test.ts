// EDIFACT bytes into segments, with text and value side by side; the deviations of real senders,
// and the limits.
import { describe, expect, it } from "vitest";
import { Envelope, type EdifactProblem } from "../../formats/edifact/envelope.ts";
import { EdifactError } from "../../formats/edifact/error.ts";
import { codeOf, Segment } from "../../formats/edifact/segment.ts";
import { defaultServices } from "../../formats/edifact/services.ts";
import { Tokenizer, tokenize } from "../../formats/edifact/tokenize.ts";

const bytesOf = (text: string, encoding: "latin1" | "utf8" = "latin1") =>
  new Uint8Array(Buffer.from(text, encoding));

async function segmentsOf(bytes: Uint8Array, size = 7): Promise<Segment[]> {
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const segments: Segment[] = [];
  for await (const some of tokenize(chunks())) segments.push(...some);
  return segments;
}

const elementsOf = async (text: string, encoding?: "utf8") =>
  (await segmentsOf(bytesOf(text, encoding))).map(({ elements }) => elements);
const unb = "UNB+UNOC:1+S+R+260316:0915+I1'";
const head = [["UNB"], ["UNOC", "1"], ["S"], ["R"], ["260316", "0915"], ["I1"]];

describe("segments", () => {
  it.each([
    [
      "the default service characters without UNA",
      `${unb}MOA+125:161.82'`,
      [head, [["MOA"], ["125", "161.82"]]],
    ],
    [
      "line breaks between and inside segments",
      `${unb}\r\nMOA+12\r\n5:1\n.5'\r\n`,
      [head, [["MOA"], ["125", "1.5"]]],
    ],
    [
      "blanks before tags",
      `${unb}\n    MOA+1'\n\tMOA+2'`,
      [head, [["MOA"], ["1"]], [["MOA"], ["2"]]],
    ],
    ["released characters", `${unb}FTX+a?'b?+c?:d??e'`, [head, [["FTX"], ["a'b+c:d?e"]]]],
    [
      "a release that is released",
      `${unb}FTX+a??'MOA+1'`,
      [head, [["FTX"], ["a?"]], [["MOA"], ["1"]]],
    ],
    [
      "a line break between release and character",
      `${unb}FTX+a?\r\n'b'`,
      [head, [["FTX"], ["a'b"]]],
    ],
    [
      "a line break between two releases",
      `${unb}FTX+a?\r\n?'MOA+1'`,
      [head, [["FTX"], ["a?"]], [["MOA"], ["1"]]],
    ],
    [
      "empty elements and components",
      `${unb}LIN+1++:x'`,
      [head, [["LIN"], ["1"], [""], ["", "x"]]],
    ],
    [
      "other characters by UNA",
      "UNA=*.? ~UNB*UNOA=3*S*R*D*I~MOA*39=2137.58~",
      [
        [["UNB"], ["UNOA", "3"], ["S"], ["R"], ["D"], ["I"]],
        [["MOA"], ["39", "2137.58"]],
      ],
    ],
    [
      "lines as segments",
      "UNB+UNOA:1+S+R+D+I\r\nUNH+1+INVOIC\r\nMOA+1",
      [
        [["UNB"], ["UNOA", "1"], ["S"], ["R"], ["D"], ["I"]],
        [["UNH"], ["1"], ["INVOIC"]],
        [["MOA"], ["1"]],
      ],
    ],
    ["an old end of file", `${unb}MOA+1'\r\n\u001a`, [head, [["MOA"], ["1"]]]],
    ["nothing between terminators", `${unb}'''MOA+1''`, [head, [["MOA"], ["1"]]]],
  ])("with %s", async (_, text, expected) => {
    expect(await elementsOf(text)).toEqual(expected);
  });

  it("have the service characters of their own interchange", async () => {
    const text = `UNA=*.? ~UNB*UNOA=3*S~UNZ*0*I~\r\n\u00ef\u00bb\u00bfUNB+UNOA:1+S'UNZ+0+I'UNA:;.? |UNB;UNOA:1;S|`;
    expect(
      (await segmentsOf(bytesOf(text))).map((segment) => [segment.tag, segment.part(2)]),
    ).toEqual([
      ["UNB", "S"],
      ["UNZ", "I"],
      ["UNB", "S"],
      ["UNZ", "I"],
      ["UNB", "S"],
    ]);
  });

  it("fall back to the default characters, with a warning, when UNA is one character short", async () => {
    const [first, second] = await segmentsOf(bytesOf(`UNA:+.?'\r\n${unb}MOA+1'`));
    expect([first?.tag, first?.flaw, second?.elements]).toEqual([
      "UNB",
      "advice",
      [["MOA"], ["1"]],
    ]);
  });

  it("repeat elements in syntax 4, or as UNA says, and not elsewhere", async () => {
    const repeated = await segmentsOf(bytesOf("UNB+UNOA:4+S'COM+1:TE*2:FX+x'"));
    expect([repeated[1]?.elements, repeated[1]?.repeats]).toEqual([
      [["COM"], ["1", "TE"], ["x"]],
      [{ element: 1, components: ["2", "FX"] }],
    ]);
    const plain = await segmentsOf(bytesOf("UNB+UNOA:3+S'COM+1*2'"));
    expect([plain[1]?.elements, plain[1]?.repeats]).toEqual([[["COM"], ["1*2"]], null]);
  });

  it("know their number, line and byte", async () => {
    const text = `UNA:+.? '\r\n${unb}\r\n  MOA+1'\r\nMO\r\nA+2'MOA+3'`;
    const places = (await segmentsOf(bytesOf(text))).map(({ number, line, byte }) => [
      number,
      line,
      text.slice(byte, byte + 2),
    ]);
    expect(places).toEqual([
      [1, 2, "UN"],
      [2, 3, "MO"],
      [3, 4, "MO"],
      [4, 5, "MO"],
    ]);
  });

  it.each([1, 2, 3, 5, 64, 100_000])("are the same in chunks of %i bytes", (size) => {
    const bytes = bytesOf(
      `UNA=*.? ~\r\nUNB*UNOY=4*S\u00c3\u00a9~\r\nFTX*a?~b??~\r\nMOA*1~\r\nUNB+UNOC:1+S+\u00e9'MOA+2'`,
    );
    const tokenizer = new Tokenizer();
    const segments: Segment[] = [];
    for (let at = 0; at < bytes.length; at += size)
      segments.push(...tokenizer.push(bytes.subarray(at, at + size)));
    segments.push(...tokenizer.end());
    expect(segments.map(({ elements, line }) => [line, elements])).toEqual([
      [2, [["UNB"], ["UNOY", "4"], ["Sé"]]],
      [3, [["FTX"], ["a~b?"]]],
      [4, [["MOA"], ["1"]]],
      [5, [["UNB"], ["UNOC", "1"], ["S"], ["é"]]],
      [5, [["MOA"], ["2"]]],
    ]);
  });

  it("give the same parts whether they are split at once or on demand", () => {
    for (const text of ["NAD+SU+A:9+B?+C:D++E", "MOA+125:1", "MOA", "X+:+::+", "A:B:C+D"]) {
      const [whole, looked] = [
        new Segment(text, defaultServices),
        new Segment(text, defaultServices),
      ];
      for (const [element, components] of whole.elements.entries()) {
        for (const [component, value] of components.entries())
          expect(looked.part(element, component)).toBe(value);
        expect(looked.part(element, components.length)).toBe("");
      }
      expect(looked.part(whole.elements.length)).toBe("");
    }
  });
});

describe("codes", () => {
  it.each(["", "A", "47", "AAB", "ABCD"])(
    "of %j are those of the text, whether it is cut out or not",
    (text) => {
      expect(new Segment(`QTY+${text}:5`).code(1)).toBe(codeOf(text));
      expect(new Segment(`QTY+${text}:5?+`).code(1)).toBe(codeOf(text));
    },
  );

  it.each(["ABCDE", "\u3437", "4\u0137", "47 "])("of %j match no rule", (text) => {
    const known = ["", "A", "47", "AAB", "ABCD"].map(codeOf);
    expect(new Set(known).size).toBe(known.length);
    expect(known).not.toContain(new Segment(`QTY+${text}:5`).code(1));
  });

  it("are empty if the sender left the component out", () => {
    expect([
      new Segment("LIN+1").code(5),
      new Segment("LIN+1:2").code(1, 3),
      new Segment("LIN+1++:x").code(3),
    ]).toEqual([0, 0, 0]);
  });
});

describe("segments that nobody consumes", () => {
  it("are skipped, and the next ones keep their places", () => {
    const tokenizer = new Tokenizer();
    const padded = bytesOf(`${unb}MOA+1'MOA+2'${" ".repeat(30)}`);
    tokenizer.push(padded);
    const [next] = tokenizer.push(bytesOf(`MOA+3'${" ".repeat(30)}`));
    expect([next?.part(1), next?.number, next?.byte]).toEqual(["3", 4, padded.length]);
  });
});

describe("characters", () => {
  it.each([
    ["UNOC", [0xc9, 0x80, 0x93], "É€“", null],
    ["UNOY", [0xc3, 0x89], "É", null],
    ["UNOY", [0xc9], "É", "charset"],
    ["UNOA", [0xc3, 0x89], "É", "charset"],
    ["UNOA", [0xc9], "É", "charset"],
    ["UNOE", [0xb6], "Ж", null],
    ["UNOL", [0xa4], "€", null],
    ["XXXA", [0x41], "A", null],
  ])("%s reads %o as %s", async (syntax, bytes, text, flaw) => {
    const all = new Uint8Array([...bytesOf(`UNB+${syntax}:1+S'FTX+`), ...bytes, ...bytesOf("'")]);
    const [, segment] = await segmentsOf(all);
    expect([segment?.part(1), segment?.flaw]).toEqual([text, flaw]);
  });

  it("in the UNB itself are decoded by its own syntax identifier", async () => {
    expect(
      (await segmentsOf(bytesOf("UNB+UNOY:4+SOCI\u00c3\u0089T\u00c3\u0089'")))[0]?.part(2),
    ).toBe("SOCIÉTÉ");
  });

  it.each(["\u0000", "\u0007", "\u007f", "\u001b"])(
    "that no text contains are noted: %j",
    async (letter) => {
      expect((await segmentsOf(bytesOf(`${unb}FTX+a${letter}b'`)))[1]?.flaw).toBe("control");
    },
  );
});

describe("a file that cannot be read any further", () => {
  it.each([
    ["release_at_end", `${unb}FTX+a?`, 2],
    ["segment_unfinished", `${unb}FTX+a??`, 2],
    ["segment_unfinished", `${unb}UNZ+1+I`, 2],
    ["segment_too_long", `${unb}FTX+${"x".repeat(9_000)}'`, 2],
    ["segment_too_long", `${unb}FTX+${"?'".repeat(9_000)}`, 2],
    ["segment_too_long", `UNB+${"x".repeat(100_000)}`, 1],
    ["too_many_elements", `${unb}FTX${"+".repeat(300)}'`, 2],
    ["too_many_elements", `${unb}FTX+${":".repeat(300)}'`, 2],
  ] as const)("%s", async (reason, text, segment) => {
    const failure = await segmentsOf(bytesOf(text), 1_000).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EdifactError);
    expect(failure).toMatchObject({ reason, place: { number: segment } });
  });

  it("stops at an endless segment after its first chunks", async () => {
    let given = 0;
    const endless = async function* () {
      yield bytesOf(unb);
      for (;;) {
        given += 65_536;
        yield new Uint8Array(65_536).fill(0x41);
      }
    };
    const reading = (async () => {
      for await (const _ of tokenize(endless())) continue;
    })();
    await expect(reading).rejects.toThrow(EdifactError);
    expect(given).toBeLessThan(300_000);
  });

  it("skips a million empty segments quickly, without keeping any", async () => {
    const begun = performance.now();
    expect(await segmentsOf(bytesOf(`${unb}${"'".repeat(1_000_000)}MOA+1'`), 65_536)).toHaveLength(
      2,
    );
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe("the envelope", () => {
  const follow = async (text: string): Promise<[string, string, string, number][]> => {
    const problems: EdifactProblem[] = [];
    const envelope = new Envelope();
    for (const segment of await segmentsOf(bytesOf(text)))
      if (envelope.process(segment, problems) === "messageEnd") envelope.leaveMessage();
    envelope.end(problems);
    return problems.map(({ code, severity, scope, segment }) => [code, severity, scope, segment]);
  };
  const message = "UNH+1+INVOIC:D:96A:UN'BGM+380'UNT+3+1'";

  it.each([
    ["reports nothing when counts and references agree", `${unb}${message}UNZ+1+I1'`, []],
    ["allows leading zeros", `${unb}UNH+1+INVOIC:D:96A:UN'UNT+0002+1'UNZ+01+I1'`, []],
    ["counts groups if there are any", `${unb}UNG+INVOIC+S+R+D+7'${message}UNE+1+7'UNZ+1+I1'`, []],
    [
      "warns of a wrong count in UNT",
      `${unb}UNH+1+INVOIC:D:96A:UN'UNT+9+1'UNZ+1+I1'`,
      [["edi_count_wrong", "warning", "message", 3]],
    ],
    [
      "warns of another reference in UNT",
      `${unb}UNH+1+INVOIC:D:96A:UN'UNT+2+2'UNZ+1+I1'`,
      [["edi_reference_differs", "warning", "message", 3]],
    ],
    [
      "warns of a wrong count in UNE",
      `${unb}UNG+INVOIC+S+R+D+7'${message}UNE+2+7'UNZ+1+I1'`,
      [["edi_messages_count", "warning", "file", 6]],
    ],
    [
      "warns of both in UNZ",
      `${unb}${message}UNZ+2+I2'`,
      [
        ["edi_messages_count", "warning", "file", 5],
        ["edi_reference_differs", "warning", "file", 5],
      ],
    ],
    [
      "warns of an empty interchange",
      `${unb}UNZ+0+I1'`,
      [["edi_no_message", "warning", "file", 2]],
    ],
    ["misses UNZ", `${unb}${message}`, [["edi_trailer_missing", "error", "file", 4]]],
    [
      "reports a missing UNZ before another UNB",
      `${unb}${message}${unb}${message}UNZ+1+I1'`,
      [["edi_trailer_missing", "error", "file", 5]],
    ],
    [
      "misses UNT",
      `${unb}UNH+1+INVOIC'UNZ+1+I1'`,
      [
        ["edi_nesting", "error", "file", 3],
        ["edi_trailer_missing", "error", "file", 3],
      ],
    ],
    [
      "misses UNH",
      `${unb}BGM+380'UNZ+0+I1'`,
      [
        ["edi_outside_message", "error", "file", 2],
        ["edi_no_message", "warning", "file", 3],
      ],
    ],
    ["misses UNB", "UNH+1+INVOIC'", [["edi_no_envelope", "error", "file", 1]]],
    [
      "knows what is no tag",
      `${unb}UNH+1+INVOIC'APPOINT + T'UNT+3+1'UNZ+1+I1'`,
      [["edi_tag_unknown", "error", "message", 3]],
    ],
    [
      "counts what repeats",
      `${unb}UNH+1+INVOIC'${"DTM+3'".repeat(36)}UNT+38+1'UNZ+1+I1'`,
      [["edi_repeated_too_often", "error", "message", 38]],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await follow(text)).toEqual(expected);
  });
});
