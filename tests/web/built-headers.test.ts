// The headers of the page as it is built: every inline script it holds is allowed by its hash, and
// nothing else inline.
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { headersOf } from "../../web/headers.ts";

const built = join(import.meta.dirname, "../../build/page");
const read = (name: string) => readFileSync(join(built, name), "utf8");

/** The directives of a policy, by name. */
const directives = (policy: string): Map<string, string[]> =>
  new Map(
    policy
      .split(";")
      .map((part) => part.trim().split(/\s+/))
      .map(([name = "", ...values]) => [name, values]),
  );

// `npm test` and `npm run check` build it first.
describe.skipIf(!existsSync(join(built, "_headers")))("the built page", () => {
  const headers = () => read("_headers");
  const policy = () => directives(/Content-Security-Policy: (.+)/.exec(headers())?.[1] ?? "");
  const pages = () => globSync("**/*.html", { cwd: built });

  it("is served under the headers that its own index asks for", () => {
    expect(headers()).toBe(headersOf(read("index.html")));
  });

  it("holds no inline script but those its policy names, and the policy names no other", () => {
    const scripts = pages().flatMap((page) => [
      ...read(page).matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi),
    ]);
    const inline = scripts
      .filter(([, attributes = ""]) => !/\ssrc\s*=/i.test(attributes))
      .map(([, , text = ""]) => text);
    const hashes = inline.map(
      (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
    );
    expect(inline.length).toBeGreaterThan(0);
    expect(policy().get("script-src")?.toSorted()).toEqual(
      ["'self'", ...new Set(hashes)].toSorted(),
    );
  });

  it("has no handlers, script addresses or styles in its markup", () => {
    for (const page of pages())
      expect(read(page)).not.toMatch(
        /\son[a-z]+\s*=\s*["']|javascript:|<style\b|<base\b|<object\b|<embed\b|<iframe\b/i,
      );
  });

  it("allows nothing by default, nothing from elsewhere, and no scripts by word alone", () => {
    expect(policy().get("default-src")).toEqual(["'none'"]);
    const allowed = [...policy()]
      .filter(([name]) => name !== "trusted-types" && name !== "require-trusted-types-for")
      .flatMap(([, values]) => values);
    const known = /^('none'|'self'|data:|'unsafe-inline'|'sha256-[A-Za-z0-9+/]{43}=')$/;
    expect(allowed.filter((value) => !known.test(value))).toEqual([]);
    expect(
      [...policy()]
        .filter(([, values]) => values.includes("'unsafe-inline'"))
        .map(([name]) => name),
    ).toEqual(["style-src-attr"]);
    expect(
      [...policy()].filter(([, values]) => values.includes("data:")).map(([name]) => name),
    ).toEqual(["img-src"]);
    for (const name of ["frame-ancestors", "base-uri", "object-src"])
      expect(policy().get(name)).toEqual(["'none'"]);
    expect(policy().get("require-trusted-types-for")).toEqual(["'script'"]);
  });
});
