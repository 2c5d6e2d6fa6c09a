// Files that are used with warnings: one problem a file, one for all of them where there are many,
// and none in a later run.
import { describe, expect, it } from "vitest";
import { say } from "../../contract/sentences/say.ts";
import { isCode } from "../../contract/sentences/sentences.ts";
import type { FileWarning } from "../../contract/source/page.ts";
import {
  addWarned,
  noneWarned,
  warningProblems,
  type WarnedFiles,
} from "../../core/file-warnings.ts";

const aWarning = (number: number): FileWarning => ({
  file: `key-${number}`,
  name: `file ${number}.csv`,
  count: number,
  first: {
    code: "csv_letters_lost",
    facts: { place: "l. 3", count: "7", file: `file ${number}.csv` },
  },
});
const warned = (count: number, from = 1): WarnedFiles =>
  Array.from({ length: count }, (_, at) => aWarning(from + at)).reduce<WarnedFiles | null>(
    addWarned,
    noneWarned,
  ) ?? noneWarned;

describe("files with warnings", () => {
  it("are nothing where nothing is read from files, and where a page is not the first of its file", () => {
    expect(addWarned(null, aWarning(1))).toBeNull();
    expect(addWarned(noneWarned, undefined)).toBe(noneWarned);
    expect(addWarned(noneWarned, null)).toBe(noneWarned);
    expect(warningProblems([null, noneWarned])).toEqual([]);
  });

  it("are said once each, whichever resources are read from them", () => {
    const problems = warningProblems([warned(2), warned(2), null]);
    expect(
      problems.map(({ code, facts, resource }) => [
        code,
        facts["file"],
        facts["key"],
        facts["warnings"],
        resource,
      ]),
    ).toEqual([
      ["file_warned", "file 1.csv", "key-1", "1", null],
      ["file_warned", "file 2.csv", "key-2", "2", null],
    ]);
    // The sentence of the first warning finds its own facts beside those of the file.
    const [{ facts } = { facts: {} as Record<string, string> }] = problems;
    expect(say("file_warned", facts, "en")).toMatch(/1 warning .*l\. 3/s);
    expect(say(facts["first"] ?? "", facts, "fr")).toMatch(/7.*l\. 3/s);
  });

  it.each([
    [20, 20, "file_warned"],
    [21, 1, "files_warned"],
    [500, 1, "files_warned"],
  ])("of %i are %i problems", (count, problems, code) => {
    const found = warningProblems([warned(count)]);
    expect([found.length, found[0]?.code]).toEqual([problems, code]);
    if (problems === 1) expect(found[0]?.facts).toEqual({ count: String(count) });
    expect(found.every((one) => isCode(one.code))).toBe(true);
  });

  it("are counted together where two resources were read from different ones", () => {
    expect(warningProblems([warned(12), warned(12, 13)])).toEqual([
      { code: "files_warned", facts: { count: "24" }, resource: null },
    ]);
    expect(warned(500).first).toHaveLength(21);
  });
});
