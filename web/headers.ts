// The headers of every file of the page, in the `_headers` format of Cloudflare's static assets.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Adapter } from "@sveltejs/kit";

/** Hashes of the inline scripts of a page, as a Content-Security-Policy names them. */
export function inlineScriptHashes(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return Array.from(
    scripts,
    ([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
}

/**
 * The page's Content-Security-Policy: its own files only; inline styles are allowed, inline scripts
 * only by hash.
 */
export function contentSecurityPolicy(html: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${inlineScriptHashes(html).join(" ")}`.trim(),
    "style-src 'self'",
    // For positions and widths that are known only at run time.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types svelte-trusted-html",
  ].join("; ");
}

/** The whole `_headers` file for a built index.html. */
export function headersOf(html: string): string {
  const everywhere = {
    "Content-Security-Policy": contentSecurityPolicy(html),
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  };
  const lines = Object.entries(everywhere).map(([name, value]) => `  ${name}: ${value}`);
  // File names under immutable/ contain the hash of their content.
  const immutable = ["/_app/immutable/*", "  Cache-Control: public, max-age=31536000, immutable"];
  return ["/*", ...lines, "", ...immutable, ""].join("\n");
}

/** An adapter that also writes the headers once the page is built. */
export function withHeaders(adapter: Adapter, folder: string): Adapter {
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder);
      await writeFile(
        join(folder, "_headers"),
        headersOf(await readFile(join(folder, "index.html"), "utf8")),
      );
    },
  };
}
