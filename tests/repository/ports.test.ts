import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimPort } from "../../scripts/ports.ts";

describe("a port of this machine", () => {
  let claims: string;
  beforeEach(() => (claims = mkdtempSync(join(tmpdir(), "freshet-claims-"))));
  afterEach(() => rmSync(claims, { recursive: true }));

  it("is given to one only, however many ask before anybody listens", async () => {
    const ports = await Promise.all(Array.from({ length: 8 }, () => claimPort(28_400, claims)));
    expect(new Set(ports).size).toBe(8);
  });

  it("is left to the living process that has claimed it", async () => {
    writeFileSync(join(claims, "28500"), String(process.ppid));
    expect(await claimPort(28_500, claims)).toBeGreaterThan(28_500);
  });

  it("is taken over from a process that has ended", async () => {
    const free = await claimPort(28_600, claims);
    // No system gives out a number as high as this.
    writeFileSync(join(claims, String(free)), "4194305");
    expect(await claimPort(free, claims)).toBe(free);
  });

  it("is passed over where somebody listens", async () => {
    const free = await claimPort(28_700, mkdtempSync(join(claims, "others-")));
    const server = createServer();
    await new Promise<void>((done) => server.listen(free, "127.0.0.1", done));
    expect(await claimPort(free, claims)).toBeGreaterThan(free);
    await new Promise((done) => server.close(done));
  });
});
