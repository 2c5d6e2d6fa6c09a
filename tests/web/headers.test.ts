// The headers under which the page is served.
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { contentSecurityPolicy, headersOf, inlineScriptHashes } from "../../web/headers.ts";

const html = '<head><script src="/theme.js"></script></head><body><script>start();</script></body>';
const hash = `'sha256-${createHash("sha256").update("start();").digest("base64")}'`;

it("names every inline script by its hash, and no script with a source", () => {
  expect(inlineScriptHashes(html)).toEqual([hash]);
});

it("allows scripts of our own and the hashed ones only", () => {
  const policy = contentSecurityPolicy(html);
  expect(policy).toContain(`script-src 'self' ${hash};`);
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
  expect(policy).toContain("frame-ancestors 'none'");
});

it("holds every path, and lets hashed files be kept for ever", () => {
  const lines = headersOf(html).split("\n");
  expect(lines[0]).toBe("/*");
  expect(lines).toContain("  X-Content-Type-Options: nosniff");
  expect(lines.slice(lines.indexOf("/_app/immutable/*"))).toContain(
    "  Cache-Control: public, max-age=31536000, immutable",
  );
});
