// What responses leave behind in memory: no more than they are worth, however they arrive.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import { readBody } from "../../worker/outbound/response-body.ts";
import { keep } from "../../worker/outbound/account-memory.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Megabytes that stay in use while the result is held. */
async function retainedMb(make: () => unknown): Promise<number> {
  collect();
  const before = process.memoryUsage().heapUsed;
  const held = await make();
  collect();
  const after = process.memoryUsage().heapUsed;
  return held === undefined ? Number.NaN : (after - before) / 1_048_576;
}

describe("a body", () => {
  const inPieces = (piece: Uint8Array, times: number): Response => {
    let left = times;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) =>
      (left -= 1) < 0 ? controller.close() : controller.enqueue(piece);
    return new Response(new ReadableStream({ pull }));
  };
  const read = (response: Response, bytes = 10_000_000) =>
    readBody(response, { bytes, idleMs: 5_000, deadline: new AbortController() });

  it("in single bytes takes no more memory than one in a single chunk", async () => {
    expect(await retainedMb(() => read(inPieces(new Uint8Array([0x20]), 300_000)))).toBeLessThan(3);
  });

  it("is assembled across chunks, including characters", async () => {
    const text = "é".repeat(100_001);
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 3, 65_535, 65_536, 65_537, bytes.length]) {
      let at = 0;
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        const piece = bytes.subarray(at, (at += size));
        if (piece.length > 0) controller.enqueue(piece);
        else controller.close();
      };
      const response = new Response(new ReadableStream({ pull }));
      expect(await read(response)).toEqual({ type: "text", text });
    }
  });

  it.each([
    ["half a character at the end", [0x61, 0xc3], { type: "text", text: "a\udfff\udfff" }],
    ["an invalid byte", [0x61, 0xff, 0x61], { type: "text", text: "a\udfff\udfffa" }],
    [
      "an invalid byte beside replacement characters of the source",
      [0xef, 0xbf, 0xbd, 0xc3, 0xef, 0xbf, 0xbd, 0xef, 0x61],
      { type: "text", text: "\ufffd\udfff\udfff\ufffd\udfff\udfffa" },
    ],
    ["a byte order mark", [0xef, 0xbb, 0xbf, 0x61], { type: "text", text: "a" }],
    [
      "a byte order mark before a text with an invalid byte",
      [0xef, 0xbb, 0xbf, 0x61, 0xff],
      { type: "text", text: "a\udfff\udfff" },
    ],
  ])("with %s", async (_name, bytes, expected) => {
    expect(await read(new Response(new Uint8Array(bytes)))).toEqual(expected);
  });

  it("that is still arriving takes no JavaScript heap", async () => {
    const pieces = 7 * 16;
    let [given, goOn] = [0, (): void => undefined];
    const stopped = new Promise<void>((resolve) => (goOn = resolve));
    const most = await new Promise<number>((resolve, reject) => {
      collect();
      const before = process.memoryUsage().heapUsed;
      const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
        if ((given += 1) <= pieces) return controller.enqueue(new Uint8Array(65_536).fill(0x61));
        collect();
        resolve((process.memoryUsage().heapUsed - before) / 1_048_576);
        await stopped;
        controller.close();
      };
      read(new Response(new ReadableStream({ pull }, { highWaterMark: 0 }))).catch(reject);
    });
    goOn();
    expect(given).toBe(pieces + 1);
    expect(most).toBeLessThan(1);
  });

  it("is too large at the first byte beyond the limit", async () => {
    expect(await read(inPieces(new Uint8Array(10), 10), 100)).toMatchObject({ type: "text" });
    expect(await read(inPieces(new Uint8Array(10), 11), 100)).toEqual({ type: "too_large" });
  });
});

describe("a remembered fact", () => {
  it("does not keep its response alive", async () => {
    const memory = new Map<string, Json>();
    const held = await retainedMb(() => {
      for (let at = 0; at < 20; at += 1)
        keep(memory, `version ${at}`, `18.0+e-20241005 ${at}${" ".repeat(1_000_000)}`.slice(0, 16));
      return memory;
    });
    expect(held).toBeLessThan(3);
    expect(memory.get("version 7")).toBe("18.0+e-20241005 ");
  });

  it("is small: a large one is forgotten", () => {
    const memory = new Map<string, Json>();
    keep(memory, "types", { name: "char" });
    keep(memory, "types", { name: "x".repeat(30_000) });
    expect(memory.has("types")).toBe(false);
    keep(memory, "types", { name: "char" });
    keep(memory, "types", null);
    expect(memory.has("types")).toBe(false);
  });
});
