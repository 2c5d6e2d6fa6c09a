// Compressed size of what the browser loads before the first screen.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ensurePage } from "../scripts/page.ts";
import { root } from "../scripts/quiet.ts";

export const describe = "size of the page's first load";

const built = join(root, "build/page");

export async function measure(): Promise<object> {
  ensurePage();
  const html = readFileSync(join(built, "index.html"), "utf8");
  const first = new Set(
    [...html.matchAll(/(?:href|src|import\()\s*=?\s*\(?["'](\/[^"']+\.(?:js|css))["']/g)].map(
      ([, path]) => path ?? "",
    ),
  );
  const sizes = [...first].map((path) => ({
    path,
    gzip: gzipSync(readFileSync(join(built, path))).length,
  }));
  const sum = (ending: string): number =>
    sizes.filter(({ path }) => path.endsWith(ending)).reduce((all, { gzip }) => all + gzip, 0);
  const whole = filesBelow(built)
    .filter((path) => /\.(js|css)$/.test(path))
    .reduce((all, path) => all + gzipSync(readFileSync(path)).length, 0);
  return {
    files: sizes.length,
    firstLoadJsGzipBytes: sum(".js"),
    firstLoadCssGzipBytes: sum(".css"),
    wholeAppGzipBytes: whole,
  };
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );
