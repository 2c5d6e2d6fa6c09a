// Which libraries the browser of the tests takes: the system's where it has them, else those from npm.
import { describe, expect, it } from "vitest";
import { libraryPath, missingFrom } from "../browser/libraries.ts";

const bare = `	linux-vdso.so.1 (0x00007fa6bfd62000)
	libdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007fa6bfd4c000)
	libnspr4.so => not found
	libnss3.so => not found
	libexpat.so.1 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007fa6bf86b000)
	/lib64/ld-linux-x86-64.so.2 (0x00007fa6bfd64000)
	libnspr4.so => not found
`;
const furnished = bare.replaceAll("not found", "/lib/there.so (0x00007fa6bfd05000)");

const npm = { carried: ["libnspr4.so", "libnss3.so", "libexpat.so.1"], folder: "/tmp/al2023/lib" };

describe("what the loader lists", () => {
  it("names each missing library once", () => {
    expect(missingFrom(bare)).toEqual(["libnspr4.so", "libnss3.so", "libexpat.so.1"]);
  });

  it("names none where all are there", () => {
    expect(missingFrom(furnished)).toEqual([]);
  });
});

describe("the library path of the browser", () => {
  it.each([
    ["stays unset where nothing is missing", [], undefined, undefined],
    ["stays as it was where nothing is missing", [], "/opt/lib", "/opt/lib"],
    ["is npm's folder where the system lacks a library", ["libnss3.so"], undefined, npm.folder],
    ["puts npm's folder first", ["libnss3.so"], "/opt/lib", `${npm.folder}:/opt/lib`],
    ["adds no empty entry, which would mean the working folder", ["libnss3.so"], "", npm.folder],
  ] as const)("%s", (_, missing, before, expected) => {
    expect(libraryPath({ ...npm, missing: [...missing], before })).toBe(expected);
  });

  it("is refused, by name, where npm lacks the library, too", () => {
    const missing = ["libnss3.so", "libstdc++.so.6"];
    expect(() => libraryPath({ ...npm, missing, before: undefined })).toThrow(
      /needs libstdc\+\+\.so\.6, which neither/,
    );
  });
});
